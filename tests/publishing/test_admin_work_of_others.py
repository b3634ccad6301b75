import datetime as dt

import pytest
from django.utils import timezone

from news.models import Article
from publishing import drafts
from tests.factories import make_kind, make_published_article, publisher
from tests.roles import browser_of, member_of

LIST = "/admin/news/article/"


@pytest.fixture
def live_with_a_pending_title():
    record = drafts.create(Article, {"kind": make_kind().pk, "title_en": "Known"}, by=publisher())
    drafts.publish(record, by=publisher())
    drafts.save(record, {"title_en": "Unannounced"}, by=publisher())
    return record


def rows_of(page: str) -> str:
    return page.partition("<tbody>")[2].partition("</tbody>")[0]


@pytest.mark.usefixtures("live_with_a_pending_title")
def test_author_sees_the_public_title_of_a_live_text_and_nothing_of_the_pending_one():
    client = browser_of(member_of("Author")).client

    front, rows = client.get("/admin/").content.decode(), rows_of(client.get(LIST).content.decode())

    assert "Known</span>" in front
    assert "Known</span>" in rows
    assert "Unannounced" not in front
    assert "Unannounced" not in rows
    assert "unpublished changes" not in rows


@pytest.mark.usefixtures("live_with_a_pending_title")
def test_author_does_not_find_a_live_text_by_its_pending_title():
    page = browser_of(member_of("Author")).client.get(f"{LIST}?q=Unannounced").content.decode()

    assert "Known</span>" not in page


@pytest.mark.usefixtures("live_with_a_pending_title")
def test_editor_sees_and_finds_the_pending_title():
    page = browser_of(member_of("Editor")).client.get(f"{LIST}?q=Unannounced").content.decode()

    assert "Unannounced</span>" in page


def test_author_finds_a_draft_of_ones_own_by_its_title():
    author = member_of("Author")
    drafts.create(Article, {"kind": make_kind().pk, "title_en": "Own work"}, by=author)

    assert "Own work</span>" in browser_of(author).client.get(f"{LIST}?q=Own").content.decode()


@pytest.fixture
def live_with_a_language_that_waits():
    record = make_published_article(title_en="Known", title_ka="საიდუმლო", body_ka="<p>დაფარული.</p>")
    Article.objects.filter(pk=record.pk).update(published_at_ka=timezone.now() + dt.timedelta(days=1))
    return record


def test_author_reads_nothing_of_a_language_that_waits_for_its_moment(live_with_a_language_that_waits):
    record, client = live_with_a_language_that_waits, browser_of(member_of("Author")).client

    pages = [client.get(address).content.decode() for address in (f"{LIST}{record.pk}/change/", f"{LIST}add/?copy={record.pk}")]

    assert ["Known" in page for page in pages] == [True, True]
    assert ["საიდუმლო" in page or "დაფარული" in page for page in pages] == [False, False]


def test_editor_reads_it(live_with_a_language_that_waits):
    record, client = live_with_a_language_that_waits, browser_of(member_of("Editor")).client

    pages = [client.get(address).content.decode() for address in (f"{LIST}{record.pk}/change/", f"{LIST}add/?copy={record.pk}")]

    assert ["საიდუმლო" in page for page in pages] == [True, True]


def test_author_reads_ones_own_text_that_waits_for_its_first_moment():
    author = member_of("Author")
    record = drafts.create(Article, {"kind": make_kind().pk, "title_en": "Own work"}, by=author)
    drafts.publish(record, by=publisher(), at=timezone.now() + dt.timedelta(days=1))

    assert 'value="Own work"' in browser_of(author).client.get(f"{LIST}{record.pk}/change/").content.decode()


def test_author_does_not_find_a_text_of_ones_own_that_is_public_by_the_title_an_editor_has_in_mind():
    author = member_of("Author")
    record = drafts.create(Article, {"kind": make_kind().pk, "title_en": "Known"}, by=author)
    drafts.publish(record, by=publisher())
    drafts.save(record, {"title_en": "Unannounced"}, by=publisher())
    client = browser_of(author).client

    assert ["Known</span>" in client.get(f"{LIST}?q={words}").content.decode() for words in ("Known", "Unannounced")] == [True, False]


@pytest.mark.parametrize("words", ["Talks", "მოლაპარაკება", "molaparakeba"])
def test_draft_is_found_in_its_list_by_its_title_in_any_language(words):
    author = member_of("Author")
    drafts.create(Article, {"kind": make_kind().pk, "title_en": "Talks", "title_ka": "მოლაპარაკება"}, by=author)

    found = [
        "Talks</span>" in browser_of(each).client.get(f"{LIST}?q={words}").content.decode()
        for each in (author, publisher(), member_of("Author", "o"))
    ]

    assert found == [True, True, False]


def test_signs_that_are_no_words_find_no_draft():
    drafts.create(Article, {"kind": make_kind().pk, "title_en": "Talks"}, by=publisher())

    assert "Talks</span>" not in rows_of(browser_of(publisher()).client.get(f"{LIST}?q=...").content.decode())
