"""The form of a record in the admin: what it stores, what it shows again, what it refuses."""

import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from news.models import Article, Byline, Correction
from publishing import drafts
from publishing.models import Draft
from publishing.publishable import State
from tests.factories import make_author, make_kind, publisher
from tests.roles import browser_of, member_of

ADD = "/admin/news/article/add/"


def change_url(record):
    return reverse("admin:news_article_change", args=[record.pk])


@pytest.fixture
def form():
    """The browser of an editor."""
    return browser_of(member_of("Editor"))


def make_live(**fields):
    record = drafts.create(Article, {"kind": make_kind().pk, "title_en": "Talks", "body_en": "<p>One.</p>", **fields}, by=publisher())
    drafts.publish(record, by=publisher())
    return record


def stored():
    return Article.objects.get()


# A new record


def test_opening_a_new_form_stores_nothing(form):
    form.open(ADD)

    assert not Article.objects.exists()
    assert not Draft.objects.exists()


def test_new_draft_is_a_blank_row_and_a_draft(form):
    response = form.open(ADD).fill(title_en="Talks", body_en="<p>Text</p>").press("_save_draft")

    assert response.headers["Location"] == change_url(stored())
    assert (stored().title_en, stored().working_title, stored().created_by.username) == ("", "Talks", "editor")
    assert form.follow()["title_en"] == "Talks"


def test_form_sent_twice_is_one_record(form):
    form.open(ADD).fill(title_en="Talks")
    form.press("_save_draft")
    form.press("_save_draft")

    assert Article.objects.count() == 1


def test_new_record_is_published_at_once(form):
    form.open(ADD).fill(title_en="Talks", kind=make_kind().pk).press("_publish")

    assert stored().is_live
    assert "Published in English" in form.follow().texts("messagelist")[0]


def test_refused_publication_of_a_new_record_stores_nothing_and_keeps_the_text(form):
    response = form.open(ADD).fill(title_en="Talks", lead_en="Kept").press("_publish")

    assert (response.status_code, form["lead_en"]) == (422, "Kept")
    assert not Article.objects.exists()
    form.fill(kind=make_kind().pk).press("_publish")
    assert (stored().is_live, stored().lead_en) == (True, "Kept")


def test_duplicate_has_the_content_under_no_address(form):
    record = make_live(title_ka="მოლაპარაკება", tags=["+Talks"], bylines=[{"author": make_author().pk}], corrections=[{"text_en": "Sic"}])

    form.open(f"{ADD}?copy={record.pk}").press("_save_draft")

    copy = Article.objects.exclude(pk=record.pk).get()
    state = drafts.state_of(copy)
    assert (state["title_ka"], state["slug_en"], state["corrections"]) == ("მოლაპარაკება", "", [])
    assert len(state["bylines"]) == 1
    assert str(Byline.objects.get().pk) not in state["bylines"]
    assert copy.state == State.DRAFT


@pytest.mark.parametrize("key", ["nonsense", uuid.uuid4(), ""])
def test_duplicate_of_nothing_is_a_blank_form(form, key):
    assert form.open(f"{ADD}?copy={key}")["title_en"] == ""


# A draft over a public record


def test_draft_changes_nothing_public(form):
    record = make_live()

    form.open(change_url(record)).fill(title_en="Other").press("_save_draft")

    assert (stored().title_en, stored().has_draft) == ("Talks", True)
    assert form.open(change_url(record))["title_en"] == "Other"
    assert form.texts("state__changes") == ["unpublished changes"]


def test_saving_an_untouched_form_changes_nothing(form):
    record = make_live(
        title_ka="მოლაპარაკება", tags=["+Talks"], bylines=[{"author": make_author().pk}], corrections=[{"text_en": "Sic\nerat"}], lead_en="a\nb"
    )

    form.open(change_url(record)).press("_save_draft")

    assert not Draft.objects.exists()
    assert not stored().has_draft


def test_moments_of_rows_are_not_changed_by_what_no_input_shows(form):
    record = make_live()
    Correction.objects.create(article=record, text_en="Sic", at=timezone.now().replace(microsecond=123456))

    form.open(change_url(record)).press("_save_draft")

    assert not Draft.objects.exists()


def test_rows_are_added_changed_moved_and_taken_out(form):
    first, second, third = (make_author(name) for name in ("A", "B", "C"))
    record = make_live(bylines=[{"author": first.pk}, {"author": second.pk}])
    one, two = record.bylines.order_by("position")
    form.open(change_url(record)).fill_row("bylines", one.pk, position=9)
    form.fill_row("bylines", two.pk, DELETE="on").add_row("bylines", author=third.pk, position=1).press("_save_draft")
    assert [row.author for row in record.bylines.order_by("position")] == [first, second]

    form.open(change_url(record)).press("_publish")

    assert [row.author for row in record.bylines.order_by("position")] == [third, first]


def test_unticked_box_is_published(form):
    record = make_live(show_title_ka=True, title_ka="სათაური")
    assert stored().title_ka == "სათაური"

    form.open(change_url(record)).fill(show_title_ka=None).press("_publish_languages", "en")

    assert (stored().show_title_ka, stored().title_ka) == (False, "")
    assert form.open(change_url(record))["title_ka"] == "სათაური"


def test_text_that_cannot_be_published_is_kept_as_typed(form):
    record = make_live(corrections=[{"text_en": "Sic"}])
    row = record.corrections.get()
    form.open(change_url(record)).fill(title_en="T" * 300).fill_row("corrections", row.pk, at="31.31.2024 99:99").press("_save_draft")

    form.open(change_url(record))

    assert form["title_en"] == "T" * 300
    assert form["corrections-0-at"] == "31.31.2024 99:99"
    assert "errorlist" not in form.page
    assert len(form.texts("record-hints")) == 1
    assert form.press("_publish").status_code == 422
    assert form["title_en"] == "T" * 300
    assert stored().title_en == "Talks"


def test_inputs_say_their_language_and_long_ones_are_counted(form):
    form.open(ADD)

    for code in ("en", "ka"):
        for name in ("title", "lead", "body"):
            assert form.input(f"{name}_{code}").get("lang") == code
    assert form.input("kind").get("lang") is None
    assert form.input("lead_ka").get("data-count") == "120-500"


def test_parts_of_the_form_say_what_they_are(form):
    form.open(ADD)

    shared = ["Details", "Byline", "Sources", "People and offices", "Events", "Documents", "Corrections"]
    assert form.panels() == [("English", "en"), ("Georgian", "ka"), *((label, None) for label in shared)]


def test_import_map_of_the_editor_passes_the_policy(form):
    form.open(ADD)

    nonce = form.page.split('<script type="importmap" nonce="')[1].split('"')[0]
    assert f"'nonce-{nonce}'" in form.response.headers["Content-Security-Policy"]


def test_public_record_links_to_its_page(form):
    record = make_live()

    assert '<a href="/en/news/talks/">View on site</a>' in form.open(change_url(record)).page
    drafts.withdraw(record, by=publisher())
    assert "View on site" not in form.open(change_url(record)).page
