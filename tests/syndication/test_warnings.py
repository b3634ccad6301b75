"""The desk's front page warns of partners whose webhook does not answer those who look after partners, and nobody else."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from syndication.models import Delivery, Partner
from tests.factories import make_superuser
from tests.roles import client_of, member_of

pytestmark = pytest.mark.django_db
INDEX = reverse("admin:index")


def make_partner(name: str, **more: object) -> Partner:
    return Partner.objects.create(name=name, mail="desk@example.org", address="https://example.org/hook", secret="s", **more)


def make_failing(name: str, waiting: int = 0) -> Partner:
    partner = make_partner(name, failures=3, failing_since=timezone.now() - dt.timedelta(hours=5))
    for _number in range(waiting):
        Delivery.objects.create(partner=partner, event="test")
    return partner


def warned(user) -> list[tuple[str, str]]:
    return [(each.text, each.url) for each in client_of(user).get(INDEX).context["warnings"]]


def test_partner_that_does_not_answer_is_named_with_what_waits():
    make_partner("Healthy")
    make_partner("Off", condition="off", failing_since=timezone.now())
    failing = make_failing("Archive", waiting=2)
    make_partner("Gone", condition="gone")

    (first, _url), (second, url) = warned(make_superuser())

    assert first == "The partner “Gone” is told nothing: suspended: it answered that it wants no more (410)."
    assert second.startswith("The webhook of “Archive” has not answered since ")
    assert second.endswith("2 changes wait to be delivered.")
    assert url == reverse("admin:syndication_partner_change", args=[failing.pk])


def test_warning_stands_on_the_front_page():
    failing = make_failing("Archive")

    assert f'href="{reverse("admin:syndication_partner_change", args=[failing.pk])}"' in client_of(make_superuser()).get(INDEX).text


def test_who_may_not_see_partners_is_not_warned():
    make_failing("Archive")

    assert [warned(member_of(role)) for role in ("Author", "Editor")] == [[], []]


@pytest.mark.parametrize("number", [1, 12])
def test_warnings_cost_one_query_and_name_five(number):
    client = client_of(make_superuser())
    for each in range(number):
        make_failing(f"Partner {each}", waiting=each)
    client.get(INDEX)

    with CaptureQueriesContext(connection) as queries:
        told = client.get(INDEX).context["warnings"]

    assert len(told) == min(number, 5)
    assert sum("syndication_partner" in query["sql"] for query in queries) == 1
    assert len(queries) <= 20
