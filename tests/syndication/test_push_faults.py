"""A receiver that fails and hangs, and a worker that is killed: every change arrives at least once, in order per record."""

import datetime as dt
import os
import random
import threading

import pytest

from publishing import drafts
from publishing.models import Change
from syndication import delivering, expanding, pushing, sending
from syndication.models import Delivery
from tests.factories import make_published_article, publisher
from tests.publishing import killing
from tests.syndication.receiver import in_order, receiving, unsteady, wait_for

DRILL = bool(os.environ.get("DRILL"))
SEED = int(os.environ.get("SEED", "7"))
CHANGES, RECORDS = (300, 20) if DRILL else (24, 4)


@pytest.fixture(autouse=True)
def _in_a_hurry(monkeypatch):
    monkeypatch.setattr(delivering, "PAUSES", [0.05] * 200)
    monkeypatch.setattr(delivering, "REST", 0.05)
    monkeypatch.setattr(delivering, "LONGEST_REST", 0.1)
    monkeypatch.setattr(pushing, "LOOK_EVERY", 0.1)
    monkeypatch.setattr(sending, "WAIT", 0.5)
    monkeypatch.setattr(sending, "WHOLE", 0.7)


def made(count):
    """Change records by chance; return the numbers of the changes."""
    chance, before = random.Random(SEED), expanding.newest()  # noqa: S311 - drawn to be repeated
    records = [make_published_article(title_en=f"Article {number}") for number in range(RECORDS)]
    for number in range(count - RECORDS):
        record = chance.choice(records)
        drafts.save(record, {"title_en": f"Article, version {number}"}, by=publisher())
        drafts.publish(record, by=publisher())
    return list(Change.objects.filter(sequence__gt=before).order_by("sequence").values_list("sequence", flat=True))


@pytest.mark.drill
@pytest.mark.usefixtures("shared_database")
@pytest.mark.django_db(transaction=True)
def test_unsteady_receivers_get_everything_in_order_and_block_nobody():
    stop = threading.Event()
    with receiving(unsteady(SEED)) as unsure, receiving() as sound, receiving(lambda: "hang") as dead:
        for receiver in (unsure, sound, dead):
            receiver.partner()
        loop = threading.Thread(target=pushing.push_until, args=[stop])
        loop.start()
        try:
            numbers = made(CHANGES)
            assert len(numbers) == CHANGES
            wait_for(lambda: len(sound.taken) == CHANGES)
            wait_for(lambda: set(unsure.sequences()) == set(numbers), seconds=600)
        finally:
            stop.set()
            dead.released.set()
            loop.join(60)

        assert not loop.is_alive()
        assert (in_order(unsure), in_order(sound), set(sound.sequences()) == set(numbers)) == (True, True, True)
        ids = {}
        for key, said in unsure.taken:
            ids.setdefault(said["data"]["sequence"], set()).add(key)
        assert all(len(keys) == 1 for keys in ids.values())
        assert any(planned == "hang" for *_request, planned in unsure.seen)
        assert dead.taken == []
    assert Delivery.objects.waiting().count() == CHANGES


@pytest.mark.drill
@pytest.mark.usefixtures("shared_database")
@pytest.mark.django_db(transaction=True)
def test_worker_that_is_killed_loses_nothing(monkeypatch):
    monkeypatch.setattr(delivering, "LEASE", dt.timedelta(0))
    with receiving() as receiver:
        partner = receiver.partner()
        numbers = made(6)

        def work():
            expanding.expand_all()
            delivering.serve(partner.pk, 100)

        snapshot = killing.Snapshot()
        try:
            places = killing.run(work)
            points = range(1, places, 1 if DRILL else max(places // 5, 1))
            for point in points:
                snapshot.restore()
                receiver.taken.clear()
                assert killing.run(work, point) is None
                work()
                assert set(receiver.sequences()) == set(numbers), f"killed at {point} of {places}"
                assert in_order(receiver)
                assert len({key for key, _said in receiver.taken}) == len(numbers)
                assert Delivery.objects.waiting().count() == 0
        finally:
            snapshot.forget()
