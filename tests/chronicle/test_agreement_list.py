"""The list of agreements: its order and pages, its filters, and what was announced and not seen since."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chronicle.models import Party, Stage
from publishing import drafts
from tests.factories import (
    make_actor,
    make_agreement,
    make_published_actor,
    make_published_agreement,
    make_published_office,
    make_published_place,
    publisher,
)

pytestmark = pytest.mark.django_db
MOST_QUERIES = 6


def titles(response) -> list[str]:
    return [entry.title.label for entry in response.context["page"]]


def test_list_is_public_agreements_only_with_the_last_stage(client):
    make_published_agreement("announced", "signed", title_en="Signed one")
    make_agreement(title_en="Draft")
    drafts.withdraw(make_published_agreement(title_en="Withdrawn"), by=publisher())

    response = client.get("/en/agreements/")

    assert titles(response) == ["Signed one"]
    assert [entry.stage for entry in response.context["page"]] == ["signed"]
    assert "Signed" in response.content.decode()
    assert "Draft" not in response.content.decode()


def test_announced_and_not_seen_since_is_a_list_of_its_own(client):
    make_published_agreement("announced", title_en="Promise")
    make_published_agreement("announced", "signed", title_en="Kept")
    make_published_agreement("signed", title_en="Signed at once")
    make_published_agreement(title_en="Nothing known")

    everything, unseen = client.get("/en/agreements/"), client.get("/en/agreements/?state=unseen")

    assert 'href="/en/agreements/?state=unseen"' in everything.content.decode()
    assert "1 announced and not seen since" in " ".join(everything.content.decode().split())
    assert titles(unseen) == ["Promise"]
    text = " ".join(unseen.content.decode().split())
    assert "Announced and not seen since</h1>" in text
    assert "1 agreement answers." in text
    assert '<meta name="robots" content="noindex' in text
    assert titles(client.get("/en/agreements/?state=signed")) == ["Signed at once", "Kept"]
    assert titles(client.get("/ka/agreements/?state=announced")) == ["Promise"]


def test_parties_filter_by_their_names_and_keep_other_filters(client):
    place, office, hidden = make_published_place("Russia"), make_published_office(name_en="Ministry"), make_actor(name_en="Hidden Person")
    one, two = make_published_agreement("announced", title_en="One"), make_published_agreement("signed", title_en="Two")
    for made in (one, two):
        Party.objects.create(agreement=made, place=place)
    Party.objects.create(agreement=two, office=office)
    Party.objects.create(agreement=two, actor=hidden)

    assert titles(client.get("/en/agreements/?party=russia")) == ["Two", "One"]
    assert titles(client.get(f"/en/agreements/?party={office.slug_en}")) == ["Two"]
    both = client.get("/en/agreements/?party=russia&state=announced")
    assert titles(both) == ["One"]
    assert 'href="/ka/agreements/?party=russia&amp;state=announced"' in both.content.decode()
    assert "Hidden" not in both.content.decode()


@pytest.mark.parametrize(
    "query", ["party=nobody", "state=kept", "state=signed&state=unseen", "party=%00nobody", "party=" + "x" * 10_000, "state=" + "x" * 10_000]
)
def test_filters_that_mean_nothing_are_answered_in_words(client, query):
    make_published_agreement("announced", title_en="Promise")

    response = client.get(f"/en/agreements/?{query}")

    assert response.status_code == 400
    assert titles(response) == []
    assert 'role="alert"' in response.content.decode()


def test_pages_follow_each_other_and_keep_the_filters(client, settings):
    made = [make_published_agreement("announced", title_en=f"Promise {number}") for number in range(settings.PAGE_SIZE * 2 + 1)]

    seen, path = [], "/en/agreements/?state=unseen"
    while path:
        response = client.get(path)
        seen += titles(response)
        path = response.context["page"].older
    assert seen == [each.title_en for each in reversed(made)]
    newer = response.context["page"].newer
    assert "state=unseen" in newer
    assert titles(client.get(newer)) == seen[settings.PAGE_SIZE : settings.PAGE_SIZE * 2]
    assert client.get("/en/agreements/?before=nonsense").status_code == 404


@pytest.mark.parametrize("number", [3, 30])
def test_list_costs_the_same_for_few_and_many(client, number):
    place = make_published_place("Russia")
    for _number in range(number):
        made = make_published_agreement("announced")
        Party.objects.create(agreement=made, place=place)
        Party.objects.create(agreement=made, actor=make_published_actor())
    client.get("/en/")

    # The first page after a change learns who is party to anything, or signed it.
    for query in ("", "?state=announced", "?party=russia&state=announced"):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/en/agreements/{query}").status_code == 200
        assert len(queries) <= MOST_QUERIES, "\n".join(each["sql"][:150] for each in queries)


def test_agreement_in_the_other_language_is_offered_there(client):
    made = make_published_agreement(title_ka="შეთანხმება", title_en="", languages=["ka"])

    text = client.get("/en/agreements/").content.decode()

    assert "This page is available in Georgian." in text
    assert client.get(made.get_absolute_url().replace("/ka/", "/en/")).status_code == 200


def test_api_lists_agreements_by_the_last_stage(client):
    one, two = make_published_agreement("announced", title_en="One"), make_published_agreement("announced", "in_force", title_en="Two")
    make_agreement(title_en="Draft")

    def listed(query: str = "") -> list[tuple[str, str]]:
        return [(row["id"], row["stage"]) for row in client.get(f"/api/v1/agreements/{query}").json()["results"]]

    assert listed() == [(str(two.pk), "in_force"), (str(one.pk), "announced")]
    assert listed("?stage=unseen") == [(str(one.pk), "announced")]
    assert listed("?stage=in_force") == [(str(two.pk), "in_force")]
    assert client.get("/api/v1/agreements/?stage=kept").status_code == 400
    assert Stage.objects.count() == 3
