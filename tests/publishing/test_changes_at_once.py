"""Whoever follows the change log while many publish misses nothing: transactions that begin, work and commit in every order.

Each interleaving is a few editors who publish, update and withdraw at the same moment, each holding its transaction open for a while before
and after it takes its number, and a reader who asks for what comes after the last number that it read. SEED repeats a run; DRILL makes it 1,000.
"""

import os
import random
import threading
import time
from collections.abc import Callable

import pytest
from django.db import connections, transaction
from django.test import Client

from publishing import drafts
from publishing.models import Change
from publishing.publishable import State
from publishing.workflow import transition
from tests.factories import make_article, make_published_article, publisher
from tests.publishing.races import at_once, check_everything, note

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.drill, pytest.mark.usefixtures("shared_database")]

SEED = os.environ.get("SEED", "1")
ROUNDS = 1000 if os.environ.get("DRILL") else 12
EDITORS = 4
# Seconds that a transaction is held open at most.
LONGEST = 0.02


def acts(draw: random.Random) -> list[Callable[[], None]]:
    """Return what some editors do."""
    by = publisher()
    drafted, public = [make_article(title_en="Draft") for _each in range(EDITORS)], [make_published_article() for _each in range(EDITORS)]

    def act(number: int, what: str, before: float, after: float) -> Callable[[], None]:
        def do() -> None:
            with transaction.atomic():
                time.sleep(before)
                if what == "publish":
                    transition(drafted[number], State.PUBLISHED, by=by)
                elif what == "update":
                    drafts.publish(public[number], by=by)
                else:
                    transition(public[number], State.WITHDRAWN, by=by)
                time.sleep(after)

        return do

    kinds = ("publish", "update", "withdraw")
    return [act(number, draw.choice(kinds), draw.uniform(0, LONGEST), draw.uniform(0, LONGEST)) for number in range(EDITORS)]


def follow(done: threading.Event, after: int, seen: list[int]) -> None:
    """Read the log as a partner does, until everybody is done and nothing is left."""
    client, last = Client(), after
    while True:
        is_over = done.is_set()
        answer = client.get(f"/api/v1/changes/?after={last}&limit=2").json()
        seen += [row["sequence"] for row in answer["results"]]
        last = answer["last"]
        if is_over and not answer["results"]:
            return


def test_reader_of_the_log_misses_nothing_while_many_publish():
    draw = random.Random(SEED)  # noqa: S311 - nothing secret
    for _round in range(ROUNDS):
        some = acts(draw)
        before = Change.objects.count()
        done, seen = threading.Event(), list[int]()
        reader = threading.Thread(target=reading, args=(done, before, seen))
        reader.start()
        assert at_once(*some) == [None] * EDITORS
        done.set()
        reader.join(60)

        numbers = list(Change.objects.filter(sequence__gt=before).order_by("sequence").values_list("sequence", flat=True))
        assert seen == numbers == list(range(before + 1, before + 1 + len(numbers))), f"SEED={SEED}"
        assert len(numbers) == EDITORS
    check_everything()
    note(f"followers of the change log, {ROUNDS} interleavings of {EDITORS} editors, SEED={SEED}: nothing missed or read twice")


def reading(done: threading.Event, after: int, seen: list[int]) -> None:
    try:
        follow(done, after, seen)
    finally:
        connections.close_all()
