"""People and offices with a history: what the trash means for them, and what holds them."""

import pytest
from django.test import Client
from pytest_django.asserts import assertContains

from actors.models import Actor, Office
from publishing import bulk, drafts
from publishing.erasing import erase
from publishing.publishable import State
from publishing.workflow import TransitionError, transition
from tests.actors.merged import article, office, person
from tests.browser import Form
from tests.factories import publisher
from tests.roles import member_of

pytestmark = pytest.mark.django_db


def trashed(record):
    drafts.withdraw(record, by=publisher())
    transition(record, State.TRASHED, by=publisher())
    return record


def refused(record) -> str:
    with pytest.raises(TransitionError) as error:
        erase(record, by=publisher())
    assert type(record).objects.filter(pk=record.pk).exists()
    return str(error.value)


def test_person_with_tenures_remits_and_mentions_is_held_by_them():
    post, body = office("Ministry", "Minister").posts.get(), office("Region")
    row = "00000000-0000-4000-8000-000000000001"
    actor = person("Sergey Lavrov", tenures=[{"id": row, "post": post.pk}], remits=[{"tenure": row, "office": body.pk}])
    article(actor, title="Talks")

    assert refused(trashed(actor)) == (
        "This cannot be deleted while something else holds it: mention (actor): Talks; tenure (actor): Sergey Lavrov; remit (actor): Sergey Lavrov."
    )


def test_office_with_units_links_and_holders_is_held_by_them():
    ministry = office("Ministry", "Minister")
    office("Department", parent=ministry.pk)
    office("Council", links=[{"kind": "counterpart_of", "other": ministry.pk}])
    person("Sergey Lavrov", tenures=[{"post": ministry.posts.get().pk}])

    said = refused(trashed(ministry))

    for part in ("office (part of): Department", "link (other office): Council", "tenure (post): Sergey Lavrov"):
        assert part in said


def test_draft_that_names_it_holds_it_too():
    actor = person("Sergey Lavrov")
    article(actor, public=False, title="Talks")

    assert refused(trashed(actor)) == "This cannot be deleted while something else holds it: unpublished changes: Talks."


def test_one_without_history_goes():
    actor = trashed(person("Sergey Lavrov", names=[{"name": "Lavroff"}]))

    erase(actor, by=publisher())

    assert not Actor.objects.exists()


def test_page_of_deletion_links_what_holds_it_and_deletes_nothing(client: Client):
    actor = person("Sergey Lavrov")
    told = article(actor, title="Talks")
    trashed(actor)
    client.force_login(member_of("Administrator"))

    for response in (client.get(f"/admin/actors/actor/{actor.pk}/delete/"), client.post(f"/admin/actors/actor/{actor.pk}/delete/", {"post": "yes"})):
        assertContains(response, f'<a href="/admin/news/article/{told.pk}/change/">Talks</a>')
    assert Actor.objects.exists()


def test_trash_keeps_the_history_and_says_so(client: Client):
    post = office("Ministry", "Minister").posts.get()
    actor = person("Sergey Lavrov", tenures=[{"post": post.pk, "start": "2004"}])
    drafts.withdraw(actor, by=publisher())
    client.force_login(member_of("Editor"))
    page = f"/admin/actors/actor/{actor.pk}/change/"

    form = Form(client).open(page)
    form.press("_trash")

    assertContains(client.get(page), "Its history stays with it, and nobody reads it.")
    actor.refresh_from_db()
    assert (actor.state, actor.tenures.count()) == (State.TRASHED, 1)
    transition(actor, State.WITHDRAWN, by=publisher())
    drafts.publish(actor, by=publisher())
    assertContains(client.get("/en/actors/sergey-lavrov/"), "Minister")


def test_public_ones_are_not_put_away_in_bulk():
    first = office("Ministry", "Minister")
    report = bulk.Report()

    bulk.run(bulk.trash, Office, [first.pk], by=publisher(), report=report)

    assert (len(report.refused), Office.objects.get().state) == (1, State.PUBLISHED)
