"""Which tests the second database need not see: none that says something to it that no other says."""

import pytest
from django.db import DatabaseError, transaction

from news.models import Kind
from tests import said


def statements_of(monkeypatch, folder, act):
    """Return what an act says, as the run on the embedded database notes it."""
    monkeypatch.setattr(said, "FOLDER", folder)
    monkeypatch.setattr(said, "noted", {})
    with said.noting("act"):
        act()
    return said.noted["act"][1]


@pytest.mark.sqlite
def test_statement_is_the_same_whatever_its_values_and_however_many(monkeypatch, tmp_path):
    one = statements_of(monkeypatch, tmp_path, lambda: list(Kind.objects.filter(key__in=["a", "b"])))
    more = statements_of(monkeypatch, tmp_path, lambda: list(Kind.objects.filter(key__in=["c", "d", "e"])))
    other = statements_of(monkeypatch, tmp_path, lambda: list(Kind.objects.filter(label_en="a")))

    assert one == more != other
    assert len(one) == 1


@pytest.mark.sqlite
def test_statement_that_is_refused_is_another_one(monkeypatch, tmp_path):
    def make() -> None:
        with transaction.atomic():
            Kind.objects.create(key="a", label_en="A", label_ka="ა")

    taken = statements_of(monkeypatch, tmp_path, make)

    def make_again() -> None:
        with pytest.raises(DatabaseError):
            make()

    refused = statements_of(monkeypatch, tmp_path, make_again)

    assert refused - taken


def test_dear_test_goes_only_where_all_it_says_is_said_by_one_that_stays():
    dear = said.DEAR
    before = {
        "cheap": (1, {1}),
        "cheap and the same": (1, {1}),
        "dear": (dear, {1, 2}),
        "dearer": (dear + 1, {1, 2}),
        "dearest": (dear + 2, {1, 2, 3}),
        "dear and commits": (dear + 3, {1}),
    }

    assert said.needless(before, {"dear and commits"}) == {"dearer"}
