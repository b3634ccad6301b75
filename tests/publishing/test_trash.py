"""The trash: who put what there, and the two ways out."""

import pytest
from django.contrib.admin.models import LogEntry
from lxml import html

from news.models import Article
from publishing import drafts
from publishing.models import Draft, Edition, Version
from publishing.publishable import State
from publishing.workflow import transition
from tests.factories import make_kind, publisher
from tests.roles import browser_of, member_of

TRASH = "/admin/news/article/?state=trashed"


def make(by=None, **fields):
    return drafts.create(Article, {"kind": make_kind().pk, "title_en": "Talks", "body_en": "<p>One.</p>", **fields}, by=by or publisher())


def put_away(record, by=None):
    transition(record, State.TRASHED, by=by or publisher())
    return record


def put_away_after_publication(**fields):
    record = make(**fields)
    drafts.publish(record, by=publisher())
    drafts.save(record, {"title_en": "Unfinished"}, by=publisher())
    drafts.withdraw(record, by=publisher())
    return put_away(record)


def client_of(role, name=""):
    return browser_of(member_of(role, name)).client


def rows(client):
    """Return what the list of the trash says, a row each."""
    response = client.get(TRASH)
    assert response.status_code == 200
    found = html.fromstring(response.content.decode()).xpath("//table[@id='result_list']/tbody/tr")
    return [" ".join(row.text_content().split()) for row in found]


def test_list_leads_to_the_trash_and_back():
    client = client_of("Editor")

    assert TRASH.rpartition("/")[2] in client.get("/admin/news/article/").content.decode()
    assert "Back to the list" in client.get(TRASH).content.decode()


def test_trash_says_who_put_what_there():
    put_away(make(), by=member_of("Editor", "nino"))

    (row,) = rows(client_of("Editor"))

    assert ("Talks" in row, "nino" in row, "Bring back" in row, "Delete for ever" in row) == (True, True, True, False)


def test_administrators_may_delete_for_ever():
    put_away(make())

    assert "Delete for ever" in rows(client_of("Administrator"))[0]


def test_author_sees_own_things_in_the_trash_and_nobody_elses():
    author = member_of("Author")
    put_away(make(by=author, title_en="Mine"))
    put_away(make(title_en="Theirs"))

    assert [row.split(":")[-1].strip() for row in rows(browser_of(author).client)] == ["Mine"]


def test_button_brings_a_record_back_with_its_draft():
    record = put_away_after_publication()
    client = client_of("Editor")

    response = client.post(f"/admin/news/article/{record.pk}/change/", {"_restore": "1", "action": "", "select_across": "0"}, follow=True)

    record.refresh_from_db()
    assert (record.state, drafts.state_of(record)["title_en"]) == (State.WITHDRAWN, "Unfinished")
    assert "Brought back from the trash." in response.content.decode()


def test_author_brings_nobody_elses_record_back():
    record = put_away(make())

    assert client_of("Author").post(f"/admin/news/article/{record.pk}/change/", {"_restore": "1"}).status_code == 403
    record.refresh_from_db()
    assert record.state == State.TRASHED


@pytest.mark.parametrize(("role", "left"), [("Administrator", 0), ("Editor", 1), ("Author", 1)])
def test_only_administrators_delete_for_ever(role, left):
    record = put_away_after_publication()

    client_of(role).post(f"/admin/news/article/{record.pk}/delete/", {"post": "yes"})

    assert Article.objects.count() == left


def test_deletion_for_ever_leaves_nothing_behind():
    record = put_away_after_publication()

    client_of("Administrator").post(f"/admin/news/article/{record.pk}/delete/", {"post": "yes"})

    assert [model.objects.count() for model in (Article, Draft, Version, Edition)] == [0, 0, 0, 0]
    # Django's own log is kept by nobody and shown nowhere.
    assert not LogEntry.objects.exists()


def test_trash_costs_the_same_whatever_lies_in_it(django_assert_num_queries):
    client = client_of("Editor")
    put_away(make())
    client.get(TRASH)
    with django_assert_num_queries(QUERIES):
        client.get(TRASH)
    for _each in range(4):
        put_away(make())

    with django_assert_num_queries(QUERIES):
        client.get(TRASH)


# As the list of records.
QUERIES = 14
