"""Agreements on the pages of people who are party to them or signed them, and asked for by those."""

import datetime as dt

import pytest
from django.core.cache import cache
from django.utils import timezone

from chronicle import agreed
from chronicle.models import Agreement, Party, Signatory
from publishing import workflow
from publishing.publishable import State
from tests.factories import make_actor, make_agreement, make_published_actor, make_published_agreement, make_published_office, publisher

pytestmark = pytest.mark.django_db


def listed(client, address: str) -> list[tuple[str, str]]:
    """Return (agreement, what the record is to it) as a page lists them."""
    return [(row.agreement.label, row.part) for row in client.get(address).context["agreed"].rows]


def test_people_list_what_they_agreed_to_and_all_of_it_in_a_list_of_its_own(client, monkeypatch, django_assert_max_num_queries):
    ministry = make_published_office("Minister", name_en="Ministry")
    post, person, hidden = ministry.posts.get(), make_published_actor(name_en="Ann Able"), make_actor(name_en="Hidden Person")
    tenure = hidden.tenures.create(post=post, start="2005")
    plan, pact, deal, secret = (make_published_agreement("signed", title_en=title) for title in ("Plan", "Pact", "Deal", "Secret"))
    Party.objects.create(agreement=plan, office=ministry)
    Signatory.objects.create(agreement=plan, post=post)
    Signatory.objects.create(agreement=pact, actor=person)
    Party.objects.create(agreement=deal, actor=person)
    # By somebody whom the public does not see, nobody signed for anybody.
    Signatory.objects.create(agreement=secret, actor=hidden, tenure=tenure)
    for not_public in (make_agreement(title_en="Draft"), make_published_agreement(title_en="Tomorrow", at=timezone.now() + dt.timedelta(hours=1))):
        Party.objects.create(agreement=not_public, office=ministry)
        Signatory.objects.create(agreement=not_public, actor=person)
    workflow.transition(gone := make_published_agreement(title_en="Gone"), State.WITHDRAWN, by=publisher())
    Party.objects.create(agreement=gone, actor=person)

    assert [entry.title.label for entry in client.get("/en/agreements/?party=ministry").context["page"]] == ["Plan"]
    assert listed(client, "/en/offices/ministry/") == [("Plan", "Party · Signatory")]
    assert 'id="agreements"' in client.get("/en/offices/ministry/").content.decode()
    # Who held a post on a day is another question.
    assert client.get("/en/offices/ministry/?on=2006-01-01").context["agreed"] is None
    assert listed(client, "/en/actors/ann-able/") == [("Deal", "Party"), ("Pact", "Signatory")]
    assert "All agreements" not in client.get("/en/actors/ann-able/").content.decode()
    everything = client.get("/en/agreements/?party=ann-able")
    assert [entry.title.label for entry in everything.context["page"]] == ["Deal", "Pact"]
    assert "Hidden" not in everything.content.decode()
    assert client.get("/en/agreements/?party=hidden-person").status_code == 400

    monkeypatch.setattr(agreed, "SHOWN", 1)
    monkeypatch.setattr(agreed, "_agreed", agreed.Memory(8))
    cache.clear()
    page = client.get("/en/actors/ann-able/")
    assert [row.agreement.label for row in page.context["agreed"].rows] == ["Deal"]
    assert 'href="/en/agreements/?party=ann-able"' in page.content.decode()
    cache.clear()
    with django_assert_max_num_queries(12):
        client.get("/en/actors/ann-able/")
    assert Agreement.objects.count() == 7
