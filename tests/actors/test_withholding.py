"""The mark “do not name”: who sets it, what it keeps from happening, and what editors are told."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from actors.models import Actor, Withheld
from actors.withholding import lift, withhold
from publishing import drafts
from publishing.absorbing import merge
from publishing.advice.looking import advice_on
from publishing.models import Audit, Withdrawal
from publishing.notices import Notice
from publishing.publishable import State
from publishing.refusals import TransitionError
from tests.actors.merged import article, person
from tests.factories import publisher
from tests.roles import client_of, member_of

pytestmark = pytest.mark.django_db


def state_of(actor: Actor) -> str:
    return Actor.objects.get(pk=actor.pk).state


def page_of(actor: Actor) -> str:
    return reverse("admin:actors_actor_withhold", args=[actor.pk])


def told(record) -> list[tuple[str, str]]:
    found = [each.advice for each in advice_on(drafts.opened(record))]
    return [(advice.key, advice.words) for advice in found if advice.code == "do_not_name"]


def test_marked_person_is_gone_and_cannot_be_published():
    actor = person("Nino Kapanadze")
    assert Client().get("/en/actors/nino-kapanadze/").status_code == 200

    withhold(actor, by=publisher(), reason="Asked by the family.")

    gone = Client().get("/en/actors/nino-kapanadze/")
    assert (gone.status_code, state_of(actor)) == (410, State.WITHDRAWN)
    with pytest.raises(TransitionError, match="do not name"):
        drafts.publish(actor, by=publisher())
    assert state_of(actor) == State.WITHDRAWN


def test_mark_is_in_the_audit_log_and_its_reason_is_not():
    actor = person("Nino Kapanadze")

    withhold(actor, by=publisher(), reason="Asked by the family.")
    lift(actor, by=publisher())

    acts = list(Audit.objects.filter(record=actor.pk).order_by("pk").values_list("action", flat=True))[-3:]
    assert acts == ["published->withdrawn", "marked “do not name”", "lifted “do not name”"]
    assert "family" not in str(list(Audit.objects.values_list("detail", flat=True)))


def test_lifted_mark_publishes_nobody_and_lets_them_be_published():
    actor = person("Nino Kapanadze")
    withhold(actor, by=publisher())

    lift(actor, by=publisher())

    assert state_of(actor) == State.WITHDRAWN
    drafts.publish(Actor.objects.get(pk=actor.pk), by=publisher())
    assert state_of(actor) == State.PUBLISHED


def test_what_an_earlier_withdrawal_told_is_told_no_more():
    actor = person("Nino Kapanadze")
    drafts.withdraw(actor, by=publisher(), notice=Notice(show_title=True, reason={"en": "Nino Kapanadze asked for it."}))
    assertContains(Client().get("/en/actors/nino-kapanadze/"), "Nino Kapanadze asked", status_code=410)

    withhold(actor, by=publisher())

    assertNotContains(Client().get("/en/actors/nino-kapanadze/"), "Nino Kapanadze", status_code=410)
    assert Withdrawal.objects.get(record=actor.pk, language="en").title == ""


def test_merging_a_marked_person_is_refused():
    marked, other = person("Nino Kapanadze", public=False), person("N. Kapanadze")
    withhold(marked, by=publisher())

    with pytest.raises(TransitionError, match="do not name"):
        merge(other, marked, by=publisher())

    assert (state_of(other), state_of(marked), Withheld.objects.get().pk) == (State.PUBLISHED, State.DRAFT, marked.pk)


def test_text_that_names_a_marked_person_is_flagged_in_any_case():
    actor = person("Nino Kapanadze", name_ka="ნინო კაპანაძე", names=[{"name": "Nina Kapanadse"}])
    text = article(title="Nina Kapanadse speaks", body_ka="<p>ნინო კაპანაძემ თქვა.</p>", title_ka="საუბარი", lead_en="Somebody else.")
    assert told(text) == []

    withhold(actor, by=publisher())

    assert told(text) == [("title_en", "Nina Kapanadse"), ("body_ka", "ნინო კაპანაძემ")]


def test_desk_marks_lists_what_is_left_and_lifts():
    actor = person("Nino Kapanadze")
    article(title="Nino Kapanadze speaks")
    editor = client_of(member_of("Editor"))
    form = f"/admin/actors/actor/{actor.pk}/change/"
    assertContains(editor.get(form), f'href="{page_of(actor)}"')

    assertContains(editor.post(page_of(actor), {"reason": "Asked."}, follow=True), "Nino Kapanadze speaks")
    assertContains(editor.get(form), "nothing public may name them")
    assertContains(editor.get("/admin/actors/actor/?withheld=1"), "Nino Kapanadze")
    editor.post(page_of(actor), {"_lift": "1"})

    assert not Withheld.objects.exists()


def test_only_who_publishes_people_marks_them():
    actor = person("Nino Kapanadze")

    assert client_of(member_of("Author")).post(page_of(actor), {"reason": ""}).status_code in {403, 404}
    with pytest.raises(TransitionError, match="no right"):
        withhold(actor, by=member_of("Author", "another"))

    assert state_of(actor) == State.PUBLISHED
