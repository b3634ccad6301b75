"""What changed under a draft meanwhile: choices that went away, addresses that were taken, forms of another time, forged fields."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.utils import timezone

from library import tags
from library.models import Tag
from news.models import Article, Correction, Kind
from publishing import bulk, drafts
from publishing.models import Change, Draft, Version
from publishing.publishable import State
from publishing.workflow import TransitionError
from tests.factories import make_author, make_kind, make_tag, publisher
from tests.roles import browser_of, member_of


def change_url(record):
    return f"/admin/news/article/{record.pk}/change/"


@pytest.fixture
def form():
    """The browser of an editor."""
    return browser_of(member_of("Editor"))


@pytest.fixture
def other():
    """The browser of another editor."""
    return browser_of(member_of("Editor", "giorgi"))


def make_live(**fields):
    texts = {"title_en": "Talks", "body_en": "<p>One.</p>"}
    record = drafts.create(Article, {"kind": make_kind().pk, **texts, **fields}, by=publisher())
    drafts.publish(record, by=publisher())
    return record


def corrections(*texts):
    return [{"at": timezone.now() - dt.timedelta(hours=number), "text_en": text} for number, text in enumerate(texts)]


def texts_of(record):
    return [row.text_en for row in Correction.objects.filter(article=record).order_by("position")]


def vanished_tag():
    tag = make_tag("Border")
    return {"tags": [tag.pk]}, tag


def vanished_kind():
    kind = Kind.objects.create(key="review", label_en="Review")
    return {"kind": kind.pk}, kind


def vanished_author():
    author = make_author("Eka")
    return {"bylines": [{"author": author.pk}]}, author


@pytest.mark.parametrize("made", [vanished_tag, vanished_kind, vanished_author])
def test_choice_deleted_meanwhile_is_shown_and_refuses_publication(form, made):
    record = make_live()
    fields, target = made()
    drafts.save(record, {**fields, "lead_en": "Typed"}, by=publisher())
    target.delete()

    assert "(no longer exists)" in form.open(change_url(record)).page
    response = form.press("_publish")

    assert (response.status_code, form["lead_en"]) == (422, "Typed")
    assert "no longer exists" in form.page
    record.refresh_from_db()
    assert (record.lead_en, record.kind.key) == ("", "news")
    assert "Typed" in str(Draft.objects.get(record=record.pk).data)


def test_tag_typed_newly_is_made_by_publication_alone(form):
    record = make_live()
    form.open(change_url(record))
    form.fields["tags"] = ["+Border talks"]
    form.press("_save_draft")
    assert not Tag.objects.exists()

    form.follow().press("_publish")

    assert [str(row.tag) for row in record.tagged.all()] == ["Border talks"]


def test_tag_typed_newly_that_somebody_made_meanwhile_is_that_one(form):
    record = make_live()
    drafts.save(record, {"tags": ["+Border talks"]}, by=publisher())
    there = make_tag("BORDER Talks")

    form.open(change_url(record)).press("_publish")

    assert [row.tag for row in record.tagged.all()] == [there]


def test_tag_merged_into_another_meanwhile_is_the_other(form):
    record, gone, stays = make_live(), make_tag("Border"), make_tag("Frontier")
    drafts.save(record, {"tags": [gone.pk]}, by=publisher())
    tags.merge(gone, stays, by=publisher())

    form.open(change_url(record)).press("_publish")

    assert [row.tag for row in record.tagged.all()] == [stays]


def test_draft_from_before_a_field_was_added_or_renamed(form):
    record = make_live(lead_en="Lead")
    drafts.save(record, {"title_en": "New talks"}, by=publisher())
    draft = Draft.objects.get()
    for state in (draft.data, draft.base):
        del state["lead_en"]
        state["standfirst_en"] = "Under the old name"
    draft.save()

    form.open(change_url(record))
    assert form["lead_en"] == "Lead"
    assert "standfirst_en" in form.page
    form.press("_publish")

    record.refresh_from_db()
    assert (record.title_en, record.lead_en) == ("New talks", "Lead")


def test_correction_in_bulk_under_an_open_form_is_kept(form):
    record, tag = make_live(), make_tag("Border")
    form.open(change_url(record)).fill(title_en="New talks")
    bulk.put(Article.objects.get(pk=record.pk), {"tags": [str(tag.pk)]}, by=publisher())
    assert [row.tag for row in record.tagged.all()] == [tag]

    assert form.press("_publish").status_code == 302

    record.refresh_from_db()
    assert (record.title_en, [row.tag for row in record.tagged.all()]) == ("New talks", [tag])


def test_correction_in_bulk_joins_a_pending_draft_and_nothing_of_it_becomes_public(form):
    record, tag = make_live(), make_tag("Border")
    form.open(change_url(record)).fill(title_en="New talks").press("_save_draft")
    bulk.put(Article.objects.get(pk=record.pk), {"tags": [str(tag.pk)]}, by=publisher())
    record.refresh_from_db()
    assert (record.title_en, record.tagged.count()) == ("Talks", 0)

    form.follow().press("_publish")

    record.refresh_from_db()
    assert (record.title_en, record.tagged.count()) == ("New talks", 1)


def test_row_deleted_meanwhile_stays_deleted_where_nobody_wrote_into_it(form, other):
    record = make_live(corrections=corrections("First", "Second"))
    form.open(change_url(record)).fill(title_en="New talks")
    other.open(change_url(record)).fill(**{"corrections-0-DELETE": "on"}).press("_publish")

    assert form.press("_publish").status_code == 302

    record.refresh_from_db()
    assert (record.title_en, texts_of(record)) == ("New talks", ["Second"])


def test_row_deleted_meanwhile_while_somebody_wrote_into_it_is_asked_about(form, other):
    record = make_live(corrections=corrections("First", "Second"))
    form.open(change_url(record)).fill(**{"corrections-0-text_en": "First, and more"})
    other.open(change_url(record)).fill(**{"corrections-0-DELETE": "on"}).press("_publish")

    assert form.press("_publish").status_code == 409
    assert "First, and more" in form.page
    assert form.press("_publish").status_code == 302

    assert sorted(texts_of(record)) == ["First, and more", "Second"]


def test_row_taken_out_while_somebody_else_wrote_into_it_is_shown_with_what_was_written(form, other):
    record = make_live(corrections=corrections("First", "Second"))
    form.open(change_url(record)).fill(**{"corrections-0-DELETE": "on"})
    other.open(change_url(record)).fill(**{"corrections-0-text_en": "First, and more"}).press("_save_draft")

    assert form.press("_save_draft").status_code == 409

    assert "First, and more" in " ".join(form.texts("record-conflict"))


def test_row_changed_meanwhile_keeps_the_change(form, other):
    record = make_live(corrections=corrections("First", "Second"))
    form.open(change_url(record)).fill(**{"corrections-0-text_en": "First by Eka"})
    other.open(change_url(record)).fill(**{"corrections-1-text_en": "Second by Giorgi"}).press("_publish")

    form.press("_publish")

    assert texts_of(record) == ["First by Eka", "Second by Giorgi"]


def test_rows_swapped_by_one_and_changed_by_another(form, other):
    record = make_live(corrections=corrections("First", "Second"))
    form.open(change_url(record)).fill(**{"corrections-0-position": 2, "corrections-1-position": 1})
    other.open(change_url(record)).fill(**{"corrections-1-text_en": "Second, and more"}).press("_publish")

    assert form.press("_publish").status_code == 302

    assert texts_of(record) == ["Second, and more", "First"]


def test_address_taken_meanwhile_is_named_and_nothing_is_lost(form):
    record = make_live()
    form.open(change_url(record)).fill(slug_en="better", lead_en="Typed").press("_save_draft")
    make_live(title_en="Better", slug_en="better")

    assert form.follow().press("_publish").status_code == 422

    assert "Another text has or had the address" in form.page
    assert (form["slug_en"], form["lead_en"]) == ("better", "Typed")
    record.refresh_from_db()
    assert (record.slug_en, record.lead_en) == ("talks", "")


def test_forged_state_and_moments_are_no_fields_of_the_form():
    author = browser_of(member_of("Author"))
    forged = dict.fromkeys(("published_at_en", "published_at_ka", "live_at", "first_published_at", "listed_at_en"), "2001-01-01T00:00")

    author.open("/admin/news/article/add/").fill(
        title_en="Talks", kind=make_kind().pk, state="published", has_draft="", available_en="on", short_id="forged", created_by="1", **forged
    )
    author.press("_save_draft")

    record = Article.objects.get()
    stored = [getattr(record, name) for name in forged]
    assert (record.state, stored, record.available_en, record.created_by.username) == (State.DRAFT, [None] * 5, False, "author")
    assert record.short_id != "forged"
    assert not Change.objects.exists()


def test_forged_row_of_another_record_is_refused_in_a_publication(form):
    record, victim = make_live(), make_live(title_en="Victim", corrections=corrections("Theirs"))
    key = victim.corrections.get().pk
    form.open(change_url(record)).add_row("corrections", id=key, at="2024-01-02T10:00", text_en="Stolen")

    assert form.press("_publish").status_code == 422

    row = Correction.objects.get()
    assert (row.pk, row.article, row.text_en) == (key, victim, "Theirs")


def test_two_publications_of_one_draft_are_one_change_and_one_refusal_or_none(form, other):
    record = make_live()
    drafts.save(record, {"title_en": "New talks"}, by=publisher())
    form.open(change_url(record))
    other.open(change_url(record))

    assert [form.press("_publish").status_code, other.press("_publish").status_code] == [302, 302]

    record.refresh_from_db()
    assert (record.title_en, record.has_draft) == ("New talks", False)
    call_command("check_content")


def test_one_language_is_published_while_another_is_saved(form, other):
    record = make_live(title_ka="მოლაპარაკება", body_ka="<p>ერთი.</p>")
    form.open(change_url(record)).fill(title_en="New talks")
    other.open(change_url(record)).fill(title_ka="ახალი")

    assert [other.press("_save_draft").status_code, form.press("_publish_languages", "en").status_code] == [302, 302]

    record.refresh_from_db()
    assert (record.title_en, record.title_ka) == ("New talks", "მოლაპარაკება")
    assert drafts.state_of(record)["title_ka"] == "ახალი"


def test_discarded_text_stays_in_history_even_if_nobody_saved_it_by_hand(form):
    record = make_live()
    form.open(change_url(record)).fill(title_en="Typed")
    answer = form.client.post(f"/admin/news/article/{record.pk}/autosave/", form.fields)
    assert answer.json()["state"] == "saved"

    form.press("_discard")

    assert Version.objects.filter(record=record.pk).first().data["title_en"] == "Typed"
    assert not Draft.objects.exists()


def test_refusals_of_programs_are_in_words():
    record = make_live()
    drafts.save(record, {"title_en": ""}, by=publisher())

    with pytest.raises(TransitionError, match="A title is needed"):
        drafts.publish(record, by=publisher(), languages=["en"])
