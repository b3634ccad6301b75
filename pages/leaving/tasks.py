"""Exports behind the pages, run by `manage.py work`."""

from django.utils import timezone
from django_tasks import task


@task()
def move_out(key: str) -> None:
    """Write an archive that somebody asked for, and have it deleted after some days."""
    from pages.leaving.writing import export  # noqa: PLC0415 - tasks are found before the models are ready
    from pages.models import Export  # noqa: PLC0415
    from pages.models.leaving import KEPT  # noqa: PLC0415

    row = Export.objects.select_related("by").filter(pk=key, ended_at=None).first()
    if row is None:
        return
    row.state = Export.State.RUNNING
    row.save(update_fields=["state"])
    if row.by is None or not row.by.has_perm("pages.move_out"):
        row.state, row.problem = Export.State.FAILED, "Whoever started this may not do it any more."
    else:
        try:
            row.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            manifest = export(row.path)
        except OSError as error:
            row.state, row.problem = Export.State.FAILED, str(error)[:500]
        else:
            row.rows, row.files = sum(part["rows"] for part in manifest["parts"]), len(manifest["media"])
            row.state, row.bytes, row.missing = Export.State.DONE, row.path.stat().st_size, manifest["missing"]
    row.ended_at = timezone.now()
    row.save()
    delete_archive.using(run_after=row.ended_at + KEPT).enqueue(key)


@task()
def delete_archive(key: str) -> None:
    """Delete an archive whose days are over."""
    from pages.models import Export  # noqa: PLC0415 - as above

    row = Export.objects.filter(pk=key).first()
    if row is not None and row.state == Export.State.DONE:
        row.path.unlink(missing_ok=True)
        row.state = Export.State.DELETED
        row.save(update_fields=["state"])
