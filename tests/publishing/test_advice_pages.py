"""Where advice is read: in the form, on a page of its own, on the preview; and nowhere else."""

import pytest
from django.urls import reverse

from publishing import drafts, preview_links
from publishing.advice import findings
from publishing.models import Draft
from tests.desk_type.factories import make_dossier
from tests.factories import publisher
from tests.roles import browser_of, member_of

LONG = "A" * 70
ADVICE = "70 characters"


# The form


def test_form_says_where_to_ask_and_the_answer_leads_to_its_fields(django_assert_max_num_queries):
    dossier = make_dossier(title_en="A" * 70)
    browser = browser_of(member_of("Editor"))
    address = reverse("admin:desk_type_dossier_advice", args=[dossier.pk])

    form = browser.open(reverse("admin:desk_type_dossier_change", args=[dossier.pk])).page
    with django_assert_max_num_queries(16):
        part = browser.client.get(address, {"part": "1"}).text
    page = browser.client.get(address).text

    assert f'data-advice="{address}"' in form
    assert 'href="#id_title_en"' in part
    assert "<h1>" not in part
    assert f'href="{reverse("admin:desk_type_dossier_change", args=[dossier.pk])}#id_title_en"' in page


def test_asking_writes_nothing():
    dossier = make_dossier()
    before = Draft.objects.values().get()

    browser_of(member_of("Editor")).client.get(reverse("admin:desk_type_dossier_advice", args=[dossier.pk]))

    assert Draft.objects.values().get() == before


@pytest.mark.parametrize("key", ["no-key", "00000000-0000-4000-8000-000000000000"])
def test_unknown_record_is_not_there(key):
    assert browser_of(member_of("Editor")).client.get(reverse("admin:desk_type_dossier_advice", args=[key])).status_code == 404


def test_whoever_may_not_change_a_record_hears_nothing_of_it(client):
    dossier = make_dossier()
    address = reverse("admin:desk_type_dossier_advice", args=[dossier.pk])

    assert client.get(address).status_code == 302
    assert browser_of(member_of("Author")).client.get(address).status_code in (403, 404)


# The preview


def test_preview_shows_an_editor_the_advice_on_its_language():
    dossier = make_dossier(title_en=LONG)
    client = browser_of(member_of("Editor")).client
    address, form = (reverse(f"admin:desk_type_dossier_{page}", args=[dossier.pk]) for page in ("preview", "change"))

    english, georgian = (client.get(address, {"language": code}).text for code in ("en", "ka"))

    assert ADVICE in english
    assert f'href="{form}#id_title_en"' in english
    assert ADVICE not in georgian


@pytest.mark.usefixtures("caplog")
def test_check_that_fails_keeps_nobody_from_the_panel_or_the_preview(monkeypatch):
    class Broken(findings.Check):
        code, name = "broken", "Length of leads"

        def look(self, form):
            raise ValueError("a fault of ours")

    monkeypatch.setitem(findings._checks, "broken", Broken())
    dossier = make_dossier(title_en=LONG)
    client = browser_of(member_of("Editor")).client

    answers = [client.get(reverse(f"admin:desk_type_dossier_{page}", args=[dossier.pk])) for page in ("advice", "preview")]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert all("could not be made: Length of leads" in answer.text and ADVICE in answer.text for answer in answers)


def test_nobody_else_sees_advice(client):
    dossier = make_dossier(title_en=LONG)
    drafts.publish(dossier, by=publisher())
    drafts.save(dossier, {"title_en": LONG}, by=publisher())
    tokens = [preview_links.make(dossier, by=publisher(), may_comment=may_comment)[1] for may_comment in (False, True)]
    dossier.refresh_from_db()

    pages = [client.get(reverse(name, args=[token])).text for name, token in zip(("preview", "review"), tokens, strict=True)]
    pages.append(client.get(dossier.get_absolute_url()).text)

    assert [ADVICE in page or "preview__advice" in page for page in pages] == [False] * 3
    assert all(LONG in page for page in pages)
