"""Bundles in the calendar of the desk: on the day of their moment, and moved with the drafts that were read."""

from uuid import UUID

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from news.models import Article
from publishing import drafts
from publishing.bundles import gathering, publishing
from publishing.models import Audit, Bundle
from publishing.publishable import State
from tests.factories import make_kind, publisher
from tests.publishing.test_calendar import CALENDAR, FULL, NEXT_YEAR, article, posted, said, wall
from tests.roles import client_of, member_of


@pytest.fixture
def editor() -> Client:
    return client_of(member_of("Editor"))


@pytest.fixture
def visit(editor) -> Bundle:
    """A bundle of two drafts that an editor scheduled for the seventh."""
    by = User.objects.get(username="editor")
    drafted = [drafts.create(Article, {"kind": make_kind().pk, **FULL, "title_en": title}, by=by) for title in ("One", "Two")]
    bundle = gathering.make("The visit", drafted, by=by)
    publishing.schedule(bundle, by=by, at=wall(7))
    return bundle


def test_bundle_stands_on_its_day_among_records_in_the_order_of_moments(editor, visit):
    article(title_en="Early", at=wall(7, 9))
    article(title_en="Late", at=wall(7, 11))

    weeks = editor.get(CALENDAR, {"month": f"{NEXT_YEAR}-05"}).context["weeks"]
    (day,) = [day for week in weeks for day in week if day.entries]
    page = " ".join(editor.get(f"{CALENDAR}{NEXT_YEAR}-5-7/").content.decode().split())

    assert [entry.name or entry.record.title_en for entry in day.entries] == ["Early", "The visit", "Late"]
    assert reverse("admin:publishing_bundle_change", args=[visit.pk]) in page
    assert ("The visit" in page, f"bundle:{visit.pk}" in page, "bundle · becomes public" in page) == (True, True, True)


def test_bundle_moves_to_another_day_with_the_drafts_that_were_read(editor, visit):
    assert said(editor, posted(f"bundle:{visit.pk}", wall(7), f"{NEXT_YEAR}-05-20T15:30"))[0] == "success"

    visit.refresh_from_db()
    assert (visit.at, visit.is_scheduled) == (wall(20, 15).replace(minute=30), True)
    assert Audit.objects.get(action="bundle rescheduled").detail["was"] == wall(7).isoformat()
    assert set(Article.objects.values_list("state", flat=True)) == {State.DRAFT}


def test_bundle_with_a_draft_saved_since_does_not_move_and_says_which(editor, visit):
    two = Article.objects.get(pk=visit.items.last().record)
    drafts.save(two, {"lead_en": "Unread"}, by=publisher())

    kind, words = said(editor, posted(f"bundle:{visit.pk}", wall(7), f"{NEXT_YEAR}-05-20T10:00"))

    assert (kind, words) == ("error", "Two: Its draft was saved meanwhile. Read it again.")
    assert Bundle.objects.get().at == wall(7)


@pytest.mark.parametrize("change", [{"at": "2020-01-01T10:00"}, {"was": wall(8).isoformat()}, {"what": f"bundle:{UUID(int=1)}"}])
def test_bundle_that_cannot_be_moved_stays(editor, visit, change):
    assert said(editor, {**posted(f"bundle:{visit.pk}", wall(7), f"{NEXT_YEAR}-05-20T10:00"), **change})[0] == "error"
    assert Bundle.objects.get().at == wall(7)


def test_bundle_that_is_not_scheduled_any_more_does_not_move(editor, visit):
    publishing.cancel(visit, by=publisher())

    said_of = said(editor, posted(f"bundle:{visit.pk}", wall(7), f"{NEXT_YEAR}-05-20T10:00"))

    assert said_of == ("error", "This is no longer scheduled: it is done, or somebody cancelled it.")
    assert entries_of_bundles(editor) == []


def test_bundle_of_others_is_told_to_no_author_and_an_own_one_is_not_theirs_to_move(visit):
    author = member_of("Author")
    client = client_of(author)
    before = entries_of_bundles(client)
    Bundle.objects.update(by=author)

    page = client.get(CALENDAR, {"month": f"{NEXT_YEAR}-05"}).content.decode()

    assert (before, entries_of_bundles(client), "data-moves" in page) == ([], ["The visit"], False)
    assert said(client, posted(f"bundle:{visit.pk}", wall(7), f"{NEXT_YEAR}-05-20T10:00"))[0] == "error"
    assert Bundle.objects.get().at == wall(7)


def entries_of_bundles(client: Client) -> list[str]:
    """Return the bundles that stand in a month."""
    weeks = client.get(CALENDAR, {"month": f"{NEXT_YEAR}-05"}).context["weeks"]
    return [entry.name for week in weeks for day in week for entry in day.entries if entry.record is None]
