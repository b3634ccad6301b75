"""Who has a record open: said in forms and lists, forgotten when silent, and no act of anybody's."""

import datetime as dt
import uuid

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from news.models import Article
from publishing import drafts, presence, work
from publishing.models import Audit, ChangeHead, Presence
from tests.factories import make_kind, publisher
from tests.roles import browser_of, member_of

LIST = "/admin/news/article/"


@pytest.fixture
def record():
    record = drafts.create(Article, {"kind": make_kind().pk, "title_en": "Talks"}, by=publisher())
    drafts.publish(record, by=publisher())
    return record


@pytest.fixture
def nino():
    return browser_of(member_of("Editor", "Nino"))


@pytest.fixture
def giorgi():
    return browser_of(member_of("Editor", "Giorgi"))


def change_url(record):
    return reverse("admin:news_article_change", args=[record.pk])


def beat(form, record, **more):
    url = reverse("admin:news_article_presence", args=[record.pk])
    return form.client.post(url, {name: form[name] for name in ("_form", "_token")} | more)


def rows_of(page: str) -> str:
    return page.partition("<tbody>")[2].partition("</tbody>")[0]


def test_form_and_list_say_who_is_editing(nino, giorgi, record):
    nino.open(change_url(record))

    assert beat(nino, record).json()["editors"] == ""

    assert giorgi.open(change_url(record)).texts("record-bar__company")[0] == "Nino is editing"
    assert "Nino is editing" in rows_of(giorgi.client.get(LIST).content.decode())
    assert "Nino is editing" not in rows_of(nino.client.get(LIST).content.decode())
    assert beat(giorgi, record).json()["editors"] == "Nino is editing"


def test_two_forms_of_one_editor_are_one_editor_until_both_are_closed(nino, giorgi, record):
    beat(nino.open(change_url(record)), record)
    first = nino["_form"]
    beat(nino.open(change_url(record)), record)

    beat(nino, record, leave="1")
    assert presence.editors([record.pk], but=giorgi_user()) == {record.pk: ["Nino"]}
    beat(nino.fill(_form=first), record, leave="1")
    assert presence.editors([record.pk], but=giorgi_user()) == {}


def giorgi_user():
    return publisher()


def test_several_editors_are_named_in_one_sentence(nino, giorgi, record):
    beat(nino.open(change_url(record)), record)
    beat(giorgi.open(change_url(record)), record)
    third = browser_of(member_of("Editor", "Ana"))

    assert third.open(change_url(record)).texts("record-bar__company")[0] == "Giorgi and Nino are editing"


def test_form_that_fell_silent_counts_no_more_and_is_swept(nino, record):
    beat(nino.open(change_url(record)), record)
    Presence.objects.update(at=timezone.now() - presence.SILENT_AFTER - dt.timedelta(seconds=1))

    assert presence.editors([record.pk], but=publisher()) == {}
    work.settle()
    assert not Presence.objects.exists()


def test_presence_is_no_act(nino, record):
    before = ChangeHead.objects.get().sequence, Audit.objects.count()

    nino.open(change_url(record))
    beat(nino, record)
    beat(nino, record, leave="1")

    assert (ChangeHead.objects.get().sequence, Audit.objects.count()) == before


def test_beat_costs_few_queries(nino, record, django_assert_max_num_queries):
    nino.open(change_url(record))
    beat(nino, record)

    with django_assert_max_num_queries(10):
        beat(nino, record)


def test_nobody_closes_the_form_of_another(nino, giorgi, record):
    beat(nino.open(change_url(record)), record)

    giorgi.open(change_url(record)).fill(_form=nino["_form"])
    beat(giorgi, record, leave="1")

    assert presence.editors([record.pk], but=publisher()) == {record.pk: ["Nino"]}


def test_who_saved_meanwhile_is_told(nino, giorgi, record):
    nino.open(change_url(record))
    giorgi.open(change_url(record)).fill(lead_en="Theirs").press("_save_draft")

    assert beat(nino, record).json()["news"].startswith("Giorgi saved changes at ")
    assert beat(giorgi.follow(), record).json()["news"] == ""


def test_author_hears_nothing_of_the_work_on_a_public_text(nino, record):
    beat(nino.open(change_url(record)), record)
    author = browser_of(member_of("Author"))

    assert "editing" not in rows_of(author.client.get(LIST).content.decode())
    assert "is editing" not in author.client.get(change_url(record)).content.decode()
    assert author.client.post(reverse("admin:news_article_presence", args=[record.pk]), {"_form": "x"}).status_code == 403


def test_form_whose_session_began_anew_fetches_a_token_and_is_there_again(nino, record):
    url = reverse("admin:news_article_presence", args=[record.pk])
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = nino.client.cookies
    assert strict.post(url, {"_form": "x", "csrfmiddlewaretoken": "x" * 64}).status_code == 403

    fresh = strict.get(url).json()

    assert fresh["state"] == "ready"
    assert strict.post(url, {"_form": "x", "csrfmiddlewaretoken": fresh["csrf"]}).json()["state"] == "here"


def test_record_that_is_gone_and_ended_session_do_no_harm(nino, record):
    url = reverse("admin:news_article_presence", args=[uuid.uuid4()])
    assert nino.client.post(url, {"_form": "x"}).status_code == 204

    nino.open(change_url(record)).client.logout()
    assert beat(nino, record).status_code == 401


@pytest.mark.parametrize("count", [1, 3])
def test_lists_ask_once_for_all_rows(nino, record, count, django_assert_max_num_queries):
    for number in range(count):
        presence.note(drafts.create(Article, {"title_en": str(number)}, by=publisher()).pk, "form", by=publisher())
    nino.client.get(LIST)

    with django_assert_max_num_queries(25):
        nino.client.get(LIST)
