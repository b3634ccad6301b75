"""The form of a record in the admin: what it stores, what it shows again, what it refuses."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from news.models import Article, Byline
from publishing import drafts
from publishing.models import Change, Draft, Version, Withdrawal
from publishing.publishable import State
from tests.factories import make_author, make_kind, make_published_article, publisher
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
    form.open(change_url(record)).fill(title_en="T" * 300).fill_row("corrections", row.pk, at_0="31.31.2024", at_1="99:99").press("_save_draft")

    form.open(change_url(record))

    assert form["title_en"] == "T" * 300
    assert form["corrections-0-at_0"] == "31.31.2024"
    assert "errorlist" not in form.page
    assert len(form.texts("record-hints")) == 1
    assert form.press("_publish").status_code == 422
    assert form["title_en"] == "T" * 300
    assert stored().title_en == "Talks"


# Steps


def test_submitted_returned_and_published(form):
    form.open(ADD).fill(title_en="Talks", kind=make_kind().pk).press("_submit")
    assert stored().state == State.IN_REVIEW
    form.follow().fill(lead_en="Edited in review").press("_return")
    assert stored().state == State.DRAFT
    assert form.follow()["lead_en"] == "Edited in review"

    form.press("_publish")

    assert (stored().state, stored().lead_en) == (State.PUBLISHED, "Edited in review")


def test_one_language_is_published_and_withdrawn(form):
    kind = make_kind().pk
    form.open(ADD).fill(title_en="Talks", title_ka="სათაური", body_ka="<p>ტექსტი</p>", kind=kind).press("_publish_languages", "en")
    assert (stored().title_en, stored().title_ka) == ("Talks", "")
    assert form.follow()["title_ka"] == "სათაური"
    form.press("_publish_languages", "ka")
    assert stored().title_ka == "სათაური"

    form.follow().press("_withdraw_languages", "ka")

    assert (stored().title_ka, stored().body_ka, stored().is_live) == ("", "", True)
    assert form.follow()["body_ka"] == "<p>ტექსტი</p>"


@pytest.mark.parametrize("codes", [[], ["xx"], ["ka"]])
def test_publishing_languages_that_cannot_be_is_refused(form, codes):
    record = drafts.create(Article, {"title_en": "Talks", "kind": make_kind().pk}, by=publisher())

    assert form.open(change_url(record)).press("_publish_languages", codes or "").status_code == 422
    assert not stored().is_live


def test_withdrawal_tells_what_the_editor_allows(form):
    record, successor = make_live(), make_published_article(title_en="Better")
    form.open(change_url(record)).fill(
        _notice_show_date=None, _notice_show_title="on", _notice_reason_ka="მიზეზი", _notice_successor="http://testserver/en/news/better/"
    )

    form.press("_withdraw")

    notice = Withdrawal.objects.get()
    assert (notice.show_date, notice.show_title, notice.reason_ka, notice.reason_en, notice.successor) == (False, True, "მიზეზი", "", successor.pk)
    record.refresh_from_db()
    assert record.state == State.WITHDRAWN


@pytest.mark.parametrize("address", ["/en/news/nowhere/", "http://[", "\0", "x" * 400])
def test_withdrawal_with_a_successor_that_is_none_is_refused(form, address):
    record = make_live()

    response = form.open(change_url(record)).fill(_notice_successor=address, title_en="Typed").press("_withdraw")

    assert (response.status_code, form["title_en"]) == (422, "Typed")
    assert stored().is_live


def test_scheduled_record_becomes_public_by_itself(form):
    record = drafts.create(Article, {"title_en": "Talks", "kind": make_kind().pk}, by=publisher())
    form.open(change_url(record)).fill(_schedule_at="2099-05-01T10:30").press("_schedule")

    assert stored().is_scheduled
    assert not stored().is_live
    assert timezone.localtime(stored().live_at).isoformat(" ")[:16] == "2099-05-01 10:30"
    assert not Change.objects.exists()


@pytest.mark.parametrize("moment", ["", "2001-01-01T00:00", "nonsense", "9" * 500, "2099-13-45T99:99", "0001-01-01T00:00"])
def test_schedule_that_is_no_coming_moment_is_refused(form, moment):
    record = drafts.create(Article, {"title_en": "Talks", "kind": make_kind().pk}, by=publisher())

    response = form.open(change_url(record)).fill(_schedule_at=moment, lead_en="Kept").press("_schedule")

    assert (response.status_code, form["lead_en"], stored().state) == (422, "Kept", State.DRAFT)


def test_schedule_of_a_live_record_is_refused(form):
    record = make_live()
    form.open(change_url(record))
    assert "_schedule" not in form.buttons()

    response = form.fill(_schedule_at="2099-05-01T10:30").press("_schedule")

    assert response.status_code == 422
    assert "has been public" in form.texts("messagelist")[0]
    assert stored().is_live


def test_discarded_changes_are_gone(form):
    record = make_live()
    drafts.save(record, {"title_en": "Other"}, by=publisher())

    form.open(change_url(record)).press("_discard")

    assert form.follow()["title_en"] == "Talks"
    assert not Draft.objects.exists()


def test_trashed_and_brought_back(form):
    record = drafts.create(Article, {"title_en": "Talks"}, by=publisher())
    form.open(change_url(record)).press("_trash")
    assert stored().state == State.TRASHED
    assert form.follow().buttons() == ["_restore"]
    assert form.press("_save_draft").status_code == 422

    form.open(change_url(record)).press("_restore")

    assert stored().state == State.DRAFT
    assert form.follow()["title_en"] == "Talks"


def test_public_record_cannot_be_trashed_or_deleted(form):
    record = make_live()

    assert form.open(change_url(record)).press("_trash").status_code == 422
    assert form.client.post(reverse("admin:news_article_delete", args=[record.pk]), {"post": "yes"}).status_code == 403
    assert stored().is_live


def test_deletion_for_ever_is_the_administrators_and_partners_are_told():
    record = make_live()
    drafts.withdraw(record, by=publisher())
    form = browser_of(member_of("Administrator"))
    assert form.client.post(reverse("admin:news_article_delete", args=[record.pk]), {"post": "yes"}).status_code == 403
    form.open(change_url(record)).press("_trash")

    form.client.post(reverse("admin:news_article_delete", args=[record.pk]), {"post": "yes"})

    assert not Article.objects.exists()
    assert not Draft.objects.exists()
    assert not Version.objects.exists()
    assert Change.objects.latest("sequence").kind == Change.Kind.DELETED


def test_editor_cannot_delete_for_ever(form):
    record = drafts.create(Article, {"title_en": "Talks"}, by=publisher())
    form.open(change_url(record)).press("_trash")

    assert form.client.post(reverse("admin:news_article_delete", args=[record.pk]), {"post": "yes"}).status_code == 403


def test_scheduled_record_offers_to_publish_now_and_shows_its_moment(form):
    moment = timezone.now() + dt.timedelta(days=2)
    record = drafts.create(Article, {"kind": make_kind().pk, "title_en": "Soon"}, by=publisher())
    drafts.publish(record, by=publisher(), at=moment)

    form.open(change_url(record))

    assert "Publish now" in form.page
    assert "Publish changes" not in form.page
    assert form["_schedule_at"] == timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M")
