from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SyndicationConfig(AppConfig):
    name = "syndication"
    verbose_name = _("Partners")

    def ready(self) -> None:
        """Have caches told of changes, the worker hand them to partners and readers, the desk warn, and the API tell how keys are sent."""
        import syndication.checks  # noqa: PLC0415 - it registers itself
        import syndication.description  # noqa: F401, PLC0415 - it registers itself, and the library reads settings
        from publishing import changes, joining, work  # noqa: PLC0415 - models exist only once apps are ready
        from publishing.admin import dashboard  # noqa: PLC0415
        from syndication import warnings  # noqa: PLC0415
        from syndication.digests.mailing import mail_until  # noqa: PLC0415
        from syndication.dumps.keeping import keep_until  # noqa: PLC0415
        from syndication.models import Subscription  # noqa: PLC0415
        from syndication.purging import telling  # noqa: PLC0415
        from syndication.pushing import push_until  # noqa: PLC0415

        work.beside(push_until)
        work.beside(keep_until)
        work.beside(mail_until)
        joining.register(joining.Reference(Subscription, "record_kind"))
        changes.after_moves(telling.at_once)
        dashboard.warn_of(warnings.failing)
        dashboard.warn_of(warnings.untold)
