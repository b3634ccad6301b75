from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewsConfig(AppConfig):
    name = "news"
    verbose_name = _("News")

    def ready(self) -> None:
        """Make articles known to the kernel."""
        from actors import checks, evidence, timeline, unnamed  # noqa: PLC0415 - models exist only once apps are ready
        from chronicle import coverage  # noqa: PLC0415
        from chronicle.models import Event  # noqa: PLC0415
        from library import usage  # noqa: PLC0415
        from library.documents import usage as documents  # noqa: PLC0415
        from news import appearances, cards, corrected, events, kept, taking_over  # noqa: PLC0415
        from news import begun_admin as begun  # noqa: PLC0415
        from news.checks import articles_against  # noqa: PLC0415
        from news.evidence import attested  # noqa: PLC0415
        from news.images import images_of  # noqa: PLC0415
        from news.models import Article, ArticleEvent, ArticleTag, Counterpart, Mention  # noqa: PLC0415
        from publishing import consistency, pointing  # noqa: PLC0415
        from publishing.admin import acts, linked, ways  # noqa: PLC0415
        from publishing.registry import Keeping, ListedRows, RecordType, register  # noqa: PLC0415
        from publishing.review import known  # noqa: PLC0415
        from publishing.searching import aspects, index  # noqa: PLC0415

        cards.register()
        unnamed.tell_of(Article, "mentions")
        usage.register(Article, images_of)
        ways.register(Article, begun.ways_of_article)
        ways.register(Event, begun.ways_of_event)
        for model, name in ((Article, "article"), (Event, "event")):
            linked.register(model, taking_over.beside)
            known.register(model, taking_over.COUNTERPARTS, Counterpart.objects.all, name)
        acts.register("_take_over", taking_over.take_over)
        acts.register("_leave", taking_over.leave_it)
        evidence.register(attested)
        checks.look_elsewhere(articles_against)
        timeline.register(appearances.SOURCE)
        coverage.register(events.SOURCE)
        pointing.register(pointing.Once(Mention, owner="article", names=("actor", "office")))
        pointing.register(pointing.Once(ArticleEvent, owner="article", names=("event",)))
        consistency.register(consistency.Check("dates of corrections", corrected.differences, corrected.fix))
        register(
            RecordType(
                model=Article,
                kind="article",
                url_name="news:detail",
                reserved_slugs=frozenset({"tag", "feed", "kind"}),
                listed_rows=(
                    ListedRows(ArticleTag, record="content_object", target="tag"),
                    ListedRows(Mention, record="article"),
                    ListedRows(ArticleEvent, record="article"),
                ),
                keeping=Keeping(keep=kept.keep, show=kept.show, template="news/article_version.html"),
                after=(usage.settle, documents.settle, corrected.settle),
            )
        )
        index.register(Article, index.Source(lead="lead"))
        aspects.register("tag", Article, aspects.Links(ArticleTag.objects.all, record="content_object", target="tag"))
        aspects.register("actor", Article, aspects.Links(Mention.objects.all, record="article", target="actor"))
        # As on the page of a place: by the tag that belongs to it.
        aspects.register("place", Article, aspects.Links(ArticleTag.objects.all, record="content_object", target="tag__place"))
