from django.apps import AppConfig
from django.conf import settings
from django.contrib.admin.apps import AdminConfig as DjangoAdminConfig


class ConfigConfig(AppConfig):
    """The composition root; an app for its management commands."""

    name = "config"

    def ready(self) -> None:
        """Tell the mails to readers how a search is asked; report errors where the operator wants them reported."""
        from config.search_form import newest_of  # noqa: PLC0415 - models exist only once apps are ready
        from config.watching.errors import report_to  # noqa: PLC0415 - as above
        from syndication.digests import fresh  # noqa: PLC0415 - as above

        fresh.register_search(newest_of)
        if settings.SENTRY_DSN:
            report_to(settings.SENTRY_DSN)


class AdminConfig(DjangoAdminConfig):
    """Django's admin under Matiane's own site class."""

    default_site = "config.desk.Desk"
