"""What articles attest of a tenure: its evidence window grows by every public mention in that capacity, and by no other."""

import datetime as dt

import pytest

from actors.evidence import windows
from actors.models import Actor, Office, Remit, Tenure
from news.models import Article, Mention
from publishing import drafts
from publishing.publishable import State
from publishing.workflow import transition
from tests.actors.test_actor_pages import page, texts
from tests.factories import make_article, make_place, make_published_actor, make_published_office, publisher

pytestmark = pytest.mark.django_db


@pytest.fixture
def ministry() -> Office:
    return make_published_office("Minister", "Envoy", name_en="Ministry", name_ka="სამინისტრო")


@pytest.fixture
def lavrov() -> Actor:
    return make_published_actor(name_en="Sergey Lavrov", name_ka="სერგეი ლავროვი")


def hold(actor: Actor, office: Office, title: str = "Minister", **fields) -> Tenure:
    return Tenure.objects.create(actor=actor, post=office.posts.get(title_en=title), **fields)


def name(actor: Actor, day: str, **fields) -> Article:
    """Publish an article of a day that names an actor."""
    article = make_article(title_en=f"Meeting of {day}")
    Mention.objects.create(article=article, actor=actor, **fields)
    transition(article, State.PUBLISHED, by=publisher(), at=dt.datetime.fromisoformat(f"{day}T12:00:00+00:00"))
    return article


def shown(tenure: Tenure) -> tuple[str, str] | None:
    window = windows([Tenure.objects.get(pk=tenure.pk)]).get(tenure.pk)
    return window and (str(window.first), str(window.last))


def test_tenure_that_nothing_dates_has_no_window(lavrov, ministry):
    assert shown(hold(lavrov, ministry)) is None


def test_own_dates_and_those_of_remits_attest(lavrov, ministry):
    tenure = hold(lavrov, ministry, start="2008")
    Remit.objects.create(actor=lavrov, tenure=tenure, place=make_place("Region"), start="2012-05", end="2013", end_status="ended")

    assert shown(tenure) == ("2008", "2013")


def test_mentions_without_a_capacity_attest_the_title_of_their_day(lavrov, ministry):
    tenure = hold(lavrov, ministry)
    for day in ("2024-10-15", "2021-05-03", "2023-01-01"):
        name(lavrov, day)

    assert shown(tenure) == ("2021-05-03", "2024-10-15")


def test_mention_beyond_the_tenure_attests_nothing(lavrov, ministry):
    tenure = hold(lavrov, ministry, start="2008", end="2010", end_status="ended")
    name(lavrov, "2012-01-01")

    assert shown(tenure) == ("2008", "2010")


def test_mention_that_may_mean_either_of_two_tenures_attests_neither(lavrov, ministry):
    minister, envoy = hold(lavrov, ministry), hold(lavrov, ministry, "Envoy")
    name(lavrov, "2021-05-03")
    name(lavrov, "2022-01-01", capacity_en="envoy")

    assert (shown(minister), shown(envoy)) == (None, ("2022-01-01", "2022-01-01"))


def test_two_that_surely_hold_are_attested_both(lavrov, ministry):
    both = [hold(lavrov, ministry, title, start="2010", end_status="ongoing") for title in ("Minister", "Envoy")]
    name(lavrov, "2021-05-03")

    assert [shown(tenure) for tenure in both] == [("2010", "2021-05-03")] * 2


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ({"capacity_en": "Minister"}, ("2021-05-03", "2021-05-03")),
        ({"capacity_en": "de facto minister"}, ("2021-05-03", "2021-05-03")),
        ({"capacity_ka": "მინისტრი"}, ("2021-05-03", "2021-05-03")),
        ({"capacity_en": "head of the ministry"}, ("2021-05-03", "2021-05-03")),
        ({"capacity_en": "former Minister"}, None),
        ({"capacity_en": "author"}, None),
        ({"capacity_ka": "ელჩი"}, None),
    ],
)
def test_typed_capacity_counts_where_it_is_the_title(lavrov, ministry, typed, found):
    ministry.posts.filter(title_en="Minister").update(title_ka="მინისტრი")
    tenure = hold(lavrov, ministry, title_as_printed="Head of the Ministry")
    name(lavrov, "2021-05-03", **typed)

    assert shown(tenure) == found


def test_only_what_the_public_sees_attests(lavrov, ministry):
    tenure = hold(lavrov, ministry)
    gone = name(lavrov, "2021-05-03")
    drafts.withdraw(gone, by=publisher())
    Mention.objects.create(article=make_article(title_en="Draft"), actor=lavrov)
    later = make_article(title_en="Later")
    Mention.objects.create(article=later, actor=lavrov)
    transition(later, State.PUBLISHED, by=publisher(), at=dt.datetime(2999, 1, 1, tzinfo=dt.UTC))

    assert shown(tenure) is None


def test_profile_tells_it_where_the_dates_leave_it_open(client, lavrov, ministry):
    open_end = hold(lavrov, ministry, start="2008-09-15")
    known = hold(lavrov, ministry, "Envoy", start="1994-01-01", end="2004-03-08", end_status="ended")
    for day in ("2021-05-03", "2024-10-15", "2000-01-01"):
        name(lavrov, day)

    notes = {
        code: [texts(page(client, lavrov, code), f"//li[@id='tenure-{tenure.pk}']//p[@class='tenure__note']") for tenure in (open_end, known)]
        for code in ("en", "ka")
    }

    assert notes == {
        "en": [["Attested: 15 September 2008 – 15 October 2024"], []],
        "ka": [["დადასტურებულია: 15 სექტემბერი, 2008 – 15 ოქტომბერი, 2024"], []],
    }


def test_windows_cost_one_query_and_one_for_each_witness(lavrov, ministry, django_assert_num_queries):
    tenures = [hold(lavrov, ministry), hold(lavrov, ministry, "Envoy")]
    name(lavrov, "2021-05-03")

    # Remits, articles, events.
    with django_assert_num_queries(3):
        windows(tenures, tenures)


def test_api_tells_the_window_in_lists_and_alone(client, lavrov, ministry):
    tenure = hold(lavrov, ministry, start="2008")
    hold(make_published_actor(name_en="Nobody"), ministry, "Envoy")
    name(lavrov, "2024-10-15")

    rows = client.get("/api/v1/tenures/").json()["results"]
    alone = client.get(f"/api/v1/tenures/{tenure.pk}/").json()["attested"]

    day = {"edtf": "2024-10-15", "earliest": "2024-10-15", "latest": "2024-10-15"}
    assert alone == {"first": {"edtf": "2008", "earliest": "2008-01-01", "latest": "2008-12-31"}, "last": day}
    assert sorted((row["attested"] for row in rows), key=bool) == [None, alone]
