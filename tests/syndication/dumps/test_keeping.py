"""When the worker makes the dump anew."""

import datetime as dt
import json
from typing import Any

import pytest

from publishing import drafts
from syndication.dumps import keeping
from syndication.dumps.handing import current
from syndication.dumps.keeping import is_due
from syndication.dumps.making import make
from tests.factories import make_published_article, publisher

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_media")]


def say(**members: Any) -> None:
    """Let the manifest of the dump say something else."""
    dump = current()
    assert dump is not None
    (dump.folder / "manifest.json").write_text(json.dumps({**dump.manifest, **members}))


def test_first_dump_is_due_and_then_none_until_something_changes():
    assert is_due(current())

    make()

    assert not is_due(current())


def test_dump_is_due_once_it_is_old_and_something_changed(settings):
    make()
    long_ago = dt.datetime.now(dt.UTC) - dt.timedelta(seconds=settings.DUMP_EVERY + 1)
    say(made_at=long_ago.isoformat())
    assert not is_due(current())

    make_published_article(title_en="Talks")

    assert is_due(current())


def test_young_dump_is_not_due_though_something_was_published():
    make()

    make_published_article(title_en="Talks")

    assert not is_due(current())


def test_dump_is_due_at_once_where_something_was_taken_back():
    record = make_published_article(title_en="Talks")
    make()

    drafts.withdraw(record, by=publisher())

    assert is_due(current())


def test_dump_of_another_release_is_due():
    make()

    say(release="older")

    assert is_due(current())


class Stop:
    """Is set once it was looked at so many times."""

    def __init__(self, looks: int) -> None:
        self.looks = looks

    def is_set(self) -> bool:
        self.looks -= 1
        return self.looks < 0

    def wait(self, _seconds: float) -> None:
        """Wait for nothing."""


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("shared_database")
def test_worker_makes_the_dump_and_nothing_where_the_operator_wants_none(settings, monkeypatch):
    made: list[int] = []
    monkeypatch.setattr(keeping, "make", lambda _stop: made.append(1))

    settings.DUMP_EVERY = 0
    keeping.keep_until(Stop(1))  # type: ignore[arg-type]  # it does what an event does here
    assert made == []

    settings.DUMP_EVERY = 60
    keeping.keep_until(Stop(1))  # type: ignore[arg-type]  # as above
    assert made == [1]
