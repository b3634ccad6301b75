"""The buttons of a record's form: each step, who may take it, and what refuses it."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from news.models import Article
from publishing import drafts
from publishing.models import Change, Draft, Version, Withdrawal
from publishing.publishable import State
from tests.factories import make_kind, make_published_article, publisher
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

    notice = Withdrawal.objects.get(language="en")
    assert (notice.show_date, notice.title, notice.successor) == (False, record.title_en, successor.pk)
    assert (notice.reason_ka, notice.reason_en) == ("მიზეზი", "")
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
