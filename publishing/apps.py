from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.utils.translation import gettext_lazy as _


class PublishingConfig(AppConfig):
    name = "publishing"
    verbose_name = _("Site")

    def ready(self) -> None:
        """Keep Georgian labels Georgian, write log-ins down, have the worker mail notices and keep SQLite's statistics."""
        from publishing import table_statistics, work  # noqa: PLC0415 - as below
        from publishing.advice import findings, links, prose, titles  # noqa: PLC0415 - as above
        from publishing.audit import note_login, note_logout  # noqa: PLC0415 - the modules it reaches need the apps
        from publishing.capitals import spare_georgian  # noqa: PLC0415 - as above
        from publishing.desk_notices.mailing import mail_until  # noqa: PLC0415 - as above

        findings.register(titles.EmptyLanguage(), titles.LeadRepeatsTitle(), titles.LongTitle())
        findings.register(prose.HeadingOrder(), prose.LinkWords(), prose.QuotationMarks(), links.DeadLinks())
        work.beside(mail_until)
        work.beside(table_statistics.keep_until)
        spare_georgian()
        user_logged_in.connect(note_login)
        user_logged_out.connect(note_logout)
