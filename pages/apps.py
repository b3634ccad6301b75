from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    name = "pages"
    verbose_name = _("Site")

    def ready(self) -> None:
        """Make pages and terms known to the kernel."""
        from chronicle import kept as chronicle_kept  # noqa: PLC0415
        from library import usage  # noqa: PLC0415 - models exist only once apps are ready
        from library.documents import usage as documents  # noqa: PLC0415
        from pages import cards, glossary, in_menus, kept, menu_anchors, tree  # noqa: PLC0415
        from pages.advice import HouseTerms  # noqa: PLC0415
        from pages.images import images_of  # noqa: PLC0415
        from pages.models import FrontPage, ImportedItem, MenuEntry, Page, Topic  # noqa: PLC0415
        from pages.unseen_picks import UnseenPicks  # noqa: PLC0415
        from publishing import joining, terms, where_used  # noqa: PLC0415
        from publishing.advice import findings  # noqa: PLC0415
        from publishing.registry import Keeping, RecordType, register  # noqa: PLC0415
        from publishing.searching import index  # noqa: PLC0415

        cards.register()
        terms.register(glossary.explained)
        joining.register(joining.Reference(MenuEntry))
        joining.register(joining.Reference(ImportedItem))
        findings.register(HouseTerms(), UnseenPicks())
        usage.register(Page, images_of)
        usage.register(Topic, images_of)
        where_used.register_places(in_menus.places)
        register(
            RecordType(
                model=Page,
                kind="page",
                url_name="pages:detail",
                keeping=Keeping(keep=kept.keep, show=kept.show, template="pages/page_version.html"),
                after=(tree.refuse, usage.settle, documents.settle, menu_anchors.settle),
                no_feed="Pages belong to no day: nobody waits for the next one, and what changed in one is in its versions.",
            )
        )
        index.register(Page, index.Source(lead="lead", date=index.dateless))
        register(
            RecordType(
                model=Topic,
                kind="topic",
                url_name="pages:topic",
                reserved_slugs=frozenset({"feed", "v", "edit"}),
                keeping=Keeping(keep=chronicle_kept.keep, show=chronicle_kept.show, template="chronicle/version.html"),
                after=(usage.settle,),
                no_feed="What is new of a topic are the articles of its tag, which has a feed.",
            )
        )
        index.register(Topic, index.Source(lead="lead", date=index.dateless))
        register(
            RecordType(
                model=FrontPage,
                kind="frontpage",
                url_name="pages:front",
                reserved_slugs=frozenset({"feed", "v", "edit"}),
                no_feed="What is new on the front page is new among the articles, which have a feed.",
            )
        )
