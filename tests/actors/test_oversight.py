"""Who had the remit over a place or an office on a day: three-valued, by tenure or by whoever held the post that brings it."""

import datetime as dt

import pytest

from actors.models import Office, Place, Remit, Tenure
from publishing.publishable import State
from publishing.workflow import transition
from tests.factories import make_actor, make_office, make_published_actor, make_published_office, make_published_place, publisher

pytestmark = pytest.mark.django_db


@pytest.fixture
def region() -> Place:
    return make_published_place("Tskhinvali Region")


@pytest.fixture
def administration() -> Office:
    return make_published_office("Deputy Chief of Staff", name_en="Presidential Administration")


def hold(office: Office, name: str, **fields) -> Tenure:
    return Tenure.objects.create(actor=make_published_actor(name_en=name), post=office.posts.get(), **fields)


def asked(thing: Place | Office, day: str) -> list[tuple[str, bool]]:
    found = thing.remits_on(dt.date.fromisoformat(day))
    return [(answer.tenure.actor.name if answer.tenure else "", answer.is_sure) for answer in found]


def test_remit_of_a_tenure_holds_while_both_surely_hold(region, administration):
    tenure = hold(administration, "Dmitry Kozak", start="2020-01-24", end="2025-09", end_status="ended")
    Remit.objects.create(actor=tenure.actor, tenure=tenure, place=region, start="2020", end_status="ongoing")

    answers = {day: asked(region, day) for day in ("2019-12-31", "2020-06-01", "2024-10-15", "2025-09-10", "2025-10-01")}

    assert answers == {
        "2019-12-31": [],
        "2020-06-01": [("Dmitry Kozak", False)],
        "2024-10-15": [("Dmitry Kozak", True)],
        "2025-09-10": [("Dmitry Kozak", False)],
        "2025-10-01": [],
    }


def test_remit_of_a_tenure_tells_what_the_tenure_leaves_unknown(region, administration):
    tenure = hold(administration, "Dmitry Kozak")
    Remit.objects.create(actor=tenure.actor, tenure=tenure, place=region, start="2020", end_status="ongoing")

    answers = [asked(region, day) for day in ("2019-12-31", "2020-06-01", "2024-10-15")]

    assert answers == [[], [("Dmitry Kozak", False)], [("Dmitry Kozak", True)]]


@pytest.mark.parametrize(
    "held", [{"start": "2024"}, {"end": "2024", "end_status": "ended"}, {"end_status": "ended"}], ids=["begun in the year", "ended in it", "over"]
)
def test_remit_of_a_tenure_is_no_surer_than_what_the_tenure_says(region, administration, held):
    tenure = hold(administration, "Dmitry Kozak", **held)
    Remit.objects.create(actor=tenure.actor, tenure=tenure, place=region, start="2020", end_status="ongoing")

    assert asked(region, "2024-10-15") == [("Dmitry Kozak", False)]


def test_remit_of_a_post_is_had_by_its_holder_of_the_day(region, administration):
    hold(administration, "First", start="2010-01-01", end="2015-06-01", end_status="ended")
    hold(administration, "Second", start="2015-06-01", end_status="ongoing")
    Remit.objects.create(holder=administration, post=administration.posts.get(), place=region, start="2012", end_status="ongoing")

    answers = [asked(region, day) for day in ("2011-06-01", "2012-06-01", "2014-06-01", "2015-06-01", "2020-01-01")]

    assert answers == [[], [("First", False)], [("First", True)], [("First", True), ("Second", True)], [("Second", True)]]


def test_remit_of_a_post_that_nobody_is_known_to_have_held_is_told_without_a_name(region, administration):
    Remit.objects.create(holder=administration, post=administration.posts.get(), place=region, start="2012-01-01", end_status="ongoing")

    assert asked(region, "2014-06-01") == [("", True)]


def test_remit_without_dates_is_possible_while_the_post_is_held(region, administration):
    hold(administration, "First", start="2010-01-01", end="2015-06-01", end_status="ended")
    Remit.objects.create(holder=administration, post=administration.posts.get(), place=region)

    assert asked(region, "2014-06-01") == [("First", False)]


def test_office_can_be_looked_after_too(administration):
    ministry = make_published_office(name_en="Ministry")
    tenure = hold(administration, "Deputy", start="2012-01-01", end_status="ongoing")
    Remit.objects.create(actor=tenure.actor, tenure=tenure, office=ministry, start="2012-01-01", end_status="ongoing")

    assert asked(ministry, "2014-06-01") == [("Deputy", True)]


def test_what_is_not_public_answers_nothing(region, administration):
    hidden = make_office("Spy", name_en="Secret service")
    Tenure.objects.create(actor=make_published_actor(name_en="Spy"), post=hidden.posts.get(), start="2010-01-01", end_status="ongoing")
    Remit.objects.create(holder=hidden, post=hidden.posts.get(), place=region, start="2010-01-01", end_status="ongoing")
    draft = make_actor(name_en="Not Public")
    theirs = Tenure.objects.create(actor=draft, post=administration.posts.get(), start="2010-01-01", end_status="ongoing")
    Remit.objects.create(actor=draft, tenure=theirs, place=region, start="2010-01-01", end_status="ongoing")
    withdrawn = hold(administration, "Withdrawn", start="2010-01-01", end_status="ongoing")
    Remit.objects.create(actor=withdrawn.actor, tenure=withdrawn, place=region, start="2010-01-01", end_status="ongoing")
    transition(withdrawn.actor, State.WITHDRAWN, by=publisher())

    assert asked(region, "2014-06-01") == []
    assert [remit.is_public for remit in Remit.objects.all()] == [False, False, False]
    assert list(Remit.objects.public()) == []


@pytest.mark.parametrize("many", [1, 20])
def test_answer_costs_two_queries(region, administration, many, django_assert_num_queries):
    Remit.objects.create(holder=administration, post=administration.posts.get(), place=region, start="2010-01-01", end_status="ongoing")
    for number in range(many):
        tenure = hold(administration, f"Holder {number}", start="2010-01-01", end_status="ongoing")
        Remit.objects.create(actor=tenure.actor, tenure=tenure, place=region, start="2010-01-01", end_status="ongoing")

    with django_assert_num_queries(2):
        assert len(asked(region, "2014-06-01")) == 2 * many
