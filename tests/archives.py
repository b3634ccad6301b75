"""An archive that a database plans its queries for as for a site's own, and what it plans."""

import datetime as dt

from django.db import connection

from library import counts
from library.models import Tag
from news.models import Article, ArticleTag
from publishing import listing
from publishing.publishable import State
from tests.factories import make_kind, make_tag

NEWEST = dt.datetime(2024, 5, 1, 12, tzinfo=dt.UTC)


def make_archive(count: int = 2000) -> Tag:
    """Make articles an hour apart, all in Georgian and one in fifty in English, one in three under the tag that is returned."""
    kind, tag, other = make_kind(), make_tag("Region"), make_tag("Other")
    articles = []
    for number in range(count):
        at = NEWEST - dt.timedelta(hours=number)
        article = Article(kind=kind, state=State.PUBLISHED, title_ka="სათაური", body_ka="<p>ტექსტი.</p>", published_at_ka=at)
        if number % 50 == 0:
            article.title_en, article.body_en, article.published_at_en = "Title", "<p>Text.</p>", at
        listing.derive(article)
        articles.append(article)
    Article.objects.bulk_create(articles)
    ArticleTag.objects.bulk_create(
        ArticleTag(content_object=article, tag=other if number % 3 else tag, **listing.columns(article)) for number, article in enumerate(articles)
    )
    counts.recount()
    if connection.vendor == "postgresql":
        # Without figures of its own the planner guesses, and on a handful of rows any guess costs the same.
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE news_article, news_articletag")
    return tag


def plan_of(sql: str) -> str:
    """Return how the database would run a query."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {'QUERY PLAN ' if connection.vendor == 'sqlite' else ''}{sql}")
        return "\n".join(str(row[-1]) for row in cursor.fetchall())
