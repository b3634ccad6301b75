from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LibraryConfig(AppConfig):
    name = "library"
    verbose_name = _("Library")

    def ready(self) -> None:
        """Tell the kernel where the editor of texts finds images, and what there is to check."""
        from library import card_look, tags  # noqa: PLC0415 - as below
        from library.advice import MissingAlt  # noqa: PLC0415 - models exist only once apps are ready
        from library.cards import chosen  # noqa: PLC0415
        from library.consistency import register_checks  # noqa: PLC0415 - models exist only once apps are ready
        from library.documents import cards  # noqa: PLC0415
        from library.models import Document, Tag  # noqa: PLC0415
        from publishing import linking, looks, where_used  # noqa: PLC0415
        from publishing.advice import findings  # noqa: PLC0415
        from publishing.fields.richtext_editor import image_addresses  # noqa: PLC0415
        from publishing.searching import aspects  # noqa: PLC0415

        image_addresses.register(pick="admin:library_image_pick", file="admin:library_image_file")
        register_checks()
        linking.register("news:tag", tags.KIND)
        where_used.register(Tag, lambda tag: linking.keys_leading_to(tags.KIND, tag.pk))
        linking.register("library:document", "document")
        where_used.register(Document, lambda document: [linking.address_key("document", document.short_id)])
        findings.register(MissingAlt())
        cards.register()
        chosen.register()
        looks.register_picture(card_look.picture)
        aspects.register_labels("tag", aspects.Labels(Tag, label="label", slug="slug", public=tags.public))
