"""What editing costs in queries: the same with three rows of each kind as with thirty."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from publishing import drafts
from tests.browser import Form
from tests.desk_type.factories import make_published_dossier
from tests.factories import publisher
from tests.roles import browser_of, member_of


@pytest.fixture
def form() -> Form:
    """The browser of an editor."""
    return browser_of(member_of("Editor"))


def url(dossier: object) -> str:
    return reverse("admin:desk_type_dossier_change", args=[dossier.pk])


def counted(act: Callable[[], object]) -> list[str]:
    """Return the queries of the act, done once before so that nothing is counted that is remembered for ever."""
    act()
    with CaptureQueriesContext(connection) as queries:
        act()
    return [query["sql"] for query in queries]


def writes(queries: list[str]) -> list[str]:
    return [query for query in queries if query.split()[0] in {"INSERT", "UPDATE", "DELETE"}]


def test_opening_costs_twenty_queries_at_most_and_writes_nothing(form):
    costs = [counted(lambda dossier=dossier: form.open(url(dossier))) for dossier in map(make_published_dossier, (3, 30))]

    assert [writes(cost) for cost in costs] == [[], []]
    assert len(costs[0]) == len(costs[1])
    assert len(costs[0]) <= 20


def test_opening_with_a_draft_costs_twenty_queries_at_most_and_writes_nothing(form):
    costs = []
    for rows in (3, 30):
        dossier = make_published_dossier(rows, tags=["+One"])
        drafts.save(dossier, {"title_en": "Other", "tags": ["+Two"], "deadlines": []}, by=publisher())
        costs.append(counted(lambda dossier=dossier: form.open(url(dossier))))

    assert [writes(cost) for cost in costs] == [[], []]
    assert len(costs[0]) == len(costs[1])
    assert len(costs[0]) <= 20


@pytest.mark.parametrize("button", ["_save_draft", "_publish"])
def test_sending_costs_the_same_however_many_rows_stay_as_they_are(form, button):
    costs = []
    for rows in (3, 30):
        form.open(url(make_published_dossier(rows))).fill(title_en=f"Other {rows}")
        with CaptureQueriesContext(connection) as queries:
            assert form.press(button).status_code == 302
        costs.append(len(queries))

    assert costs[0] == costs[1]
