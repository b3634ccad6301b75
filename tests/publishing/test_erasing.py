"""Records deleted for ever: what they leave behind."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from news.models import Article
from publishing import drafts
from publishing.erasing import erase
from publishing.models import Address, Change, Draft, Version
from publishing.publishable import State
from publishing.workflow import Notice, TransitionError, transition
from tests.factories import make_kind, publisher
from tests.roles import member_of


@pytest.fixture
def administrator() -> User:
    return member_of("Administrator")


def make_trashed(*, was_public: bool = True) -> Article:
    record = drafts.create(Article, {"kind": make_kind().pk, "title_en": "Talks"}, by=publisher())
    if was_public:
        drafts.publish(record, by=publisher())
        drafts.withdraw(record, by=publisher(), notice=Notice(show_title=True, reason={"en": "It was wrong."}))
    transition(record, State.TRASHED, by=publisher())
    return record


def test_address_of_a_record_in_the_trash_says_that_it_was_withdrawn(client: Client):
    make_trashed()

    response = client.get("/en/news/talks/")

    assert (response.status_code, response.context["gone"].title) == (410, "Talks")


def test_address_of_an_erased_record_keeps_the_reason_and_leads_to_nothing_else(client: Client, administrator: User):
    erase(make_trashed(), by=administrator)

    response = client.get("/en/news/talks/")

    assert (response.status_code, response.context["gone"].title, response.context["gone"].reason) == (410, "", "It was wrong.")
    again = drafts.create(Article, {"kind": make_kind().pk, "title_en": "Talks"}, by=publisher())
    drafts.publish(again, by=publisher())
    assert again.slug_en == "talks-2"


def test_partners_are_told_of_a_record_that_was_public(administrator: User):
    record = make_trashed()
    key = record.pk

    erase(record, by=administrator)

    newest = Change.objects.latest("sequence")
    assert (newest.kind, newest.record, newest.languages) == ("deleted", key, ["en"])
    assert not Article.objects.exists()
    assert not Draft.objects.exists()
    assert not Version.objects.exists()


def test_record_that_nobody_saw_leaves_nothing(client: Client, administrator: User):
    erase(make_trashed(was_public=False), by=administrator)

    assert client.get("/en/news/talks/").status_code == 404
    assert not Change.objects.exists()
    assert not Address.objects.filter(kind="article").exists()


def test_editor_cannot_erase():
    record = make_trashed()

    with pytest.raises(TransitionError, match="no right"):
        erase(record, by=member_of("Editor"))

    assert Article.objects.exists()


def test_only_the_trash_can_be_erased(administrator: User):
    record = make_trashed()
    transition(record, State.WITHDRAWN, by=publisher())

    with pytest.raises(TransitionError, match="trash"):
        erase(record, by=administrator)


def test_row_and_queryset_agree_on_what_is_gone():
    records = [make_trashed(), make_trashed(was_public=False), drafts.create(Article, {"title_en": "Draft"}, by=publisher())]

    assert [record.pk for record in records if record.is_gone] == list(Article.objects.gone().values_list("pk", flat=True))
    assert records[0].is_gone
