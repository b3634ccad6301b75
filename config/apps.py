from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig as DjangoAdminConfig


class ConfigConfig(AppConfig):
    """The composition root; an app for its management commands."""

    name = "config"

    def ready(self) -> None:
        """Tell the mails to readers how a search is asked."""
        from config.search_form import newest_of  # noqa: PLC0415 - models exist only once apps are ready
        from syndication.digests import fresh  # noqa: PLC0415 - as above

        fresh.register_search(newest_of)


class AdminConfig(DjangoAdminConfig):
    """Django's admin under Matiane's own site class."""

    default_site = "config.desk.Desk"
