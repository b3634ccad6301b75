from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LibraryConfig(AppConfig):
    name = "library"
    verbose_name = _("Library")

    def ready(self) -> None:
        """Tell the kernel where the editor of texts finds images, and what there is to check."""
        from library.advice import MissingAlt  # noqa: PLC0415 - models exist only once apps are ready
        from library.cards import chosen  # noqa: PLC0415
        from library.consistency import register_checks  # noqa: PLC0415 - models exist only once apps are ready
        from library.documents import cards  # noqa: PLC0415
        from publishing.advice import findings  # noqa: PLC0415
        from publishing.fields.richtext_editor import image_addresses  # noqa: PLC0415

        image_addresses.register(pick="admin:library_image_pick", file="admin:library_image_file")
        register_checks()
        findings.register(MissingAlt())
        cards.register()
        chosen.register()
