"""What is done behind the pages: queued tasks, and what was scheduled for a moment that has come."""

import datetime as dt
import logging
import threading
import time
import uuid
from collections.abc import Callable
from contextvars import ContextVar

from django.db import Error, close_old_connections, connections
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS, TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from publishing import changes, closing, due, presence
from publishing.bundles import due as due_bundles

logger = logging.getLogger(__name__)

# Seconds between two looks at the queue, and between two looks at the clock.
LOOK_EVERY = 1.0
SETTLE_EVERY = 10.0
# Seconds to wait for a database that does not answer: doubled each time, up to the limit.
RETRY_AFTER = 1.0
RETRY_LIMIT = 30.0
# A task still running after this time lost its process; it is tried so many times in all.
LOST_AFTER = dt.timedelta(minutes=15)
ATTEMPTS = 3

# What apps above do beside the tasks, each in a thread of its own.
_beside: list[Callable[[threading.Event], None]] = []
# The task that this process is at.
_running: ContextVar[uuid.UUID | None] = ContextVar("running_task", default=None)
# When a long task looks at the clock again.
_look_at: ContextVar[float] = ContextVar("look_at", default=0.0)


def beside(loop: Callable[[threading.Event], None]) -> None:
    """Have a worker run a loop of an app above beside its tasks, until the event is set; twice is once."""
    if loop not in _beside:
        _beside.append(loop)


class TaskWorker(Worker):
    """A worker that knows at which task it is."""

    def run_task(self, db_task_result: DBTaskResult) -> None:
        """Run it."""
        token = _running.set(db_task_result.pk)
        try:
            super().run_task(db_task_result)
        finally:
            _running.reset(token)


def breathe() -> None:
    """For tasks that take long, between two of their steps and never within a transaction: say that the task lives, and do what has come due.

    Without it the task would count as lost, and scheduled steps would wait for its end. Does nothing outside a worker.
    """
    running = _running.get()
    if running is None or time.monotonic() < _look_at.get():
        return
    _look_at.set(time.monotonic() + SETTLE_EVERY)
    try:
        DBTaskResult.objects.running().filter(pk=running).update(started_at=timezone.now())
        settle()
    except Error as error:
        logger.warning("What has come due could not be done during a long task: %s", error)


def run_next_task() -> bool:
    """Run the first task of the queue; return whether there was one."""
    worker = TaskWorker(
        queue_names=["*"],
        excluded_queue_names=[],
        interval=0,
        batch=True,
        backend_name=DEFAULT_TASK_BACKEND_ALIAS,
        startup_delay=False,
        max_tasks=1,
        worker_id=get_random_string(32),
    )
    worker.run()
    return bool(worker._run_tasks)


def requeue_lost_tasks() -> int:
    """Put tasks back whose process died while it ran them, unless that was the last attempt; return how many."""
    lost = DBTaskResult.objects.running().filter(started_at__lt=timezone.now() - LOST_AFTER)
    requeued = 0
    for task in lost:
        if len(task.worker_ids) < ATTEMPTS:
            requeued += lost.filter(pk=task.pk).update(status=TaskResultStatus.READY)
        else:
            task.set_failed(RuntimeError(f"The process died {ATTEMPTS} times while it ran this task."))
    return requeued


def settle() -> int:
    """Do what has come due: announce records, take scheduled steps, put lost tasks back, forget closed forms. Return how many records and steps.

    While the site is read only nothing is done; it is when the desk is open again.
    """
    if closing.is_closed():
        return 0
    requeue_lost_tasks()
    presence.sweep()
    # First what became public by itself: it may be withdrawn by now.
    return changes.settle() + due.take_all() + due_bundles.take_all()


def work_until(stop: threading.Event) -> None:
    """Work until `stop` is set; what has begun is finished first. A database that does not answer is waited for, and so is a desk that is closed."""
    while not stop.is_set():
        if closing.is_closed():
            stop.wait(LOOK_EVERY)
        else:
            work_shift(stop)


def work_shift(stop: threading.Event) -> None:
    """Work until `stop` is set or the desk is closed."""
    rest = threading.Event()
    threads = [threading.Thread(target=loop, args=[rest], name=loop.__name__) for loop in _beside]
    for thread in threads:
        thread.start()
    try:
        run_tasks_until(stop)
    finally:
        rest.set()
        for thread in threads:
            thread.join()


def run_tasks_until(stop: threading.Event) -> None:
    """Run tasks and settle what has come due until `stop` is set or the desk is closed."""
    settle_at = 0.0
    retry_after = RETRY_AFTER
    while not stop.is_set() and not closing.is_closed():
        close_old_connections()
        try:
            if time.monotonic() >= settle_at:
                settle()
                settle_at = time.monotonic() + SETTLE_EVERY
            if not run_next_task():
                stop.wait(LOOK_EVERY)
            retry_after = RETRY_AFTER
        except Error as error:
            logger.warning("The database does not answer, next try in %.0f s: %s", retry_after, error)
            connections.close_all()
            stop.wait(retry_after)
            retry_after = min(retry_after * 2, RETRY_LIMIT)
