"""The form of a record in the admin under two editors at once, and under bad input: nothing lost, and no error of ours."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from news.models import Article, Byline
from publishing import drafts
from publishing.models import Draft
from tests.factories import make_author, make_kind, make_superuser, make_tag, publisher
from tests.roles import browser_of, member_of

ADD = "/admin/news/article/add/"


def change_url(record):
    return reverse("admin:news_article_change", args=[record.pk])


@pytest.fixture
def form():
    """The browser of an editor."""
    return browser_of(member_of("Editor"))


@pytest.fixture
def other():
    """The browser of another editor."""
    return browser_of(member_of("Editor", "other"))


def make_live(**fields):
    record = drafts.create(Article, {"kind": make_kind().pk, "title_en": "Talks", "body_en": "<p>One.</p>", **fields}, by=publisher())
    drafts.publish(record, by=publisher())
    return record


def stored():
    return Article.objects.get()


# Two editors


def test_two_editors_in_different_places_are_merged(form, other):
    record = make_live()
    form.open(change_url(record))
    other.open(change_url(record)).fill(lead_en="Theirs").press("_save_draft")

    assert form.fill(title_en="Mine").press("_save_draft").status_code == 302

    state = drafts.state_of(record)
    assert (state["title_en"], state["lead_en"]) == ("Mine", "Theirs")


def test_two_editors_in_one_place_see_both_texts_and_decide(form, other):
    record = make_live()
    form.open(change_url(record))
    other.open(change_url(record)).fill(title_en="Theirs").press("_save_draft")

    response = form.fill(title_en="Mine").press("_save_draft")

    assert (response.status_code, form["title_en"]) == (409, "Mine")
    assert "Theirs" in form.texts("record-conflict")[0]
    assert drafts.state_of(record)["title_en"] == "Theirs"
    assert form.press("_save_draft").status_code == 302
    assert drafts.state_of(record)["title_en"] == "Mine"


def test_tab_left_open_over_a_new_draft_does_not_overwrite_it(form, other):
    record = make_live()
    form.open(change_url(record)).fill(title_en="One").press("_save_draft")
    form.open(change_url(record))
    other.open(change_url(record)).press("_discard")
    other.open(change_url(record)).fill(title_en="Two").press("_save_draft")

    assert form.fill(title_en="Three").press("_save_draft").status_code == 409
    assert drafts.state_of(record)["title_en"] == "Two"


def test_correction_published_meanwhile_is_not_reverted(form):
    record = make_live()
    form.open(change_url(record))
    Article.objects.update(lead_en="Corrected")

    form.fill(title_en="Mine").press("_save_draft")
    form.open(change_url(record)).press("_publish")

    assert (stored().title_en, stored().lead_en) == ("Mine", "Corrected")


def test_two_editors_publish_the_same_text(form, other):
    record = make_live()
    form.open(change_url(record))
    other.open(change_url(record)).fill(title_en="Theirs", lead_en="Lead").press("_publish")

    response = form.fill(title_en="Mine").press("_publish")

    assert (response.status_code, stored().title_en) == (409, "Theirs")
    assert form.press("_publish").status_code == 302
    assert (stored().title_en, stored().lead_en) == ("Mine", "Lead")


# Bad input


@pytest.mark.parametrize("seen", ["", "forged", None])
def test_damaged_page_is_shown_again_with_everything_typed(form, seen):
    record = make_live()

    response = form.open(change_url(record)).fill(_seen=seen, title_en="Typed").press("_publish")

    assert (response.status_code, form["title_en"], stored().title_en) == (409, "Typed", "Talks")
    assert form.press("_publish").status_code == 302
    assert stored().title_en == "Typed"


def test_hidden_part_of_another_record_is_not_taken(form):
    record, another = make_live(), make_live(title_en="Another")
    seen = form.open(change_url(another))["_seen"]

    assert form.open(change_url(record)).fill(_seen=seen).press("_save_draft").status_code == 409


def test_cut_form_changes_nothing(form):
    record = make_live(show_title_ka=True, tags=["+Talks"], bylines=[{"author": make_author().pk}])
    form.open(change_url(record)).fill(title_en="Typed")
    names = list(form.fields)
    form.fields = {name: form.fields[name] for name in names[: names.index("title_en") + 1]}

    response = form.press("_publish")

    assert (response.status_code, stored().title_en, form["title_en"]) == (422, "Talks", "Typed")
    assert form.fields["show_title_ka"] == ["on"]
    assert len(form.fields["tags"]) == 1
    assert form["bylines-TOTAL_FORMS"] == "1"


def test_row_of_another_record_cannot_be_taken(form):
    record, another = make_live(), make_live(title_en="Another", bylines=[{"author": make_author().pk}])
    theirs = another.bylines.get()

    response = form.open(change_url(record)).add_row("bylines", id=theirs.pk, author=make_author("B").pk).press("_publish")

    assert response.status_code == 422
    assert "belongs to another record" in form.texts("record-hints--errors")[0]
    assert Byline.objects.get() == theirs


@pytest.mark.parametrize("key", ["", "nonsense", "\0", "0" * 400])
def test_row_keys_that_are_none_do_no_harm(form, key):
    record = make_live()

    assert form.open(change_url(record)).add_row("bylines", id=key, author=make_author().pk).press("_publish").status_code == 302
    assert record.bylines.count() == 1


@pytest.mark.parametrize("name", ["title_en", "slug_en", "lead_en", "body_en", "tags", "kind", "image", "licence"])
def test_nul_in_any_field_is_taken_out_and_said(form, name):
    record = make_live()

    response = form.open(change_url(record)).fill(**{name: ["a\0b"] if name == "tags" else "a\0b"}).press("_save_draft")

    assert response.status_code == 302
    assert "removed" in form.follow().texts("messagelist")[0]


@pytest.mark.parametrize("button", ["_save_draft", "_publish"])
def test_enormous_text_is_kept_and_not_published(form, button):
    record = make_live()

    response = form.open(change_url(record)).fill(body_en="x" * 1_500_000).press(button)

    assert response.status_code == {"_save_draft": 302, "_publish": 422}[button]
    assert stored().body_en == "<p>One.</p>"


def test_form_beyond_every_limit_is_refused_without_harm(form):
    record = make_live()

    assert form.open(change_url(record)).fill(body_en="x" * 11_000_000).press("_save_draft").status_code in {400, 413}
    assert not Draft.objects.exists()


def test_vanished_image_is_shown_and_named(form):
    record = make_live()
    key = str(uuid.uuid4())
    drafts.save(record, {"image": key}, by=publisher())

    form.open(change_url(record))

    assert form["image"] == key
    assert "no longer exists" in form.page
    assert form.press("_publish").status_code == 422


@pytest.mark.parametrize("word", ["+" + "w" * 500, "+!!!", "+\u200b"])
def test_word_that_cannot_be_a_tag_is_refused(form, word):
    record = make_live()

    assert form.open(change_url(record)).fill(tags=[word]).press("_publish").status_code == 422
    assert "Tags: " in form.texts("record-hints--errors")[0]
    assert not stored().tagged.exists()


def test_typed_tag_finds_the_one_there_is(form):
    record, tag = make_live(), make_tag("Tskhinvali Region", "ცხინვალის რეგიონი")

    form.open(change_url(record)).fill(tags=["+tskhinvali REGION", "ცხინვალის რეგიონი"]).press("_publish")

    assert [row.tag for row in stored().tagged.all()] == [tag]


@pytest.mark.parametrize(("name", "value"), [("kind", "nonsense"), ("licence", "mine"), ("image", "' OR 1=1"), ("tags", [str(uuid.uuid4())])])
def test_choices_that_are_none_are_named(form, name, value):
    record = make_live()

    response = form.open(change_url(record)).fill(**{name: value}).press("_publish")

    assert response.status_code == 422
    assert form.texts("record-hints--errors")


def test_form_of_a_record_that_is_gone_leads_to_the_list(form):
    response = form.client.get(reverse("admin:news_article_change", args=[uuid.uuid4()]))

    assert response.status_code == 302


def test_form_in_georgian_saves_dates_as_in_english(form):
    record = make_live(corrections=[{"text_en": "Sic", "at": timezone.make_aware(dt.datetime(2026, 3, 5, 10, 30))}])  # noqa: DTZ001 - made aware here
    form.headers = {"accept-language": "ka"}

    form.open(change_url(record)).press("_save_draft")

    assert not Draft.objects.exists()
    assert not stored().has_draft


def test_superuser_needs_no_role():
    assert browser_of(make_superuser()).open(ADD).buttons()[0] == "_save_draft"
