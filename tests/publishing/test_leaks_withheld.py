"""A person who is marked “do not name” leaves no trace, whatever named them before: pages, versions, feeds, tables, the API, cards, the dump."""

import re

import pytest
from django.contrib.auth.models import User
from django.test import TestCase

from actors.models import Actor, Office
from actors.withholding import withhold
from chronicle.models import Event
from news.models import Article
from publishing import drafts
from publishing.publishable import State
from tests.factories import make_kind, make_tag, publisher
from tests.publishing.hidden import FILLED, notes
from tests.publishing.test_leaks import leaks, said_in
from tests.publishing.walk import everything, see_everything
from tests.publishing.words import Words

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def named_by_others(words: Words) -> Actor:
    """Return a public person whom an office, two events and an article name, all published since, and so kept in versions."""
    actor = drafts.create(Actor, FILLED["actor"](words), by=publisher())
    drafts.publish(actor, by=publisher(), **notes(words))
    office = Office.objects.get(name_en="Lighthouse")
    drafts.save(office, {"summary_en": "Where the light is."}, by=publisher())
    drafts.publish(office, by=publisher())
    tag = make_tag("Harbours")
    rows = [{"actor": actor.pk, "capacity_en": "keeper of the light"}, {"actor": actor.pk, "role": "host"}]
    said = [{"actor": actor.pk, "text_en": "All is lit.", "text_ka": "ყველაფერი ანთია."}]
    fields = {"title_en": "Visit", "title_ka": "ვიზიტი", "date": "2008-09-15", "tags": [tag.pk], "participants": rows, "statements": said}
    event = drafts.create(Event, fields, by=publisher())
    drafts.publish(event, by=publisher())
    mentions = {"mentions": [{"actor": actor.pk, "capacity_en": "keeper of the light"}], "events": [{"event": event.pk}], "tags": [tag.pk]}
    article = {"title_en": "Talks", "body_en": "<p>Text.</p>", "kind": make_kind().pk, **mentions}
    drafts.publish(drafts.create(Article, article, by=publisher()), by=publisher())
    return actor


def test_person_not_to_be_named_leaves_no_trace():
    words = Words("withheld")
    # Nor does whoever did all of it: accounts are told of nowhere, whatever is published.
    account = {name: words(f"account_{name}") for name in ("first_name", "last_name", "email")}
    User.objects.filter(pk=publisher().pk).update(**account)
    with TestCase.captureOnCommitCallbacks(execute=True):
        actor = named_by_others(words)
    before = set().union(*(said_in(answer.text) for answer in everything() if "/offices/" in answer.path or "/events/" in answer.path))
    assert words.made["name_en"] in before
    see_everything()

    with TestCase.captureOnCommitCallbacks(execute=True):
        withhold(actor, by=publisher(), reason=words("reason"))

    answers = list(everything())
    assert leaks(words.made, answers) == []
    # What was done there is still told, of somebody.
    page = next(answer.text for answer in answers if re.fullmatch(r"/en/events/visit/", answer.path))
    assert "keeper of the light" in page
    assert Actor.objects.get(pk=actor.pk).state == State.WITHDRAWN
