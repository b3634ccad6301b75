"""Two editors fill one seat at the same moment: one is public, the other is told who holds it, on either database."""

import datetime as dt

import pytest

from actors.models import Actor, Office, Tenure
from publishing import drafts
from publishing.drafts import RefusedError
from publishing.workflow import TransitionError
from tests.factories import make_published_office, publisher
from tests.publishing.races import at_once, check_everything

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.drill, pytest.mark.usefixtures("shared_database")]

ROUNDS = 3


def candidate(office: Office, name: str, **tenure) -> Actor:
    return drafts.create(Actor, {"name_en": name, "tenures": [{"post": office.posts.get().pk, **tenure}]}, by=publisher())


def publishing(actor: Actor):
    user = publisher()
    return lambda: drafts.publish(Actor.objects.get(pk=actor.pk), by=user)


def test_of_two_who_fill_one_seat_at_once_one_is_refused_in_words():
    for number in range(ROUNDS):
        office = make_published_office("Minister", name_en=f"Ministry {number}")
        rivals = [
            candidate(office, f"{name} {number}", start=f"20{year}-01-01", end_status="ongoing") for name, year in (("First", 10), ("Second", 15))
        ]

        found = at_once(*map(publishing, rivals))

        (refusal,) = [each for each in found if each is not None]
        assert isinstance(refusal, RefusedError | TransitionError)
        assert "has one seat, and two tenures surely hold it at the same time" in " ".join(map(str, getattr(refusal, "problems", [refusal])))
        assert Tenure.objects.filter(post__office=office).count() == 1
        assert [actor.is_live for actor in map(again, rivals)].count(True) == 1
    check_everything()


def test_hand_over_on_one_day_is_no_overlap_however_fast():
    for number in range(ROUNDS):
        office = make_published_office("Minister", name_en=f"Ministry {number}")
        before = candidate(office, f"Before {number}", start="2010-01-01", end="2015-06-01", end_status="ended")
        after = candidate(office, f"After {number}", start="2015-06-01", end_status="ongoing")

        assert at_once(*map(publishing, (before, after))) == [None, None]

        assert len(office.posts.get().holders_on(dt.date(2015, 6, 1))) == 2
    check_everything()


def again(actor: Actor) -> Actor:
    return Actor.objects.get(pk=actor.pk)
