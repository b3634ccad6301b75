"""What an editor is told about a person or an office: odd, but not impossible."""

import pytest

from actors.checks import notices_of_actor, notices_of_office
from actors.models import Actor, Remit
from library.models import Source
from publishing import drafts
from tests.factories import make_published_office, publisher

pytestmark = pytest.mark.django_db


def told(name: str, *tenures: dict) -> list[str]:
    source = Source.objects.create(title="Archive").pk
    actor = drafts.create(Actor, {"name_en": name, "tenures": [{"sources": [source], **tenure} for tenure in tenures]}, by=publisher())
    found = [notice.text for notice in notices_of_actor(actor, drafts.state_of(actor))]
    drafts.publish(actor, by=publisher())
    return found


def test_nothing_is_said_of_what_is_in_order():
    post = make_published_office("Minister", name_en="Ministry").posts.get()

    assert told("One", {"post": post.pk, "start": "2004", "end_status": "ongoing"}) == []


def test_tenure_without_source_and_in_the_future_is_told():
    post = make_published_office("Minister", name_en="Ministry").posts.get()

    assert told("One", {"post": post.pk, "start": "2999", "sources": []}) == [
        "No source is given for the tenure “Minister – Ministry, 2999”.",
        "The tenure “Minister – Ministry, 2999” begins in the future.",
    ]


def test_gap_and_possible_double_holder_are_told_with_the_other():
    post = make_published_office("Minister", name_en="Ministry").posts.get()
    told("First", {"post": post.pk, "start": "2000", "end": "2004-03", "end_status": "ended"})

    assert told("Second", {"post": post.pk, "start": "2004-03", "end": "2008", "end_status": "ended"}) == [
        "“Minister – Ministry” may have been held by two at the same time: Second (2004-03 – 2008) and First (2000 – 2004-03)."
    ]
    assert told("Third", {"post": post.pk, "start": "2010", "end_status": "ongoing"}) == [
        "Nobody is known to have held “Minister – Ministry” between 2008 and 2010."
    ]


def test_tenure_beyond_the_office_is_told_on_both_sides():
    office = make_published_office("Ambassador", name_en="Embassy", existed_from="2009-04", existed_to="2015", existence="ended")

    found = told("One", {"post": office.posts.get().pk, "start": "2008-09-25", "end_status": "ongoing"})

    assert found == [
        "The tenure “Ambassador – Embassy, 2008-09-25” begins before “Embassy” existed.",
        "The tenure “Ambassador – Embassy, 2008-09-25” goes on after “Embassy” ended.",
    ]
    assert [notice.text.split("”")[1] for notice in notices_of_office(office, drafts.state_of(office))] == [
        " begins before “Embassy",
        " goes on after “Embassy",
    ]


def test_second_actor_of_one_name_is_told():
    told("Sergey Lavrov")

    assert told("Sergey Lavrov") == ["Another actor has the same name. Is it the same person?"]


@pytest.mark.parametrize(
    ("life", "tenure", "said"),
    [
        ({"died": "2003"}, {"start": "2004", "end": "2008", "end_status": "ended"}, ["The tenure “%s, 2004” begins after the person died."]),
        ({"died": "2006-05"}, {"start": "2004", "end": "2008", "end_status": "ended"}, ["The tenure “%s, 2004” goes on after the person died."]),
        ({"died": "2006-05"}, {"start": "2004", "end_status": "ongoing"}, ["The tenure “%s, 2004” goes on after the person died."]),
        ({"born": "2005"}, {"start": "2004", "end_status": "ongoing"}, ["The tenure “%s, 2004” begins before the person was born."]),
        ({"born": "1950", "died": "2008"}, {"start": "2004", "end": "2008", "end_status": "ended"}, []),
    ],
)
def test_tenure_beyond_a_life_is_told(life, tenure, said):
    post = make_published_office("Minister", name_en="Ministry").posts.get()
    source = Source.objects.create(title="Archive").pk
    actor = drafts.create(Actor, {"name_en": "One", **life, "tenures": [{"sources": [source], "post": post.pk, **tenure}]}, by=publisher())

    found = [notice.text for notice in notices_of_actor(actor, drafts.state_of(actor))]

    assert found == [text % "Minister – Ministry" for text in said]


def test_what_facts_attest_is_told_where_the_dates_are_open():
    post = make_published_office("Minister", name_en="Ministry").posts.get()
    told("One", {"post": post.pk, "start": "2004-03-09"})
    actor = Actor.objects.get()
    tenure = actor.tenures.get()
    Remit.objects.create(actor=actor, tenure=tenure, as_printed="Everything", start="2012-05")

    assert [notice.text for notice in notices_of_actor(actor, drafts.state_of(actor))] == [
        "The dates of the tenure “Minister – Ministry, 2004-03-09” are open; by other facts it is attested: 9 March 2004 – May 2012."
    ]
