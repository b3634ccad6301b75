"""Two records of one person that become one: what readers, partners and editors find, and what is refused."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from actors.models import Actor, ActorName, Remit, Tenure
from news.models import Mention
from publishing import drafts, scheduling
from publishing.absorbing import merge
from publishing.history import restore
from publishing.models import Audit, Change, Draft, Edition, Version
from publishing.state import State, row_keys
from publishing.uniting import Plan
from publishing.workflow import TransitionError
from tests.actors.merged import ENDED, article, office, person, source
from tests.factories import publisher
from tests.publishing.races import check_everything

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_media")]


def later() -> dt.datetime:
    return timezone.now() + dt.timedelta(days=1)


def named(state: State) -> list[str]:
    """Return the people that the form of an article names."""
    return [str(state[f"mentions/{row}/actor"]) for row in row_keys(state, "mentions")]


def test_every_tenure_name_and_number_is_kept():
    post, other = office("Ministry", "Minister", "Deputy").posts.all()
    first = person("Sergey Lavrov", tenures=[{"post": post.pk, **ENDED}], identifiers=[{"value": "Q58217"}])
    names = [{"name": "Сергей Лавров", "language": "ru", "script": "Cyrl", "kind": "native"}]
    second = person(
        "Sergei Lavroff",
        tenures=[{"post": other.pk, "start": "1992"}],
        names=names,
        identifiers=[{"value": "Q58217"}, {"value": "9", "scheme": "viaf"}],
    )

    actor = merge(first, second, by=publisher())

    assert (actor.pk, actor.name_en, actor.has_draft) == (first.pk, "Sergey Lavrov", False)
    assert set(Tenure.objects.values_list("actor", "post")) == {(first.pk, post.pk), (first.pk, other.pk)}
    assert set(ActorName.objects.values_list("actor", "name", "kind")) == {
        (first.pk, "Сергей Лавров", "native"),
        (first.pk, "Sergei Lavroff", "spelling"),
    }
    assert sorted(actor.identifiers.values_list("value", flat=True)) == ["9", "Q58217"]
    assert not Actor.objects.filter(pk=second.pk).exists()
    assert not Draft.objects.exists()
    check_everything()


def test_every_address_leads_to_the_one_that_stays(client: Client):
    first, second = person("Sergey Lavrov"), person("Sergei Lavroff", name_ka="სერგეი ლავროვი")
    drafts.save(second, {"slug_en": "lavroff"}, by=publisher())
    drafts.publish(second, by=publisher())

    actor = merge(first, second, by=publisher())

    there = [f"/{code}/actors/{slug}/" for code, slug in (("en", actor.slug_en), ("ka", actor.slug_ka))]
    assert (actor.name_ka, actor.slug_en, there[1]) == ("სერგეი ლავროვი", "sergey-lavrov", "/ka/actors/sergei-lavrovi/")
    for slug in ("sergei-lavroff", "lavroff"):
        for code, address in zip(("en", "ka"), there, strict=True):
            response = client.get(f"/{code}/actors/{slug}/")
            assert (response.status_code, response.headers["Location"]) == (301, address)
    assert client.get(f"/a/{second.short_id}").headers["Location"] == there[0]
    response = client.get(f"/api/v1/actors/{second.pk}/")
    assert (response.status_code, response.headers["Location"]) == (301, f"/api/v1/actors/{first.pk}/")
    assert client.get(there[0]).status_code == 200


def test_partners_and_the_log_are_told():
    first, second = person("Sergey Lavrov"), person("Sergei Lavroff")
    before = Change.objects.latest("sequence").sequence

    merge(first, second, by=publisher())

    told = Change.objects.filter(sequence__gt=before).values_list("kind", "record", "languages", "into")
    assert list(told) == [("updated", first.pk, ["en"], None), ("merged", second.pk, ["en"], first.pk)]
    act = Audit.objects.latest("id")
    assert (act.action, act.record, act.detail) == ("merged", second.pk, {"into": str(first.pk), "name": "Sergei Lavroff"})


def test_editor_chooses_which_value_holds():
    first, second = person("Sergey Lavrov", born="1950", summary_en="One."), person("Sergei Lavroff", born="1950-03-21", summary_en="Two.")

    actor = merge(first, second, by=publisher(), plan=Plan(takes={"born", "name_en"}))

    assert (actor.name_en, str(actor.born), actor.summary_en, actor.slug_en) == ("Sergei Lavroff", "1950-03-21", "One.", "sergey-lavrov")
    assert list(actor.names.values_list("name", flat=True)) == ["Sergey Lavrov"]


def test_same_tenure_twice_becomes_one_with_its_remits_and_sources():
    post, body = office("Ministry", "Minister").posts.get(), office("Region")
    one, other = source("One"), source("Two")
    mine, theirs = "00000000-0000-4000-8000-000000000001", "00000000-0000-4000-8000-000000000002"
    first = person("Sergey Lavrov", tenures=[{"id": mine, "post": post.pk, "start": "2000", "sources": [one.pk]}])
    tenures = [{"id": theirs, "post": post.pk, "start": "2000", "sources": [other.pk], "locator": "p. 3"}]
    second = person("Sergei Lavroff", tenures=tenures, remits=[{"tenure": theirs, "office": body.pk}])

    actor = merge(first, second, by=publisher(), plan=Plan(rows={theirs: mine}))

    tenure = actor.tenures.get()
    assert (str(tenure.pk), tenure.locator, set(tenure.sources.all())) == (mine, "p. 3", {one, other})
    assert Remit.objects.get().tenure == tenure


def test_tenure_of_a_draft_that_is_public_already_is_refused_at_publication_unless_it_is_one():
    post = office("Ministry", "Minister").posts.get()
    held = {"post": post.pk, "start": "2004-03-09", "end_status": "ongoing"}
    first, second, third = person("Sergey Lavrov", tenures=[held]), *(person(name, public=False, tenures=[held]) for name in ("S. Lavrov", "Lavroff"))
    mine = first.tenures.get()

    merge(first, second, by=publisher(), plan=Plan(rows={row: str(mine.pk) for row in row_keys(drafts.state_of(second), "tenures")}))
    drafts.publish(first, by=publisher())
    assert first.tenures.get() == mine

    merge(first, third, by=publisher())
    with pytest.raises(TransitionError, match="has one seat"):
        drafts.publish(first, by=publisher())
    assert first.tenures.get() == mine


def test_mentions_move_and_none_stands_twice(client: Client):
    first, second, third = person("Sergey Lavrov"), person("Sergei Lavroff"), person("Dmitry Kozak")
    both, alone = article(second, third, first), article(second, title="Visit")
    mention = both.mentions.get(actor=first)
    Mention.objects.filter(pk=mention.pk).update(capacity_en="guest")

    merge(first, second, by=publisher())

    assert list(both.mentions.values_list("actor", "capacity_en")) == [(first.pk, "guest"), (third.pk, "")]
    assert list(alone.mentions.values_list("actor", flat=True)) == [first.pk]
    page = client.get("/en/news/visit/").content.decode()
    assert "Sergey Lavrov" in page
    assert "Lavroff" not in page


def test_unpublished_forms_name_the_one_that_stays():
    first, second = person("Sergey Lavrov"), person("Sergei Lavroff")
    draft, pending, planned = article(second, first, public=False), article(title="Visit"), article(second, title="Trip")
    drafts.save(pending, {"mentions": [{"actor": second.pk, "capacity_en": "host"}]}, by=publisher())
    drafts.save(planned, {"lead_en": "More."}, by=publisher())
    step = scheduling.change(planned, by=publisher(), at=later())

    merge(first, second, by=publisher())

    assert named(drafts.state_of(draft)) == [str(first.pk)]
    assert named(drafts.state_of(pending)) == [str(first.pk)]
    step.refresh_from_db()
    assert (named(step.data), named(step.base)) == ([str(first.pk)], [str(first.pk)])
    drafts.publish(pending, by=publisher())
    drafts.publish(draft, by=publisher())
    assert {row.actor_id for row in Mention.objects.all()} == {first.pk}


def test_version_of_an_article_that_names_the_other_one_can_be_restored():
    first, second = person("Sergey Lavrov"), person("Sergei Lavroff")
    told = article(second)
    drafts.save(told, {"mentions": []}, by=publisher())
    drafts.publish(told, by=publisher())
    merge(first, second, by=publisher())
    old = Version.objects.filter(record=told.pk).order_by("number").first()

    restore(told, old.number, by=publisher())
    drafts.publish(told, by=publisher())

    assert list(told.mentions.values_list("actor", flat=True)) == [first.pk]


def test_published_version_of_an_article_keeps_the_name(client: Client):
    first, second = person("Sergey Lavrov"), person("Sergei Lavroff")
    told = article(second)
    drafts.save(told, {"lead_en": "More."}, by=publisher())
    drafts.publish(told, by=publisher())

    merge(first, second, by=publisher())

    assert "Sergei Lavroff" in client.get("/en/news/talks/v/1/").content.decode()


def test_versions_of_both_stay_readable(client: Client):
    first, second = person("Sergey Lavrov"), person("Sergei Lavroff", summary_en="Two.")
    drafts.save(first, {"summary_en": "One."}, by=publisher())
    drafts.publish(first, by=publisher())

    actor = merge(first, second, by=publisher())

    assert [version.note for version in Version.objects.filter(record=actor.pk).order_by("number")][-2:] == [
        "“Sergei Lavroff” ",
        "Merged with “Sergei Lavroff”",
    ]
    response = client.get("/en/actors/sergei-lavroff/v/1/")
    assert (response.status_code, response.headers["Location"]) == (301, "/en/actors/sergey-lavrov/v/3/")
    assert client.get("/en/actors/sergey-lavrov/v/3/").context["kept"]["lead"] == "Two."
    assert Edition.objects.filter(record=actor.pk).count() == 4
