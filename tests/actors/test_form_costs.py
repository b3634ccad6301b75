"""What editing people and offices costs in queries, however long their history is."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from actors.models import Actor, Office, Post, Remit, Tenure
from library.models import Source
from publishing import drafts
from publishing.publishable import Publishable
from tests.browser import Form
from tests.factories import make_place, make_published_actor, make_published_office, publisher
from tests.roles import browser_of, member_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def form() -> Form:
    return browser_of(member_of("Editor"))


def url(record: Publishable) -> str:
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=[record.pk])


def make_person(tenures: int, remits: int) -> Actor:
    """Make a public person with a history: every tenure of another post, with a source of its own."""
    office, actor = make_published_office(*(f"Post {number}" for number in range(tenures))), make_published_actor()
    for number, post in enumerate(office.posts.all()):
        tenure = Tenure.objects.create(actor=actor, post=post, start="2004", end="2008", end_status="ended", position=number + 1)
        tenure.sources.add(Source.objects.create(title=f"Source {number}"))
        if number < remits:
            Remit.objects.create(actor=actor, tenure=tenure, place=make_place(), start="2005", position=number + 1)
    return actor


def make_ministry(posts: int) -> Office:
    """Make a public office; every post is held and brings a remit."""
    office = make_published_office(*(f"Post {number}" for number in range(posts)))
    for number, post in enumerate(office.posts.all(), 1):
        Post.objects.filter(pk=post.pk).update(position=number)
        Remit.objects.create(holder=office, post=post, place=make_place(), position=number)
        Tenure.objects.create(actor=make_published_actor(), post=post, start="2004", end_status="ongoing")
    return office


# What the warnings about a record may ask of the database after a step.
WARNINGS = 20
CASES = [(make_person, (3, 1), (30, 10)), (make_ministry, (3,), (30,))]
NAMES = ["person", "office"]


@pytest.mark.parametrize(("make", "few", "many"), CASES, ids=NAMES)
def test_opening_costs_few_queries(form, make, few, many):
    costs = []
    for record in (make(*few), make(*many)):
        form.open(url(record))
        with CaptureQueriesContext(connection) as plain:
            form.open(url(record))
        drafts.save(record, {"name_en": "Other"}, by=publisher())
        with CaptureQueriesContext(connection) as with_draft:
            form.open(url(record))
        costs.append((len(plain), len(with_draft)))

    assert costs[0] == costs[1]
    assert max(costs[0]) <= 21


@pytest.mark.parametrize(("make", "few", "many"), CASES, ids=NAMES)
def test_editing_and_publishing_costs_the_same_however_long_the_history(form, make, few, many):
    """Thirty-six at most for the step, as for any record, one to see that nobody is published who is not to be named, and what the warnings ask."""
    costs = []
    for record in (make(*few), make(*many)):
        changed = "tenures-0-locator" if make is make_person else "posts-0-also_en"
        form.open(url(record)).fill(**{"name_en": f"Other {len(costs)}", changed: "2"})
        with CaptureQueriesContext(connection) as queries:
            assert form.press("_publish").status_code == 302
        record.refresh_from_db()
        assert record.name_en == f"Other {len(costs)}"
        costs.append(len(queries))

    assert costs[0] == costs[1]
    assert costs[0] <= 37 + WARNINGS


@pytest.mark.parametrize("order", [(2, 1, 0), tuple(reversed(range(30)))], ids=len)
def test_row_that_only_moves_costs_its_update_and_nothing_else(form, order):
    actor = make_person(len(order), 0)
    form.open(url(actor)).fill(**{f"tenures-{row}-position": place for place, row in enumerate(order, 1)})

    with CaptureQueriesContext(connection) as queries:
        assert form.press("_publish").status_code == 302

    moved = [query for query in queries if query["sql"].startswith('UPDATE "actors_tenure" SET "position"')]
    assert len(moved) == len(order) - len(order) % 2
    assert len(queries) - len(moved) <= 36 + WARNINGS
    assert actor.tenures.first().position == 1


@pytest.mark.parametrize("model", ["actor", "office"])
def test_list_costs_the_same_with_any_number_of_records(client, model):
    client.force_login(member_of("Editor"))
    address = reverse(f"admin:actors_{model}_changelist")
    costs = []
    for _round in range(2):
        for _each in range(4):
            make_person(1, 1)
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"{address}?in_office=2006-01-01").status_code == 200
        costs.append(len(queries))

    assert costs[0] == costs[1]
    assert costs[0] <= 15
