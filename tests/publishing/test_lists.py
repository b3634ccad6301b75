"""The admin's list of records, as an editor sees it."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from news.models import Article
from publishing.admin import lists
from publishing.publishable import State
from publishing.workflow import transition
from tests.factories import make_article, make_published_article, make_superuser, make_tag, publisher

LIST = reverse("admin:news_article_changelist")
QUERIES = 25


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(make_superuser())
    return client


def found(desk: Client, **parameters: str) -> list[str]:
    """Return the titles that the list shows, in its order."""
    response = desk.get(LIST, parameters)
    assert response.status_code == 200
    return [str(article) for article in response.context["cl"].result_list]


def text(desk: Client, **parameters: str) -> str:
    """Return the page without the white space that means nothing in it."""
    return re.sub(r"\s*([<>])\s*", r"\1", " ".join(desk.get(LIST, parameters).content.decode().split()))


def make_trashed_article(**fields: str) -> Article:
    article = make_article(**fields)
    transition(article, State.TRASHED, by=publisher())
    return article


def make_draft(title: str) -> Article:
    """A record never public: the row holds its state and the mirror of its title."""
    return make_article(working_title=title, has_draft=True)


@pytest.mark.parametrize("number", [1, 3])
def test_list_costs_the_same_with_any_number_of_rows(desk, number):
    for position in range(number):
        make_published_article(title_en=f"Article {position}", tags=[make_tag(f"Tag {position}"), make_tag(f"Other {position}")])

    with CaptureQueriesContext(
        connection,
    ) as captured:
        desk.get(LIST)

    assert len(captured) <= QUERIES
    assert len(captured) == len(again(desk))


def again(desk: Client) -> CaptureQueriesContext:
    """Count the queries of the list with one more row in it."""
    make_published_article(title_en="One more", tags=[make_tag("One more tag")])
    with CaptureQueriesContext(connection) as captured:
        desk.get(LIST)
    return captured


def test_list_leaves_the_long_texts_in_the_database(desk):
    make_published_article(title_en="Article")

    with CaptureQueriesContext(connection) as captured:
        desk.get(LIST)

    assert [query["sql"] for query in captured if '"news_article"."body_en"' in query["sql"]] == []


def test_list_stops_counting_at_the_cap(desk, monkeypatch):
    monkeypatch.setattr(lists, "COUNT_AT_MOST", 2)
    for position in range(3):
        make_published_article(title_en=f"Article {position}")

    assert "more than 2 articles" in text(desk)


def test_list_counts_no_row_beyond_the_cap(desk, monkeypatch):
    monkeypatch.setattr(lists, "COUNT_AT_MOST", 2)
    make_published_article(title_en="Article")

    with CaptureQueriesContext(connection) as captured:
        desk.get(LIST)

    counts = [query["sql"] for query in captured if "COUNT(" in query["sql"] and "news_article" in query["sql"]]
    assert len(counts) == 1
    assert "LIMIT 3" in counts[0]


def test_list_says_the_number_below_the_cap(desk, monkeypatch):
    monkeypatch.setattr(lists, "COUNT_AT_MOST", 3)
    for position in range(3):
        make_published_article(title_en=f"Article {position}")

    page = text(desk)

    assert "more than" not in page
    assert "3 articles" in page


def test_list_begins_with_what_was_edited_last(desk):
    first, second = make_published_article(title_en="First"), make_published_article(title_en="Second")
    Article.objects.filter(pk=first.pk).update(edited_at=timezone.now() + dt.timedelta(minutes=1))

    assert found(desk) == ["First", "Second"]
    assert second.edited_at > first.edited_at


def test_list_says_scheduled_and_unpublished_changes(desk):
    make_published_article(title_en="Tomorrow", at=timezone.now() + dt.timedelta(days=1))
    changed = make_published_article(title_en="Changed")
    Article.objects.filter(pk=changed.pk).update(has_draft=True)

    page = text(desk)

    assert page.count('state__name--published">scheduled<') == 1
    assert page.count('state__name--published">published<') == 1
    assert page.count("state__changes") == 1


def test_list_does_not_call_the_text_of_a_draft_unpublished_changes(desk):
    make_draft("Never public")

    assert "state__changes" not in text(desk)


def test_list_marks_each_language_as_readable_or_not(desk):
    make_published_article(title_en="English only")

    page = text(desk)

    assert '<abbr class="tongues__public" title="public in English">en</abbr>' in page
    assert '<abbr class="tongues__missing" title="not public in Georgian">ka</abbr>' in page


def test_title_in_another_language_than_the_interface_is_marked(desk):
    make_published_article(title_ka="ერთი")
    make_draft("ორი")

    page = text(desk)

    assert '<span class="record-name" lang="ka">ერთი</span>' in page
    assert '<span class="record-name" lang="ka">ორი</span>' in page


def test_list_leaves_the_trash_out_until_asked(desk):
    make_draft("Draft")
    make_trashed_article(working_title="Trashed")

    assert found(desk) == ["Draft"]
    assert found(desk, state="trashed") == ["Trashed"]


def test_state_filter_tells_scheduled_from_published(desk):
    make_published_article(title_en="Now")
    make_published_article(title_en="Tomorrow", at=timezone.now() + dt.timedelta(days=1))
    make_draft("Draft")

    assert found(desk, state="published") == ["Now"]
    assert found(desk, state="scheduled") == ["Tomorrow"]
    assert found(desk, state="draft") == ["Draft"]


def test_changes_filter_keeps_public_records_with_a_pending_draft(desk):
    changed = make_published_article(title_en="Changed")
    Article.objects.filter(pk=changed.pk).update(has_draft=True)
    make_published_article(title_en="Unchanged")
    make_draft("Draft")

    assert found(desk, changes="yes") == ["Changed"]


def test_language_filter_keeps_what_lacks_the_language(desk):
    make_published_article(title_en="English only")
    make_published_article(title_en="Both", title_ka="ორივე")

    assert found(desk, missing="ka") == ["English only"]
    assert found(desk, missing="en") == []


def test_date_filter_keeps_what_became_public_in_the_period(desk):
    make_published_article(title_en="Today")
    old = make_published_article(title_en="Long ago")
    Article.objects.filter(pk=old.pk).update(live_at=timezone.now() - dt.timedelta(days=800))
    make_published_article(title_en="Tomorrow", at=timezone.now() + dt.timedelta(days=1))

    assert found(desk, since="day") == ["Today"]
    assert found(desk, since="year") == ["Today"]


def test_tag_filter_keeps_what_has_the_tag(desk):
    tag = make_tag("Tskhinvali Region")
    make_published_article(title_en="Tagged", tags=[tag])
    make_published_article(title_en="Other", tags=[make_tag("Other")])

    assert found(desk, tag=str(tag.pk)) == ["Tagged"]


@pytest.mark.parametrize("value", ["1", "nonsense", "0190a0a0-0000-7000-8000-000000000000"])
def test_tag_filter_finds_nothing_for_a_key_that_is_none(desk, value):
    make_published_article(title_en="Tagged", tags=[make_tag("Tag")])

    assert found(desk, tag=value) == []


@pytest.mark.parametrize(
    "parameters", [{"state": "nonsense"}, {"missing": "de"}, {"since": "nonsense"}, {"p": "nonsense"}, {"o": "nonsense"}, {"q": "\x00"}]
)
def test_malformed_parameters_are_no_server_error(desk, parameters):
    make_published_article(title_en="Article")

    assert desk.get(LIST, parameters, follow=True).status_code == 200


def test_filters_stay_when_a_tag_is_chosen(desk):
    make_published_article(title_en="Article")

    assert '<input type="hidden" name="missing" value="ka">' in text(desk, missing="ka")


def test_search_finds_titles_in_both_languages_and_those_of_drafts(desk):
    make_published_article(title_en="Visit", title_ka="ვიზიტი")
    make_draft("A visit that is being written")
    make_published_article(title_en="Other")

    assert sorted(found(desk, q="visit")) == ["A visit that is being written", "Visit"]
    assert found(desk, q="ვიზიტი") == ["Visit"]
