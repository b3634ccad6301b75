"""Tables behind the pages, run by `manage.py work`."""

from django_tasks import task


@task()
def check_table(key: str) -> None:
    """Look at a file that was sent."""
    from actors.models import TableImport  # noqa: PLC0415 - tasks are found before the models are ready
    from actors.tables.running import check, is_alive, told  # noqa: PLC0415

    run = TableImport.objects.select_related("by").filter(pk=key, stage__in=[TableImport.Stage.WAITING, TableImport.Stage.CHECKING]).first()
    if run is not None and not is_alive(run):
        told(run, check)


@task()
def import_table(key: str) -> None:
    """Import a file that was looked at."""
    from actors.models import TableImport  # noqa: PLC0415 - tasks are found before the models are ready
    from actors.tables.running import bring, is_alive, told  # noqa: PLC0415

    run = TableImport.objects.select_related("by").filter(pk=key, stage=TableImport.Stage.WRITING).first()
    if run is not None and not is_alive(run):
        told(run, bring)
