import pytest
from django.db import DatabaseError

from publishing import tallies
from publishing.tallies import Tally


@pytest.fixture
def written(monkeypatch):
    monkeypatch.setattr(tallies, "_tallies", [])
    return []


def test_counts_are_written_together(written):
    tally = Tally(written.append, most=10)
    for key in "aab":
        tally.add(key)

    assert written == []
    tally.flush()
    tally.flush()
    assert written == [{"a": 2, "b": 1}]


def test_more_keys_than_may_be_are_not_counted(written):
    tally = Tally(written.append, most=2)
    for key in "abcda":
        tally.add(key)
    tally.flush()

    assert written == [{"a": 2, "b": 1}]


def test_counts_are_written_when_they_are_many_or_old(written):
    many = Tally(written.append, most=10, counts=2)
    many.add("a")
    many.add("a")
    old = Tally(written.append, most=10, seconds=0)
    young = Tally(written.append, most=10, seconds=3600)
    old.add("b")
    young.add("c")
    tallies.flush_due()

    assert written == [{"a": 2}, {"b": 1}]


def test_database_out_of_reach_loses_counts_and_nothing_else():
    def refuse(counted):
        raise DatabaseError

    tally = Tally(refuse, most=10)
    tally.add("a")
    tally.flush()
