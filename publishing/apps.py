from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db import connection
from django.db.migrations import Migration
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class PublishingConfig(AppConfig):
    name = "publishing"
    verbose_name = _("Site")

    def ready(self) -> None:
        """Keep Georgian labels Georgian, write log-ins down, have the worker mail notices, count readers and keep SQLite's statistics."""
        from publishing import changes, generations, table_statistics, work  # noqa: PLC0415 - as below
        from publishing.advice import findings, links, prose, titles  # noqa: PLC0415 - as above
        from publishing.audit import note_login, note_logout  # noqa: PLC0415 - the modules it reaches need the apps
        from publishing.capitals import spare_georgian  # noqa: PLC0415 - as above
        from publishing.desk_notices.mailing import mail_until  # noqa: PLC0415 - as above
        from publishing.readers import count_until  # noqa: PLC0415 - as above

        findings.register(titles.EmptyLanguage(), titles.LeadRepeatsTitle(), titles.LongTitle())
        findings.register(prose.HeadingOrder(), prose.LinkWords(), prose.QuotationMarks(), links.DeadLinks())
        changes.after_moves(generations.note)
        work.beside(mail_until)
        work.beside(count_until)
        work.beside(table_statistics.keep_until)
        spare_georgian()
        user_logged_in.connect(note_login)
        user_logged_out.connect(note_logout)
        post_migrate.connect(prepare_search, sender=self)
        post_migrate.connect(fill_uses, sender=self)
        post_migrate.connect(fill_standings, sender=self)


def prepare_search(plan: list[tuple[Migration, bool]], **_more: object) -> None:
    """Lay what the database looks for words with, and fill it on a site that had records before."""
    from publishing.models import Findable, FindableWord, Version  # noqa: PLC0415 - models exist only once apps are ready
    from publishing.searching import finding, index, words  # noqa: PLC0415 - as above

    if not {Findable._meta.db_table, FindableWord._meta.db_table} <= set(connection.introspection.table_names()):
        # Taken back before it.
        return
    finding.engine().prepare()
    is_new = any(migration.app_label == "publishing" and "_findable" in migration.name and not backwards for migration, backwards in plan)
    if is_new and Version.objects.exists():
        index.fix()
        words.learn_anew()


def fill_uses(plan: list[tuple[Migration, bool]], **_more: object) -> None:
    """Find out where things are used on a site that had records before this was kept: after all migrations, when the forms fit the tables."""
    from publishing import uses  # noqa: PLC0415 - models exist only once apps are ready
    from publishing.models import Draft, ScheduledStep, Version  # noqa: PLC0415 - as above

    new = {migration.name for migration, backwards in plan if migration.app_label == "publishing" and not backwards}
    if "0009_uses" in new and (Version.objects.exists() or Draft.objects.exists()):
        uses.fill()
    elif "0017_scheduled_uses" in new:
        # Of a site that kept the rest: the few records for which something is scheduled.
        uses.recount(ScheduledStep.objects.open().order_by().values_list("kind", "record").distinct())


def fill_standings(plan: list[tuple[Migration, bool]], **_more: object) -> None:
    """Find out where records stand on a site that had them before this was kept: after all migrations, when the forms fit the tables."""
    from publishing import standing_checks  # noqa: PLC0415 - models exist only once apps are ready
    from publishing.models import Draft, Version  # noqa: PLC0415 - as above

    is_new = any(migration.app_label == "publishing" and migration.name.endswith("_standings") and not backwards for migration, backwards in plan)
    if is_new and (Version.objects.exists() or Draft.objects.exists()):
        standing_checks.fix()
