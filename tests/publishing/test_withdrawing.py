"""What withdrawing takes out of the row, and what of it waits in the draft."""

import datetime as dt

import pytest
from django.utils import timezone

from news.models import Article, ArticleTag, Byline
from publishing import drafts
from publishing.models import Address, Change, Withdrawal
from publishing.publishable import State
from publishing.workflow import Notice
from tests.factories import make_author, make_kind, make_tag, publisher

BOTH = {"title_en": "Talks", "title_ka": "მოლაპარაკება", "body_en": "<p>One.</p>", "body_ka": "<p>ერთი.</p>"}


def make_draft(**fields):
    return drafts.create(Article, {"kind": make_kind().pk, **fields}, by=publisher())


def make_live(**fields):
    record = make_draft(**{**BOTH, **fields})
    drafts.publish(record, by=publisher())
    return record


def test_withdrawn_language_leaves_the_row_and_waits_in_the_draft():
    record = make_live(corrections=[{"text_en": "Sic", "text_ka": "ასე"}, {"text_en": "Only"}])

    drafts.withdraw(record, by=publisher(), languages=["en"])

    assert (record.title_en, record.body_en, record.slug_en, record.published_at_en) == ("", "", "talks", None)
    assert [(row.text_en, row.text_ka) for row in record.corrections.all()] == [("", "ასე")]
    assert (record.is_available_in("ka"), record.is_available_in("en")) == (True, False)
    state = drafts.state_of(record)
    assert (state["title_en"], state["body_en"], len(state["corrections"])) == ("Talks", "<p>One.</p>", 2)

    drafts.publish(record, by=publisher(), languages=["en"])

    assert (record.body_en, record.corrections.count(), record.has_draft) == ("<p>One.</p>", 2, False)


def test_withdrawing_the_last_language_withdraws_the_record():
    record = make_live()

    drafts.withdraw(record, by=publisher(), languages=["en"])
    drafts.withdraw(record, by=publisher(), languages=["ka"])

    assert record.state == State.WITHDRAWN
    assert set(Withdrawal.objects.values_list("record", "language")) == {(record.pk, "en"), (record.pk, "ka")}
    assert drafts.state_of(record)["title_en"] == "Talks"


def test_withdrawn_record_published_in_one_language_shows_only_that():
    record = make_live()
    drafts.withdraw(record, by=publisher())

    drafts.publish(record, by=publisher(), languages=["ka"])

    assert (record.title_en, record.body_en, record.title_ka) == ("", "", "მოლაპარაკება")
    assert drafts.state_of(record)["body_en"] == "<p>One.</p>"


def test_schedule_taken_back_leaves_nothing_in_the_row():
    record = make_draft(**BOTH, tags=[make_tag("Talks").pk], bylines=[{"author": make_author().pk}])
    drafts.publish(record, by=publisher(), at=timezone.now() + dt.timedelta(days=1))
    assert record.is_scheduled

    drafts.withdraw(record, by=publisher())

    assert (record.state, record.title_en, record.slug_en, record.kind_id) == (State.DRAFT, "", None, None)
    assert not ArticleTag.objects.exists()
    assert not Byline.objects.exists()
    assert not Address.objects.filter(kind="article").exists()
    assert drafts.state_of(record)["title_en"] == "Talks"
    drafts.publish(record, by=publisher())
    assert (record.slug_en, record.bylines.count()) == ("talks", 1)


def make_waiting(**fields):
    """Make a record that can be read in English; the Georgian text waits for its moment."""
    record = make_draft(**{**BOTH, **fields})
    drafts.publish(record, by=publisher(), languages=["ka"], at=timezone.now() + dt.timedelta(days=1))
    drafts.publish(record, by=publisher(), languages=["en"])
    return record


def slugs(record):
    return set(Address.objects.filter(record=record.pk).values_list("slug", flat=True))


@pytest.mark.parametrize("codes", [["ka"], None], ids=["that language", "all"])
def test_language_that_nobody_saw_leaves_neither_word_nor_address_nor_entry(codes):
    record = make_waiting()
    assert record.slug_ka == "molaparakeba"

    drafts.withdraw(record, by=publisher(), languages=codes, notice=Notice(show_title=True))

    assert (record.title_ka, record.body_ka, record.slug_ka, record.published_at_ka) == ("", "", "talks", None)
    assert slugs(record) == {"talks"}
    assert not Withdrawal.objects.filter(language="ka").exists()
    assert not any("ka" in change.languages for change in Change.objects.all())
    assert drafts.state_of(record)["body_ka"] == "<p>ერთი.</p>"


def test_slug_that_changes_before_anybody_saw_it_is_forgotten():
    record = make_waiting()

    drafts.save(record, {"slug_ka": "other", "slug_en": "new"}, by=publisher())
    drafts.publish(record, by=publisher(), languages=["en", "ka"])

    assert slugs(record) == {"talks", "new", "other"}
