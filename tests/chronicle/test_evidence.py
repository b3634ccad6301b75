"""What events attest of a tenure: whoever took part on a known day held the post as whose holder they did."""

import pytest

from actors.evidence import windows
from actors.models import Actor, Office, Tenure
from chronicle.models import Participant
from publishing.publishable import State
from publishing.workflow import transition
from tests.factories import make_event, make_published_actor, make_published_event, make_published_office, publisher

pytestmark = pytest.mark.django_db


@pytest.fixture
def ministry() -> Office:
    return make_published_office("Minister", "Envoy", name_en="Ministry", name_ka="სამინისტრო")


@pytest.fixture
def lavrov() -> Actor:
    return make_published_actor(name_en="Sergey Lavrov", name_ka="სერგეი ლავროვი")


def hold(actor: Actor, office: Office, title: str = "Minister", **fields) -> Tenure:
    return Tenure.objects.create(actor=actor, post=office.posts.get(title_en=title), **fields)


def takes_part(actor: Actor, day: str, *, event: dict | None = None, **fields) -> Participant:
    return Participant.objects.create(event=make_published_event(date=day, **(event or {})), actor=actor, **fields)


def shown(tenure: Tenure) -> tuple[str, str] | None:
    window = windows([Tenure.objects.get(pk=tenure.pk)]).get(tenure.pk)
    return window and (str(window.first), str(window.last))


def test_events_attest_the_title_of_their_day(lavrov, ministry):
    tenure = hold(lavrov, ministry)
    for day in ("2024-09-24", "2008-09-15", "2012-01-01"):
        takes_part(lavrov, day)

    assert shown(tenure) == ("2008-09-15", "2024-09-24")


def test_typed_capacity_attests_the_post_that_it_names(lavrov, ministry):
    minister, envoy = hold(lavrov, ministry), hold(lavrov, ministry, "Envoy")
    takes_part(lavrov, "2008-09-15", capacity_en="Envoy")

    assert (shown(minister), shown(envoy)) == (None, ("2008-09-15", "2008-09-15"))


def test_tenure_that_the_row_names_is_shown_whatever_is_printed(lavrov, ministry):
    minister, envoy = hold(lavrov, ministry), hold(lavrov, ministry, "Envoy")
    takes_part(lavrov, "2008-09-15", capacity_en="Envoy", tenure=minister)

    assert (shown(minister), shown(envoy)) == (("2008-09-15", "2008-09-15"), None)


@pytest.mark.parametrize(
    ("day", "event", "row"),
    [
        ("2008-09", {}, {}),
        ("2008-09-15/2008-09-16", {}, {}),
        ("2008-09-15", {"status": "planned"}, {}),
        ("2008-09-15", {"status": "alleged"}, {}),
        ("2008-09-15", {}, {"is_former": True}),
    ],
    ids=["of a month", "of two days", "planned", "alleged", "a former capacity"],
)
def test_what_shows_nothing_for_sure_attests_nothing(lavrov, ministry, day, event, row):
    tenure = hold(lavrov, ministry)
    takes_part(lavrov, day, event=event, **row)

    assert shown(tenure) is None


def test_event_that_readers_do_not_see_attests_nothing(lavrov, ministry):
    tenure = hold(lavrov, ministry)
    Participant.objects.create(event=make_event(title_en="Draft", date="2008-09-15"), actor=lavrov)
    taken_back = takes_part(lavrov, "2009-09-15").event
    transition(taken_back, State.WITHDRAWN, by=publisher())

    assert shown(tenure) is None


def test_all_events_are_one_query(lavrov, ministry, django_assert_num_queries):
    tenure = hold(lavrov, ministry)
    for day in range(1, 21):
        takes_part(lavrov, f"2010-03-{day:02}")

    # Tenures with their remits, articles, events.
    with django_assert_num_queries(3):
        found = windows([tenure])
    assert str(found[tenure.pk].last) == "2010-03-20"
