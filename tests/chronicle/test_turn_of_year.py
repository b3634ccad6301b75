"""Events over the turn of a year, in the chart of years and on the pages of both."""

import pytest

from chronicle import filters
from tests.actors.test_actor_pages import texts
from tests.chronicle.test_filters import PATH, asked, event, titles, visits

# Used by name.
__all__ = ["visits"]
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("few", [filters.FEW, 0])
def test_event_over_the_turn_of_a_year_stands_under_both_and_counts_once(client, visits, monkeypatch, few):
    monkeypatch.setattr(filters, "FEW", few)
    for date in ("2007-05", "2008-12-28/2009-01-03", "2008-12/2009-01", "200X", "2010/..", "../2011"):
        event(visits, date, date=date, kind="visit")

    tree = asked(client, "?kind=visit")

    assert texts(tree, "//*[@class='years__one']") == [
        *("2000 1 entry", "2007 1 entry", "2008 2 entries", "2009 2 entries", "2010 1 entry", "No date 1 entry"),
    ]
    assert "6 entries answer." in tree.text_content()
    # It stands on this page once, where it began.
    assert titles(asked(client, "")).count("2008-12-28/2009-01-03") == 1
    assert f"{PATH}?kind=visit&year=2009" in tree.xpath("//*[@class='years__one']/@href")
    for query in ("?kind=visit&year=2008", "?kind=visit&year=2009", "?year=2009"):
        assert titles(asked(client, query)) == ["2008-12/2009-01", "2008-12-28/2009-01-03"]
    assert titles(asked(client, "?year=2001")) == []
    assert asked(client, "?year=9999") is not None
