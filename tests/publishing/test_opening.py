"""What stands at the address of a record of any kind; dossiers have no view of their own but the shared one."""

import pytest
from django.test import Client

from publishing import drafts, erasing
from publishing.publishable import State
from publishing.workflow import transition
from tests.desk_type.factories import make_dossier, make_published_dossier
from tests.desk_type.models import Dossier
from tests.factories import make_superuser, publisher

GEORGIAN = {"title_ka": "გადაკვეთა", "slug_ka": "gadakveta"}


@pytest.fixture
def dossier() -> Dossier:
    return make_published_dossier(title_en="Crossing", slug_en="crossing", **GEORGIAN)


def test_head_names_the_page_in_every_language(client: Client, dossier):
    head = client.get("/en/dossiers/crossing/").context

    assert [found["url"] for found in head["languages"]] == ["/en/dossiers/crossing/", "/ka/dossiers/gadakveta/"]
    assert head["canonical"] == "http://testserver/en/dossiers/crossing/"
    assert len(head["alternates"]) == 2
    assert head["robots"] == ""


@pytest.mark.parametrize("path", ["/en/dossiers/old/", "/en/dossiers/gadakveta/"])
def test_old_slug_and_that_of_another_language_lead_to_the_page(client: Client, dossier, path):
    drafts.save(dossier, {"slug_en": "old"}, by=publisher())
    drafts.publish(dossier, by=publisher())
    drafts.save(dossier, {"slug_en": "crossing"}, by=publisher())
    drafts.publish(dossier, by=publisher())

    response = client.get(path)

    assert (response.status_code, response.headers["Location"]) == (301, "/en/dossiers/crossing/")


def test_language_without_a_text_answers_but_is_not_for_search_engines(client: Client, dossier):
    drafts.withdraw(dossier, by=publisher(), languages=["ka"])

    response = client.get("/ka/dossiers/gadakveta/")

    assert (response.status_code, response.context["robots"]) == (200, "noindex")
    assert response.context["canonical"] == "http://testserver/en/dossiers/crossing/"
    assert response.context["alternates"] == []


def test_what_was_public_is_gone_also_when_nothing_but_its_address_is_left(client: Client, dossier):
    transition(dossier, State.WITHDRAWN, by=publisher())
    withdrawn = client.get("/en/dossiers/crossing/").status_code
    transition(dossier, State.TRASHED, by=publisher())
    erasing.erase(dossier, by=make_superuser())

    assert (withdrawn, client.get("/en/dossiers/crossing/").status_code) == (410, 410)


def test_what_never_was_public_is_not_there(client: Client):
    make_dossier(slug_en="secret")

    assert [client.get(f"/en/dossiers/{slug}/").status_code for slug in ("secret", "nothing")] == [404, 404]
