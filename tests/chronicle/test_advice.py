"""Advice on events: when they were, and who says so; and what editors are told of them after each step."""

from chronicle.models import Event
from library.models import Source
from publishing import drafts
from publishing.advice.looking import advice_on
from tests.factories import make_published_actor, make_published_place, publisher

BOTH = {"title_en": "Visit", "title_ka": "ვიზიტი"}


def told(code: str, **fields: object) -> list[str]:
    """Return the fields about which a check says something in a draft."""
    event = drafts.create(Event, {**BOTH, **fields}, by=publisher())
    return [each.advice.key for each in advice_on(drafts.opened(event)) if each.advice.code == code]


def test_event_without_date_and_source_is_told():
    assert told("event-facts") == ["date", "citations"]
    assert told("event-facts", date="2008") == ["citations"]


def test_source_of_the_event_or_of_one_of_its_facts_is_enough():
    source = Source.objects.create(title="Report")
    place = make_published_place()

    assert told("event-facts", date="2008", citations=[{"source": source.pk}]) == []
    assert told("event-facts", date="2008", stops=[{"place": place.pk, "sources": [source.pk]}]) == []


def test_empty_form_is_not_told_what_it_lacks():
    assert told("event-facts", title_en="", title_ka="") == []


def test_what_is_told_after_a_step_is_among_the_advice():
    late = make_published_actor(name_en="Ann Lee", died="2001")

    assert told("notices", date="2008", participants=[{"actor": late.pk, "role": "visitor"}])
    assert told("notices", date="2000", participants=[{"actor": make_published_actor(name_en="Bo").pk, "role": "other"}]) == []
