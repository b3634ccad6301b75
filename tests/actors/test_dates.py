"""Who held what on a day: surely, possibly, or not; only what the public sees."""

import datetime as dt

import pytest

from actors.models import EndStatus, Tenure
from publishing import drafts
from publishing.partial_dates import Certainty
from tests.factories import make_published_actor, make_published_office, publisher

pytestmark = pytest.mark.django_db
DAY = dt.date(2020, 6, 1)
NO, MAYBE, SURELY = Certainty.NO, Certainty.MAYBE, Certainty.SURELY
# (start, end, end status, how surely on 1 June 2020)
CASES = [
    ("2019", "", EndStatus.ONGOING, SURELY),
    ("2019", "", EndStatus.UNKNOWN, MAYBE),
    ("2019", "", EndStatus.ENDED, MAYBE),
    ("2019", "2021", EndStatus.ENDED, SURELY),
    ("2019", "2020", EndStatus.ENDED, MAYBE),
    ("2019", "2020-05", EndStatus.ENDED, NO),
    ("2020", "", EndStatus.ONGOING, MAYBE),
    ("2020-06-01", "", EndStatus.UNKNOWN, SURELY),
    ("2020-06-02", "", EndStatus.ONGOING, NO),
    ("", "2020-06-01", EndStatus.ENDED, MAYBE),
    ("", "", EndStatus.UNKNOWN, MAYBE),
    ("2019?", "", EndStatus.ONGOING, SURELY),
]


@pytest.mark.parametrize(("start", "end", "end_status", "certainty"), CASES)
def test_certainty_is_the_same_on_the_row_and_in_the_database(start, end, end_status, certainty):
    post = make_published_office("Minister").posts.get()
    tenure = Tenure.objects.create(actor=make_published_actor(), post=post, start=start, end=end, end_status=end_status)

    assert tenure.certainty_on(DAY) == certainty
    assert Tenure.objects.on(DAY).exists() == (certainty != NO)
    assert Tenure.objects.surely_on(DAY).exists() == (certainty == SURELY)


def test_holders_and_titles_on_a_day():
    office = make_published_office("Minister", "Deputy")
    minister, deputy = office.posts.order_by("-title_en")
    sure, possible = make_published_actor(name_en="Sure"), make_published_actor(name_en="Possible")
    held = Tenure.objects.create(actor=sure, post=minister, start="2019", end_status="ongoing")
    maybe = Tenure.objects.create(actor=possible, post=deputy, start="2020", end_status="ongoing")

    assert [(holding.tenure, holding.is_sure) for holding in office.holders_on(DAY)] == [(held, True), (maybe, False)]
    assert [holding.tenure for holding in minister.holders_on(DAY)] == [held]
    assert [(holding.tenure, holding.is_sure) for holding in possible.title_on(DAY)] == [(maybe, False)]


def test_who_is_not_public_holds_nothing():
    office, actor = make_published_office("Minister"), make_published_actor()
    Tenure.objects.create(actor=actor, post=office.posts.get(), start="2019", end_status="ongoing")
    drafts.withdraw(actor, by=publisher())

    assert office.holders_on(DAY) == []
    assert actor.title_on(DAY) == []
