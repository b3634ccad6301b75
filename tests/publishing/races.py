"""What tests of simultaneous acts share: a common start, and what must hold after."""

import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connection, connections

from publishing.models import Audit, Change, ChangeHead

# Nobody waits for ever if something is stuck.
PATIENCE = 60


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Run the acts in threads that start together; return what each returned or raised."""
    barrier = threading.Barrier(len(acts))
    found: list[Any] = [None] * len(acts)

    def run(number: int, act: Callable[[], Any]) -> None:
        try:
            connection.ensure_connection()
            barrier.wait(PATIENCE)
            found[number] = act()
        except Exception as error:  # the test says which are expected
            found[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair, daemon=True) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert not any(thread.is_alive() for thread in threads), "somebody waits for ever"
    return found


def check_everything() -> None:
    """Whoever won, nothing derived is out of step, the numbers have no gap, and the chain of the audit log holds."""
    call_command("check_content")
    numbers = list(Change.objects.order_by("sequence").values_list("sequence", flat=True))
    # Acts that are no change of a record (a new tag) move the counter only where the public sees them.
    assert numbers == list(range(1, len(numbers) + 1))
    assert ChangeHead.objects.filter(pk=1).values_list("sequence", flat=True).first() in (len(numbers), None)
    link = ""
    for act in Audit.objects.order_by("id"):
        assert (act.previous, act.hash) == (link, act.seal())
        link = act.hash


def note(figure: str) -> None:
    """Keep a figure of a drill."""
    if path := os.environ.get("DRILL_FIGURES"):
        with Path(path).open("a", encoding="utf-8") as file:
            file.write(f"| {connection.vendor}: {figure} | | |\n")
