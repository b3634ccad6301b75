from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PublishingConfig(AppConfig):
    name = "publishing"
    verbose_name = _("publishing")

    def ready(self) -> None:
        """Keep Georgian labels Georgian."""
        from publishing.capitals import spare_georgian  # noqa: PLC0415 - the modules it reaches need the apps

        spare_georgian()
