import datetime as dt
import re
import uuid

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from news.models import Article, ArticleTag
from publishing.paging import Cursor, Order, Page, page_of
from publishing.prepared import Given
from tests.archives import make_archive, plan_of
from tests.factories import make_published_article, make_tag

NOON = dt.datetime(2024, 5, 1, 12, tzinfo=dt.UTC)
IN_ENGLISH = Order(time="listed_at_en")


def ask(query: str = "") -> HttpRequest:
    request = HttpRequest()
    request.path = "/en/news/"
    request.GET = QueryDict(query)
    return request


def listed(at: Given) -> QuerySet:
    return Article.objects.listed_in("en", at).values("id", "listed_at_en", "title_en")


def query_of(address: str) -> str:
    return address.partition("?")[2]


def titles(page: Page) -> list[str]:
    return [article["title_en"] for article in page]


def make_articles(count: int) -> list[str]:
    """Make articles an hour apart, and return their titles in the order of lists."""
    for number in range(count):
        make_published_article(title_en=f"Article {number}", at=NOON - dt.timedelta(hours=number))
    return [f"Article {number}" for number in range(count)]


def test_cursor_survives_the_address():
    cursor = Cursor(at=NOON + dt.timedelta(microseconds=1), key=uuid.uuid4())

    assert Cursor.decode(cursor.encode()) == cursor


def test_cursor_may_lie_before_computers():
    cursor = Cursor(at=dt.datetime(988, 7, 28, tzinfo=dt.UTC), key=uuid.uuid4())

    assert Cursor.decode(cursor.encode()) == cursor


def test_cursor_has_one_spelling_without_padding():
    assert len(Cursor(at=NOON, key=uuid.UUID(int=0)).encode()) == 32


@pytest.mark.parametrize(
    "text",
    ["", "NaN", "0", "-1", "a" * 31, "a" * 33, "é" * 32, "\0" * 32, "_" * 32, "!" * 32, "a" * 10_000, "=" * 32, "../" * 10 + "ab", " " * 32],
)
def test_cursor_that_is_none_is_not_found(text):
    with pytest.raises(Http404):
        page_of(listed, ask(QueryDict(mutable=True).urlencode() + f"before={text}"), IN_ENGLISH)


def test_cursor_of_a_year_beyond_the_calendar_is_not_found():
    with pytest.raises(ValueError, match="Not a cursor"):
        Cursor.decode("f" + "_" * 31)


def test_both_cursors_at_once_are_not_found():
    cursor = Cursor(at=NOON, key=uuid.uuid4()).encode()

    with pytest.raises(Http404):
        page_of(listed, ask(f"before={cursor}&after={cursor}"), IN_ENGLISH)


def test_first_page_holds_the_newest():
    order = make_articles(4)

    page = page_of(listed, ask(), IN_ENGLISH, size=3)

    assert titles(page) == order[:3]
    assert page.newer == ""
    assert page.older.startswith("/en/news/?before=")


def test_page_that_holds_everything_has_no_neighbours():
    make_articles(3)

    page = page_of(listed, ask(), IN_ENGLISH, size=3)

    assert (len(page), page.newer, page.older) == (3, "", "")


def test_last_page_is_reached_and_ends():
    order = make_articles(5)
    first = page_of(listed, ask(), IN_ENGLISH, size=3)

    last = page_of(listed, ask(query_of(first.older)), IN_ENGLISH, size=3)

    assert titles(last) == order[3:]
    assert last.older == ""


def test_nothing_older_than_the_oldest_is_not_found():
    make_articles(1)
    oldest = Cursor(at=Article.objects.get().listed_at_en, key=Article.objects.get().pk).encode()

    with pytest.raises(Http404):
        page_of(listed, ask(f"before={oldest}"), IN_ENGLISH)


def test_way_back_to_the_newest_page_is_its_bare_address():
    make_articles(5)
    second = page_of(listed, ask(query_of(page_of(listed, ask(), IN_ENGLISH, size=3).older)), IN_ENGLISH, size=3)

    back = page_of(listed, ask(query_of(second.newer)), IN_ENGLISH, size=3)

    assert back.moved_to == "/en/news/"


def test_scheduled_article_shows_on_no_page():
    order = make_articles(2)
    make_published_article(title_en="Tomorrow", at=timezone.now() + dt.timedelta(days=1))
    ahead = Cursor(at=timezone.now() + dt.timedelta(days=2), key=uuid.uuid4()).encode()

    pages = [page_of(listed, ask(query), IN_ENGLISH, size=5) for query in ("", f"before={ahead}")]

    assert [titles(page) for page in pages] == [order, order]


@pytest.mark.parametrize("row_of", ["articles", "tag rows"])
def test_forty_articles_of_one_moment_are_paged_without_loss_or_repetition(row_of):
    tag = make_tag("Region")
    for _number in range(40):
        make_published_article(at=NOON, tags=[tag])
    sources = {
        "articles": (listed, Order("listed_at_en")),
        "tag rows": (
            lambda at: ArticleTag.objects.filter(tag=tag).listed_in("en", at).values("listed_at_en", "content_object_id"),
            Order("listed_at_en", "content_object_id"),
        ),
    }
    rows, order = sources[row_of]

    down = [page_of(rows, ask(), order, size=15)]
    while down[-1].older:
        down.append(page_of(rows, ask(query_of(down[-1].older)), order, size=15))
    up = [down[-1]]
    while up[-1].newer and not up[-1].moved_to:
        up.append(page_of(rows, ask(query_of(up[-1].newer)), order, size=15))

    everything = list(rows(timezone.now()).order_by("-listed_at_en", f"-{order.key}"))
    assert [row for page in down for row in page] == everything
    assert [len(page) for page in down] == [15, 15, 10]
    assert [row for page in reversed(up[:-1]) for row in page] == everything[-len([row for page in up[:-1] for row in page]) :]
    assert up[-1].moved_to == "/en/news/"


@pytest.mark.parametrize(
    ("row_of", "untranslated", "index"),
    [
        ("article", True, "article_listed_en"),
        ("article", False, "article_only_en"),
        ("tag", True, "article_tag_en"),
        ("tag", False, "article_tag_only_en"),
    ],
)
def test_pages_are_read_from_an_index_without_sorting(row_of, untranslated, index):
    tag = make_archive()
    rows = {"article": Article.objects.all(), "tag": ArticleTag.objects.filter(tag=tag)}[row_of]
    order = Order("listed_at_en", {"article": "id", "tag": "content_object_id"}[row_of])
    rows = rows.values("listed_at_en", order.key)
    middle = order.cursor(rows.order_by("-listed_at_en", f"-{order.key}")[rows.count() // 2]).encode()

    plans = []
    for query in ("", f"before={middle}", f"after={middle}"):
        with CaptureQueriesContext(connection) as queries:
            page_of(lambda at: rows.listed_in("en", at, untranslated=untranslated), ask(query), order, size=1)
        plans.append(plan_of(queries[0]["sql"]))

    assert all(re.search(rf"\b{index}\b", plan) for plan in plans), plans
    assert not re.search("SCAN news|Seq Scan|TEMP B-TREE|Sort", "\n".join(plans))


def test_list_answers_a_broken_cursor_with_a_page_that_helps(client: Client):
    response = client.get("/ka/news/", {"before": "NaN"})

    assert response.status_code == 404
    assert response.headers["Content-Language"] == "ka"
    assert 'href="/ka/news/"' in response.content.decode()
