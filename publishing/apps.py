from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.utils.translation import gettext_lazy as _


class PublishingConfig(AppConfig):
    name = "publishing"
    verbose_name = _("Site")

    def ready(self) -> None:
        """Keep Georgian labels Georgian, and write log-ins down."""
        from publishing.advice import findings, prose, titles  # noqa: PLC0415 - as below
        from publishing.audit import note_login, note_logout  # noqa: PLC0415 - the modules it reaches need the apps
        from publishing.capitals import spare_georgian  # noqa: PLC0415 - as above

        findings.register(titles.EmptyLanguage(), titles.LeadRepeatsTitle(), titles.LongTitle())
        findings.register(prose.HeadingOrder(), prose.LinkWords(), prose.QuotationMarks())
        spare_georgian()
        user_logged_in.connect(note_login)
        user_logged_out.connect(note_logout)
