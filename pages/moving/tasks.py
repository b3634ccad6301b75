"""Moving in behind the pages, run by `manage.py work`, a piece at a time: whatever else waits is done between two pieces."""

from django.utils.translation import gettext_noop
from django_tasks import task

# How long a piece takes, in seconds. Much shorter than the time after which a task counts as lost.
PIECE = 60


@task()
def move_in(key: str) -> None:
    """Go on with a run, and leave the rest of it to the next piece."""
    from pages.leaving.runs import run_of  # noqa: PLC0415 - tasks are found before the models are ready
    from pages.models import ImportRun  # noqa: PLC0415
    from pages.moving.items import SourceError  # noqa: PLC0415
    from pages.moving.lines import Line, as_json  # noqa: PLC0415
    from pages.moving.run import OvertakenError  # noqa: PLC0415
    from publishing.workflow import TransitionError  # noqa: PLC0415

    row = ImportRun.objects.select_related("by").filter(pk=key).first()
    if row is None or row.ended_at is not None:
        return
    if row.by is None or not row.by.has_perm("pages.move_in"):
        row.refuse(as_json(Line(gettext_noop("Whoever started this may not do it any more."))))
        return
    row.state = ImportRun.State.RUNNING
    row.save(update_fields=["state"])
    try:
        # Nothing of a dry run is kept, so it cannot be gone on with.
        whole = run_of(row, by=row.by).go(seconds=None if row.dry else PIECE)
    except OvertakenError:
        # Begun twice; the other one goes on.
        return
    except (SourceError, TransitionError) as error:
        row.refuse(as_json(error.line if isinstance(error, SourceError) else Line(str(error))))
        return
    if not whole:
        move_in.enqueue(key)
