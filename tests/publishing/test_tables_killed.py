"""An import whose process is killed (kill -9): whole records only, and the same import goes on behind the last one."""

import datetime as dt
import zlib

import pytest
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from actors.models import Actor, ActorName, TableImport
from actors.tables import running
from actors.tables.tasks import import_table
from publishing import audit, work
from publishing.models import Audit, Change, Version
from tests.factories import publisher
from tests.publishing import killing

ROWS = 5


def begun() -> TableImport:
    """Return an import of new people that somebody has let begin."""
    lines = ["name_en,names", *(f"Person {number},One {number} | Other {number}" for number in range(ROWS))]
    content = zlib.compress("\n".join(lines).encode())
    run = TableImport.objects.create(kind="actors", file="people.csv", content=content, publish=True, language="en", by=publisher())
    running.check(run)
    TableImport.objects.filter(pk=run.pk).update(stage="writing")
    return run


@pytest.mark.drill
@pytest.mark.usefixtures("shared_database")
@pytest.mark.django_db(transaction=True)
def test_import_that_is_killed_leaves_whole_records_and_goes_on():
    run = begun()
    snapshot = killing.Snapshot()
    try:
        places = killing.run(lambda: running.bring(TableImport.objects.get(pk=run.pk)))
        snapshot.restore()
        left = []
        # The second goes on where the first was killed, and has less to do.
        for point in (2 * places // 3, places // 4):
            assert killing.run(lambda: running.bring(TableImport.objects.get(pk=run.pk)), point) is None
            whole = Actor.objects.live().count()
            left.append(whole)
            assert (Actor.objects.count(), ActorName.objects.count(), Version.objects.count()) == (whole, 2 * whole, whole)
            assert Change.objects.filter(record_kind="actor").count() == whole
    finally:
        snapshot.forget()

    last = TableImport.objects.get(pk=run.pk)
    assert (last.stage, max(left) > 0) == ("writing", True)
    running.bring(last)

    assert (last.stage, last.report["counts"], Actor.objects.live().count()) == ("done", {"new": ROWS}, ROWS)
    assert Audit.objects.filter(action="table imported").count() == 1
    assert next(audit.broken_links(), None) is None


@pytest.mark.django_db(transaction=True)
def test_task_that_takes_long_is_not_lost_while_it_lives(monkeypatch):
    run = begun()
    TableImport.objects.filter(pk=run.pk).update(beat_at=None)
    import_table.enqueue(str(run.pk))
    long_ago = timezone.now() - work.LOST_AFTER - dt.timedelta(minutes=1)
    seen = []

    def slow(plan, **how):
        DBTaskResult.objects.running().update(started_at=long_ago)
        work._look_at.set(0.0)
        how["tell"](1, 1)
        seen.append([*DBTaskResult.objects.values_list("status", flat=True)])

    monkeypatch.setattr("actors.tables.running.write", slow)
    assert work.run_next_task() is True

    assert seen == [[TaskResultStatus.RUNNING]]
    DBTaskResult.objects.update(status=TaskResultStatus.RUNNING, started_at=long_ago)
    work.breathe()
    assert [*DBTaskResult.objects.values_list("status", flat=True)] == [TaskResultStatus.RUNNING]
    assert work.requeue_lost_tasks() == 1
