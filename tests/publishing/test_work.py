import datetime as dt
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from publishing import work
from publishing.models import Change
from tests.factories import make_published_article

ROOT = Path(__file__).resolve().parents[2]


# The worker gives its connection back between tasks, so these tests cannot stand in a transaction of their own.
on_its_own_connection = pytest.mark.django_db(transaction=True)


@task
def add(one: int, two: int) -> int:
    return one + two


@task
def fail() -> None:
    raise ValueError("told to")


@on_its_own_connection
def test_queued_task_runs_and_keeps_its_result():
    queued = add.enqueue(1, 2)

    assert work.run_next_task() is True

    queued.refresh()
    assert (queued.status, queued.return_value) == (TaskResultStatus.SUCCESSFUL, 3)


@on_its_own_connection
def test_empty_queue_is_told():
    assert work.run_next_task() is False


@on_its_own_connection
def test_failing_task_is_marked_and_stops_nobody():
    failing = fail.enqueue()
    other = add.enqueue(1, 2)

    assert [work.run_next_task(), work.run_next_task()] == [True, True]

    assert [DBTaskResult.objects.get(pk=queued.id).status for queued in (failing, other)] == [
        TaskResultStatus.FAILED,
        TaskResultStatus.SUCCESSFUL,
    ]


def test_settle_announces_what_has_come_due_once():
    article = make_published_article(title_en="Later", at=timezone.now() + dt.timedelta(hours=1))
    type(article).objects.filter(pk=article.pk).update(live_at=timezone.now(), published_at_en=timezone.now())

    assert (work.settle(), work.settle()) == (1, 0)

    assert [change.record for change in Change.objects.all()] == [article.pk]


@pytest.mark.parametrize(
    ("minutes", "attempts", "status"),
    [
        (14, 1, TaskResultStatus.RUNNING),
        (16, 1, TaskResultStatus.READY),
        (16, 2, TaskResultStatus.READY),
        (16, 3, TaskResultStatus.FAILED),
    ],
)
def test_task_of_a_dead_process_is_tried_again_so_many_times(minutes, attempts, status):
    lost = DBTaskResult.objects.get(pk=add.enqueue(1, 2).id)
    started_at = timezone.now() - dt.timedelta(minutes=minutes)
    DBTaskResult.objects.filter(pk=lost.pk).update(status=TaskResultStatus.RUNNING, started_at=started_at, worker_ids=["x"] * attempts)

    work.requeue_lost_tasks()

    lost.refresh_from_db()
    assert lost.status == status


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """The environment of a demo whose database is an empty file."""
    own = {"DEMO": "1", "DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "config.settings"}
    return {**{name: value for name, value in os.environ.items() if name != "DATABASE_URL"}, **own}


@pytest.fixture
def worker(environment: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    """`manage.py work` as a process, killed at the end if a test left it running."""
    process = subprocess.Popen([sys.executable, "manage.py", "work"], cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True)
    yield process
    process.kill()
    process.communicate(timeout=120)


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
def test_work_waits_for_a_database_and_ends_when_told(worker, tmp_path):
    # Every query fails until the tables are there.
    assert "The database does not answer" in worker.stderr.readline()

    with closing(sqlite3.connect(tmp_path / "matiane.sqlite3", timeout=20)) as database:
        # What `migrate` writes, sooner than it does.
        connection.connection.backup(database)
        # The counter row appears with the first look at the clock that succeeds.
        while database.execute("SELECT count(*) FROM publishing_changehead").fetchone() == (0,):
            assert worker.poll() is None
            time.sleep(0.1)

    worker.send_signal(signal.SIGTERM)
    worker.communicate(timeout=120)
    assert worker.returncode == 0
