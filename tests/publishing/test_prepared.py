import datetime as dt

import psycopg
import pytest
from django.db import connection
from django.db.models import DateTimeField, UUIDField
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from news.models import Article, ArticleTag
from publishing import changes
from publishing.prepared import Given, Prepared
from tests.factories import make_published_article, make_tag

NOON = dt.datetime(2024, 5, 1, 12, tzinfo=dt.UTC)


def test_query_is_asked_with_other_values():
    first, second = make_published_article(title_en="First"), make_published_article(title_en="Second")
    query = Prepared(Article.objects.filter(pk=Given("article", UUIDField())).values_list("title_en"))

    assert [query.tuples(article=article.pk) for article in (first, second)] == [[("First",)], [("Second",)]]


def test_query_is_built_once():
    make_published_article()
    query = Prepared(Article.objects.filter(listed_at_en__lte=Given("at", DateTimeField())).values("id"))

    with CaptureQueriesContext(connection) as queries:
        query.rows(at=timezone.now())
        query.rows(at=NOON)

    assert len({one["sql"].partition("WHERE")[0] for one in queries}) == 1


def test_values_are_what_a_queryset_returns():
    make_published_article(title_en="Article", at=NOON)
    names = ["id", "listed_at_en", "available_en", "title_ka", "kind__label_en"]

    assert Prepared(Article.objects.values(*names)).rows() == list(Article.objects.values(*names))


def test_records_bring_what_they_join():
    article = make_published_article(title_en="Article")
    query = Prepared(ArticleTag.objects.select_related("tag", "content_object").order_by("tag__name"))
    for label in ("One", "Two"):
        ArticleTag.objects.create(tag=make_tag(label), content_object=article)

    found = query.records()

    with CaptureQueriesContext(connection) as queries:
        assert [(row.tag.label_en, row.content_object) for row in found] == [("One", article), ("Two", article)]
    assert len(queries) == 0


def test_several_values_stand_behind_in():
    articles = [make_published_article(title_en=title) for title in ("A", "B", "C")]
    query = Prepared(Article.objects.filter(pk__in=Given("articles", UUIDField(), many=2)).order_by("title_en").values_list("title_en"))

    assert query.tuples(articles=[article.pk for article in articles[:2]]) == [("A",), ("B",)]
    with pytest.raises(ValueError, match="2 values are asked for, 3 given"):
        query.tuples(articles=[article.pk for article in articles])


def test_moment_that_would_stand_still_is_refused():
    with pytest.raises(ValueError, match="would stand still"):
        Prepared(Article.objects.live().values("id"))


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_reader_survives_a_database_that_was_restarted(monkeypatch: pytest.MonkeyPatch):
    changes.touch()
    connection.close()
    monkeypatch.setitem(connection.settings_dict, "CONN_HEALTH_CHECKS", value=True)
    before = changes.head()
    with psycopg.connect(connection.connection.info.dsn, password=connection.settings_dict["PASSWORD"], autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s)", [connection.connection.info.backend_pid])

    assert changes.head().sequence == before.sequence
