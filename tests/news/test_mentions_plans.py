"""How the database reads what mentions somebody: one range of one index, forward and backward, with no sort."""

import re

import pytest
from django.db import connection
from django.http import HttpRequest, QueryDict
from django.test.utils import CaptureQueriesContext

from actors.models import Actor, Office
from actors.timeline import Asked
from news.appearances import appearances
from news.models import Article, Mention
from publishing import listing
from publishing.paging import Cursor, Stretch, asked_for
from tests.archives import make_archive, plan_of
from tests.factories import make_published_actor, make_published_office

pytestmark = pytest.mark.django_db


def make_named() -> tuple[Actor, Office]:
    """Make an archive in which one article in three names an actor and an office, and all others another one."""
    make_archive()
    actors = [make_published_actor(name_en=name) for name in ("Sergey Lavrov", "Dmitry Kozak")]
    offices = [make_published_office(name_en=name) for name in ("Ministry", "Embassy")]
    rows = []
    for number, article in enumerate(Article.objects.order_by("pk")):
        for name, records in (("actor", actors), ("office", offices)):
            rows.append(Mention(article=article, **{name: records[number % 3 > 0]}, **listing.columns(article)))
    Mention.objects.bulk_create(rows)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE news_article, news_mention")
    return actors[0], offices[0]


def stretch(**cursor: str) -> Stretch:
    request = HttpRequest()
    request.GET = QueryDict(mutable=True)
    request.GET.update(cursor)
    return Stretch(*asked_for(request), size=1)


@pytest.mark.parametrize("untranslated", [True, False], ids=["all", "only translated"])
def test_what_mentions_somebody_is_read_from_an_index_without_sorting(untranslated):
    plans = {}
    for name, record in zip(("actor", "office"), make_named(), strict=True):
        rows = Mention.objects.filter(**{name: record}).listed_in("en", untranslated=untranslated).order_by("listed_at_en", "article_id")
        row = rows[rows.count() // 2]
        middle = Cursor(row.listed_at_en, row.article_id).encode()
        for part in (stretch(), stretch(before=middle), stretch(after=middle)):
            with CaptureQueriesContext(connection) as queries:
                assert appearances(Asked(record, "en", untranslated, part))
            assert len(queries) == 1
            plans[plan_of(queries[0]["sql"])] = f"mention_{name}_en" if untranslated else f"mention_{name}_only_en"

    assert all(re.search(rf"\b{index}\b", plan) for plan, index in plans.items()), plans
    # The handful of kinds of article may be read whole.
    assert not re.search("SCAN news|Seq Scan on (?!news_kind)|TEMP B-TREE|Sort", "\n".join(plans))
