"""Agreements through their forms: what is refused and in which words, what the database refuses, and what the form costs."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from chronicle.models import Agreement, Party, Signatory, Stage
from library.models import Source
from publishing import drafts
from publishing.drafts import RefusedError
from tests.factories import make_agreement, make_published_actor, make_published_agreement, make_published_place, make_superuser, publisher

pytestmark = pytest.mark.django_db
MOST_QUERIES = 20


def agreement(**fields) -> Agreement:
    made = drafts.create(Agreement, {"title_en": "Agreement", **fields}, by=publisher())
    drafts.publish(made, by=publisher())
    return made


def refused(**fields) -> list[str]:
    with pytest.raises(RefusedError) as refusal:
        agreement(**fields)
    return [problem.message for problem in refusal.value.problems]


def test_party_is_one_record_or_words():
    place, actor = make_published_place("Russia"), make_published_actor()

    assert refused(parties=[{"role": "guarantor"}]) == ["Say who the party is: an office, an actor, a place, or in words."]
    assert refused(parties=[{"place": place.pk, "actor": actor.pk}]) == ["Choose an office, an actor or a place, not more than one of them."]
    assert agreement(parties=[{"place": place.pk, "name_en": "Moscow"}, {"name_en": "the other side"}]).parties.count() == 2


def test_stages_stand_in_the_order_of_time():
    assert refused(stages=[{"kind": "signed", "date": "2024-09-19"}, {"kind": "announced", "date": "2008"}]) == [
        "This lies before “signed”, which stands above it. Put the stages in the order of time."
    ]
    assert refused(stages=[{"kind": "signed", "year_inferred": True}]) == ["There is no date whose year could be inferred."]
    # What may have come later, and what has no date, stays where the editor put it.
    made = agreement(stages=[{"kind": "announced", "date": "2008-09-15"}, {"kind": "signed"}, {"kind": "ratified", "date": "2008"}])
    assert [row.kind for row in made.stages.all()] == ["announced", "signed", "ratified"]


def test_signatory_is_somebody_and_signs_once():
    actor = make_published_actor()

    assert refused(signatories=[{"capacity_en": "an envoy"}]) == ["Choose an actor, a post or an office."]
    assert refused(signatories=[{"actor": actor.pk}, {"actor": actor.pk}]) == ["This is listed twice."]


def test_agreement_is_no_twin_of_itself_and_ends_after_it_began():
    made = agreement()

    drafts.save(made, {"twin": made.pk}, by=publisher())
    with pytest.raises(RefusedError) as refusal:
        drafts.publish(made, by=publisher())
    assert refusal.value.problems[0].message == "An agreement cannot be its own twin."
    assert refused(validity="2025/2024") != []


@pytest.mark.parametrize(
    "write",
    [
        lambda made: Agreement.objects.filter(pk=made.pk).update(twin=made.pk),
        lambda made: Party.objects.create(agreement=made),
        lambda made: Party.objects.create(agreement=made, place=make_published_place(), actor=make_published_actor()),
        lambda made: Signatory.objects.create(agreement=made),
        lambda made: Stage.objects.create(agreement=made, year_inferred=True),
    ],
)
def test_database_refuses_what_cannot_be(write):
    made = make_agreement()

    with pytest.raises(IntegrityError), transaction.atomic():
        write(made)


def test_form_opens_in_few_queries_however_long_the_life(client):
    source = Source.objects.create(title="Archive")
    row = {"sources": [source.pk]}
    actors = [make_published_actor() for _number in range(10)]
    made = agreement(
        twin=make_published_agreement().pk,
        names=[{"name": f"Name {number}"} for number in range(5)],
        parties=[{"actor": actor.pk, **row} for actor in actors],
        stages=[{"kind": "ratified", **row} for _number in range(10)],
        signatories=[{"actor": actor.pk, **row} for actor in actors],
        citations=[{"source": source.pk}],
    )
    client.force_login(make_superuser())
    client.get("/admin/")

    with CaptureQueriesContext(connection) as queries:
        assert client.get(f"/admin/chronicle/agreement/{made.pk}/change/").status_code == 200

    assert len(queries) <= MOST_QUERIES, "\n".join(query["sql"][:120] for query in queries)


def test_editor_finds_an_agreement_by_any_of_its_names(client):
    made = agreement(names=[{"name": "План консультаций", "language": "ru"}])
    client.force_login(make_superuser())

    for words in ("plan konsultatsii", "agreement", "ПЛАН"):
        assert f"/admin/chronicle/agreement/{made.pk}/change/" in client.get("/admin/chronicle/agreement/", {"q": words}).content.decode()
    assert client.get("/admin/chronicle/agreement/add/").status_code == 200
