"""The people of the demo: editors are warned of nothing in the articles that name them, and their tables go out and in unchanged."""

from django.contrib.auth.models import User

from actors.tables.books_out import book_of
from actors.tables.comparing import compare
from actors.tables.kinds import KINDS
from actors.tables.plan import planned
from actors.tables.reading import tables_of
from actors.tables.writing_out import csv_lines
from news.checks import notices_of_article, texts_of
from news.models import Article
from publishing import drafts
from tests.config.test_load_demo import demo

# Loaded for this file too.
__all__ = ["demo"]


def test_editor_is_warned_of_no_article_of_the_demo():
    states = {article: drafts.state_of(article) for article in Article.objects.all()}

    assert [notice.text for article, state in states.items() for notice in notices_of_article(article, state)] == []
    assert sum(bool(state["mentions"]) for state in states.values()) >= 10
    assert all(list(texts_of(state, {})) for state in states.values())


def test_every_table_goes_out_and_in_unchanged():
    by = User.objects.get(username="admin")
    for kind in KINDS.values():
        lines = list(csv_lines(kind, kind.model.objects.all(), by))
        with book_of(kind, kind.model.objects.all(), by) as book:
            data = book.read() if kind.sheets else "".join(lines).encode()

        plan = planned(kind, tables_of(data, kind), by)
        compare(plan, publish=False)

        assert plan.counts.keys() == {"unchanged"}, [row for row in plan.rows if row.action != "unchanged"]
        assert len(lines) > 10
