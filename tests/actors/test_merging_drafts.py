"""What was never public stays so when it is merged; what cannot be merged is refused in words, with nothing done."""

import datetime as dt

import pytest
from django.test import TestCase
from django.utils import timezone

from actors.models import Actor
from publishing import drafts, locks, presence, scheduling
from publishing.absorbing import merge
from publishing.duplicates import duplicates
from publishing.models import Address, Change, Draft, Presence
from publishing.publishable import State
from publishing.registry import by_kind
from publishing.workflow import TransitionError, transition
from tests.actors.merged import article, person
from tests.factories import make_published_actor, make_published_office, publisher
from tests.publishing.hidden import FILLED, Words
from tests.publishing.races import check_everything
from tests.publishing.test_leaks import leaks
from tests.publishing.walk import see_everything
from tests.roles import member_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_media")]


@pytest.mark.parametrize("is_second", [True, False], ids=["draft into public", "public into draft"])
def test_public_record_stays_and_the_draft_goes_into_its_changes(is_second):
    public, draft = person("Sergey Lavrov"), person("Zzsecret", public=False, summary_en="Zzsummary", slug_en="zzslug")
    pair = (public, draft) if is_second else (draft, public)

    actor = merge(*pair, by=publisher())

    assert (actor.pk, actor.name_en, actor.summary_en, actor.has_draft) == (public.pk, "Sergey Lavrov", "", True)
    state = drafts.state_of(actor)
    assert (state["summary_en"], [state[f"names/{row}/name"] for row in state["names"]]) == ("Zzsummary", ["Zzsecret"])
    assert not Address.objects.filter(slug__contains="zz").exists()
    assert not Change.objects.filter(record=draft.pk).exists()
    drafts.publish(actor, by=publisher())
    assert (actor.summary_en, actor.names.get().name) == ("Zzsummary", "Zzsecret")


def test_two_drafts_are_one_draft():
    first, second = (person(name, public=False) for name in ("Sergey Lavrov", "Lavroff"))

    actor = merge(first, second, by=publisher())

    assert (actor.state, Draft.objects.count(), Change.objects.count()) == (State.DRAFT, 1, 0)
    assert drafts.state_of(actor)["name_en"] == "Sergey Lavrov"


@pytest.mark.parametrize("kind", ["actor", pytest.param("office", marks=pytest.mark.any_database)])
def test_draft_that_was_merged_leaves_no_trace(kind):
    words, model = Words("merged"), by_kind(kind).model
    hidden = FILLED[kind](words)
    with TestCase.captureOnCommitCallbacks(execute=True):
        public = make_published_actor(name_en="Known") if kind == "actor" else make_published_office(name_en="Known")
        article(public)
    draft = drafts.create(model, hidden, by=publisher())
    see_everything()

    merge(draft, public, by=publisher())

    assert leaks(words.made) == []


def test_names_of_both_drafts_over_public_records_are_kept():
    first, second = person("Sergey Lavrov"), person("Sergei Lavroff")
    drafts.save(first, {"summary_en": "One."}, by=publisher())
    drafts.save(second, {"name_en": "Zzsecret", "summary_ka": "ორი."}, by=publisher())

    actor = merge(first, second, by=publisher())

    state = drafts.state_of(actor)
    assert (actor.summary_en, actor.summary_ka, state["summary_en"], state["summary_ka"]) == ("", "", "One.", "ორი.")
    assert list(actor.names.values_list("name", flat=True)) == ["Sergei Lavroff"]
    assert [state[f"names/{row}/name"] for row in state["names"]] == ["Zzsecret"]
    check_everything()


def refused(first, second, by=None) -> str:
    before = {record.pk: (record.state, record.name_en) for record in Actor.objects.all()}
    with pytest.raises(TransitionError) as error:
        merge(first, second, by=by or publisher())
    assert {record.pk: (record.state, record.name_en) for record in Actor.objects.all()} == before
    return str(error.value)


def test_what_cannot_be_merged_is_refused_in_words():
    first, second = person("Sergey Lavrov"), person("Lavroff")

    assert refused(first, first) == "It cannot be merged with itself."
    assert refused(first, make_published_office(name_en="Ministry")) == "These are not of one kind, so they cannot be merged."
    for role in ("Author", "Editor"):
        user = member_of(role)
        if role == "Author":
            assert refused(first, second, user) == "You have no right to do this with this record."
    locks.lock(second, by=user, note="Mine")
    assert refused(first, second).startswith("Locked by editor")
    locks.release(second, by=user)
    presence.note(second.pk, "a form", by=user)
    assert refused(first, second).startswith("Somebody has it open: editor")
    Presence.objects.all().delete()
    step = scheduling.withdrawal(second, by=publisher(), at=timezone.now() + dt.timedelta(days=1))
    assert "is planned for it" in refused(first, second)
    step.delete()
    drafts.withdraw(second, by=publisher())
    assert refused(first, second) == "“Lavroff” was withdrawn. Publish it again first."
    transition(second, State.TRASHED, by=publisher())
    assert refused(first, second) == "“Lavroff” lies in the trash. Bring it back first."


def test_one_that_waits_for_its_moment_is_refused():
    first, second = person("Sergey Lavrov"), person("Lavroff", public=False)
    drafts.publish(second, by=publisher(), at=timezone.now() + dt.timedelta(days=1))

    assert refused(first, second) == "“Lavroff” waits for its moment. Publish it first, or take the moment back."


def test_what_was_changed_since_somebody_decided_is_refused():
    first, second = person("Sergey Lavrov"), person("Lavroff")
    seen = duplicates(first, second).seen
    drafts.save(second, {"summary_en": "Two."}, by=publisher())

    with pytest.raises(TransitionError, match="changed meanwhile"):
        merge(first, second, by=publisher(), seen=seen)

    merge(first, second, by=publisher(), seen=duplicates(first, second).seen)


def test_one_into_another_that_went_elsewhere_before(client):
    first, second, third = person("One"), person("Two"), person("Three")
    merge(second, third, by=publisher())

    merge(first, second, by=publisher())

    assert [client.get(f"/en/actors/{slug}/").headers["Location"] for slug in ("two", "three")] == ["/en/actors/one/"] * 2
    assert client.get(f"/api/v1/actors/{third.pk}/").headers["Location"] == f"/api/v1/actors/{first.pk}/"
    assert client.get("/en/actors/three/v/1/").headers["Location"] == "/en/actors/one/v/3/"
