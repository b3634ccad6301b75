"""How far each language of a record is: kept with each step and draft, computed from what was published."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db.migrations import Migration
from django.utils import timezone

from news.models import Article
from publishing import drafts, erasing, readers, standings
from publishing.apps import fill_standings
from publishing.models import Standing, Visits
from publishing.publishable import State
from publishing.workflow import transition
from tests.factories import make_article, make_kind, make_published_article, make_superuser, publisher

FULL = {"title_en": "Talks", "body_en": "<p>Talks were held.</p>", "title_ka": "მოლაპარაკება", "body_ka": "<p>გაიმართა.</p>"}


def published(**fields: object) -> Article:
    """Make an article as editors do, and publish it."""
    article = drafts.create(Article, {"kind": make_kind().pk, **FULL, **fields}, by=publisher())
    drafts.publish(article, by=publisher())
    return article


def change(article: Article, **fields: object) -> None:
    """Publish a change."""
    drafts.save(article, fields, by=publisher())
    drafts.publish(article, by=publisher())


def cells(article: Article) -> list[tuple[str, int]]:
    """Return how far each language is, and how many changes behind."""
    row = Standing.objects.get(pk=article.pk)
    return [(row.cell_en, row.behind_en), (row.cell_ka, row.behind_ka)]


def agrees() -> bool:
    """Tell whether `check_content` computes the same."""
    try:
        call_command("check_content", stdout=StringIO())
    except CommandError:
        return False
    return True


def test_languages_of_a_draft_are_drafts_where_it_has_a_text():
    article = drafts.create(Article, {"kind": make_kind().pk, "title_en": "Talks"}, by=publisher())

    assert cells(article) == [("draft", 0), ("missing", 0)]
    assert agrees()


def test_published_languages_are_up_to_date():
    assert cells(published()) == [("current", 0), ("current", 0)]


def test_language_that_was_not_published_is_missing_until_somebody_begins_it():
    article = published(title_ka="", body_ka="")
    assert cells(article) == [("current", 0), ("missing", 0)]

    drafts.save(article, {"title_ka": "მოლაპარაკება"}, by=publisher())

    assert cells(article) == [("current", 0), ("draft", 0)]
    assert agrees()


def test_each_change_of_one_language_puts_the_other_one_further_behind():
    article = published()
    change(article, body_en="<p>One.</p>")
    first = Standing.objects.get(pk=article.pk).cell_since_ka
    change(article, body_en="<p>Two.</p>")

    assert cells(article) == [("current", 0), ("outdated", 2)]
    assert Standing.objects.get(pk=article.pk).cell_since_ka == first
    assert Standing.objects.get(pk=article.pk).since == first
    assert agrees()


def test_change_of_both_languages_at_once_puts_neither_behind():
    article = published()
    change(article, body_en="<p>One.</p>", body_ka="<p>ერთი.</p>")

    assert cells(article) == [("current", 0), ("current", 0)]


def test_change_of_what_all_languages_share_puts_neither_behind():
    article = published()
    change(article, kind=make_kind("report").pk)

    assert cells(article) == [("current", 0), ("current", 0)]


def test_changed_address_puts_the_other_language_not_behind():
    article = published()
    change(article, slug_en="other")

    assert cells(article) == [("current", 0), ("current", 0)]


def test_translation_that_catches_up_puts_nobody_behind():
    article = published()
    change(article, body_en="<p>One.</p>")
    change(article, body_ka="<p>ერთი.</p>")

    assert cells(article) == [("current", 0), ("current", 0)]
    assert agrees()


def test_first_translation_puts_nobody_behind():
    article = published(title_ka="", body_ka="")
    change(article, title_ka="მოლაპარაკება", body_ka="<p>გაიმართა.</p>")

    assert cells(article) == [("current", 0), ("current", 0)]


def test_draft_that_waits_puts_nobody_behind():
    article = published()
    drafts.save(article, {"body_en": "<p>One.</p>"}, by=publisher())

    assert cells(article) == [("current", 0), ("current", 0)]


def test_withdrawn_language_is_a_draft_again():
    article = published()
    drafts.withdraw(article, by=publisher(), languages=["ka"])

    assert cells(article)[0] == ("current", 0)
    assert cells(article)[1][0] in {"draft", "missing"}
    assert Standing.objects.get(pk=article.pk).is_gap
    assert agrees()


def test_withdrawn_record_is_no_gap_and_is_not_public():
    article = published(title_ka="", body_ka="")
    assert Standing.objects.get(pk=article.pk).is_gap

    drafts.withdraw(article, by=publisher())

    row = Standing.objects.get(pk=article.pk)
    assert (row.is_gap, row.public_at, row.state) == (False, None, State.WITHDRAWN)
    assert agrees()


def test_steps_without_content_keep_the_row_too():
    article = make_published_article(title_en="Talks")
    assert Standing.objects.get(pk=article.pk).state == State.PUBLISHED

    drafts.withdraw(article, by=publisher())
    transition(article, State.TRASHED, by=publisher())

    assert Standing.objects.get(pk=article.pk).state == State.TRASHED
    assert not Standing.objects.kept().filter(pk=article.pk).exists()


def test_row_goes_with_its_record():
    article = published()
    drafts.withdraw(article, by=publisher())
    transition(article, State.TRASHED, by=publisher())
    erasing.erase(article, by=make_superuser())

    assert not Standing.objects.exists()


def test_saving_the_same_again_writes_no_row(django_assert_num_queries):
    article = published()

    with django_assert_num_queries(1):
        standings.write(article)


def breaks() -> dict[str, dict[str, object]]:
    return {
        "behind": {"behind_ka": 3},
        "cell": {"cell_ka": "missing"},
        "state": {"state": "draft"},
        "title": {"titles": "x"},
        "moment": {"public_at": None},
    }


@pytest.mark.parametrize("name", breaks())
def test_check_content_finds_and_mends_what_is_wrong(name):
    article = published()
    change(article, body_en="<p>One.</p>")
    before = Standing.objects.values().get(pk=article.pk)
    Standing.objects.filter(pk=article.pk).update(**breaks()[name])
    assert not agrees()

    call_command("check_content", fix=True, stdout=StringIO())

    assert Standing.objects.values().get(pk=article.pk) == before


def test_check_content_makes_rows_that_are_not_there_and_takes_those_of_no_record():
    article, other = published(), make_article(title_en="Nobody worked on this")
    change(article, body_en="<p>One.</p>")
    Standing.objects.all().update(record="00000000-0000-0000-0000-000000000001")
    assert not agrees()

    call_command("check_content", fix=True, stdout=StringIO())

    assert cells(article) == [("current", 0), ("outdated", 1)]
    assert Standing.objects.count() == 1
    assert other.pk not in Standing.objects.values_list("pk", flat=True)


def visited(page: str, number: int, *, days_ago: int = 0) -> None:
    day = timezone.localdate() - dt.timedelta(days=days_ago)
    Visits.objects.create(day=day, page=page, language="en", host=f"{number}.example", visits=number)


def test_readers_are_those_of_the_last_four_weeks():
    read, forgotten = published(), published(title_en="Other")
    visited(f"article:{read.pk}", 3)
    visited(f"article:{read.pk}", 4, days_ago=27)
    visited(f"article:{read.pk}", 50, days_ago=28)
    for page in ("/en/", "article:nothing", f"article:{'0' * 8}-0000-0000-0000-000000000001"):
        visited(page, 9)
    Standing.objects.filter(pk=forgotten.pk).update(readers=5)

    assert readers.count() == 2
    assert {row.pk: row.readers for row in Standing.objects.all()} == {read.pk: 7, forgotten.pk: 0}
    assert readers.count() == 0


def test_changes_leave_the_readers_as_they_are():
    article = published()
    visited(f"article:{article.pk}", 3)
    readers.count()

    change(article, body_en="<p>One.</p>")

    assert Standing.objects.get(pk=article.pk).readers == 3


def test_site_that_had_records_before_finds_out_where_they_stand():
    article = published()
    change(article, body_en="<p>One.</p>")
    Standing.objects.all().delete()

    fill_standings([(Migration("0008_standings", "publishing"), False)])

    assert cells(article) == [("current", 0), ("outdated", 1)]


def test_later_migrations_leave_standings_alone():
    published()
    Standing.objects.all().delete()

    for name, backwards in (("0008_standings", True), ("0007_desk_notices", False)):
        fill_standings([(Migration(name, "publishing"), backwards)])

    assert not Standing.objects.exists()
