"""What editing events costs in queries, however many take part and speak."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actors.models import Tenure
from chronicle.models import ChronologyRule, Event
from library.models import Source
from publishing import drafts
from tests.browser import Form
from tests.factories import (
    make_place,
    make_published_actor,
    make_published_chronology,
    make_published_event,
    make_published_format,
    make_published_office,
    publisher,
)
from tests.roles import browser_of, member_of

pytestmark = pytest.mark.django_db
# With every kind of row filled, one look at which there are, and two at where it is used.
OPENING = 24
OPENING_A_PLAIN_ONE = 18
# A draft that was never public brings everything as keys, and looks up each kind of thing that it names once.
OPENING_A_FIRST_DRAFT = 29
# With everything that follows from an event: its places in chronologies, who appears where, words to find, the warnings; what it
# names, and how far its languages are, which are two looks and two writes.
PUBLISHING = 62
# Of an event with a title, a date, a text and a tag.
PUBLISHING_A_PLAIN_ONE = 40


def draft(people: int) -> Event:
    """Make the draft of an event in which every kind of row and of choice is filled, most of them for each of these people."""
    actors = [make_published_actor() for _number in range(people)]
    sources = [Source.objects.create(title=f"Source {number}").pk for number in range(5)]
    post = make_published_office("Minister").posts.get()
    tenure = Tenure.objects.create(actor=actors[0], post=post, start="2004", end_status="ongoing")
    here, there, background = make_place(), make_place(), make_published_event(title_en="Background")
    named = [{"post": post.pk, "came_from": there.pk}, {"office": post.office_id}, {"actor": actors[0].pk, "role": "host", "tenure": tenure.pk}]
    fields = {
        "title_en": "Visit",
        "date": "2008-09-15",
        "parent": make_published_event(title_en="Trip").pk,
        "format": make_published_format().pk,
        "ordinal": 3,
        "tags": ["+Talks"],
        "entries": [{"chronology": make_published_chronology().pk}],
        "stops": [{"place": here.pk, "came_from": there.pk, "sources": sources[:2]}],
        "participants": [*({"actor": actor.pk, "sources": sources[:1]} for actor in actors), *named],
        "statements": [{"actor": actor.pk, "text_en": "Said.", "about": [here.pk], "sources": sources[1:3]} for actor in actors],
        "outcomes": [{"text_en": "Came.", "tenure": tenure.pk, "office": post.office_id, "led_to": background.pk, "sources": sources[3:]}],
        "links": [{"relation": "after", "other": background.pk, "sources": sources[4:]}],
        "citations": [{"source": sources[0]}],
    }
    return drafts.create(Event, fields, by=publisher())


def cost(form: Form, made: Event) -> int:
    """Return what opening the form costs the second time."""
    url = f"/admin/chronicle/event/{made.pk}/change/"
    form.open(url)
    with CaptureQueriesContext(connection) as queries:
        form.open(url)
    return len(queries)


def test_form_costs_the_same_however_many_take_part():
    form, costs = browser_of(member_of("Editor")), []
    for people in (1, 12):
        made = draft(people)
        first = cost(form, made)
        drafts.publish(made, by=publisher())
        public = cost(form, made)
        drafts.save(made, {"title_en": "Other"}, by=publisher())
        costs.append((first, public, cost(form, made)))

        form.fill(title_en="Third", **{"participants-0-locator": "p. 3"})
        with CaptureQueriesContext(connection) as queries:
            assert form.press("_publish").status_code == 302
        assert len(queries) <= PUBLISHING, len(queries)
        assert Event.objects.get(pk=made.pk).title_en == "Third"

    assert costs[0] == costs[1]
    first, public, with_draft = costs[0]
    assert max(public, with_draft) <= OPENING
    assert first <= OPENING_A_FIRST_DRAFT


def test_plain_event_is_published_within_its_budget_however_many_rules_there_are():
    visits = make_published_chronology()
    ChronologyRule.objects.bulk_create([ChronologyRule(chronology=visits, kind=kind) for kind in Event.Kind.values])
    made = drafts.create(Event, {"title_en": "Talks", "date": "2008-09-15", "lead_en": "They spoke.", "tags": ["+Talks"]}, by=publisher())
    drafts.publish(made, by=publisher())
    form = browser_of(member_of("Editor"))

    assert cost(form, made) <= OPENING_A_PLAIN_ONE
    form.fill(title_en="Other")
    with CaptureQueriesContext(connection) as queries:
        assert form.press("_publish").status_code == 302

    assert len(queries) <= PUBLISHING_A_PLAIN_ONE, len(queries)
    assert [row.chronology for row in made.listings.all()] == [visits]
