"""Articles in the admin: rights at every door, what opening and publishing cost, kinds and authors."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from news.models import Article, Author, Kind
from publishing import drafts
from publishing.models import Address, ChangeHead
from publishing.publishable import State
from tests.factories import make_author, make_kind, publisher
from tests.roles import browser_of, member_of

LIST, ADD = "/admin/news/article/", "/admin/news/article/add/"
BUTTONS = ["_publish", "_publish_languages", "_schedule", "_withdraw", "_withdraw_languages", "_discard", "_trash", "_return", "_submit", "_restore"]


def url(record, page="change"):
    return reverse(f"admin:news_article_{page}", args=[record.pk])


def make_draft(by=None, **fields):
    return drafts.create(Article, {"kind": make_kind().pk, "title_en": "Talks", **fields}, by=by or publisher())


def make_live(by=None, **fields):
    record = make_draft(by, **fields)
    drafts.publish(record, by=publisher())
    return record


@pytest.fixture
def author():
    return member_of("Author")


# What an author may do


def test_author_writes_submits_and_takes_back(author):
    form = browser_of(author)
    assert form.open(ADD).buttons() == ["_save_draft", "_submit", "_preview", "_submit", "_share", "_invite"]

    form.fill(title_en="Mine").press("_submit")

    record = Article.objects.get()
    assert (record.state, record.created_by) == (State.IN_REVIEW, author)
    beside = ["_return", "_comment", "_submit", "_mark_template", "_share", "_invite", "_lock", "_trash"]
    assert form.follow().buttons() == ["_save_draft", "_preview", *beside]


@pytest.mark.parametrize("button", ["_publish", "_publish_languages", "_schedule", "_withdraw"])
def test_author_cannot_publish_by_any_button(author, button):
    record = make_draft(author)

    response = browser_of(author).open(url(record)).fill(_schedule_at="2099-01-01T10:00", lead_en="Kept").press(button, "en")

    assert response.status_code == 422
    record.refresh_from_db()
    assert (record.state, record.title_en) == (State.DRAFT, "")


@pytest.mark.parametrize("state", ["draft", "in_review", "trashed"])
def test_author_cannot_open_the_draft_of_another(author, state):
    record = make_draft()
    Article.objects.filter(pk=record.pk).update(state=state)
    form = browser_of(author)

    assert form.client.get(url(record)).status_code == 302
    assert form.client.post(url(record), {"_save_draft": "1", "title_en": "Mine"}).status_code == 403
    assert form.client.get(url(record, "history")).status_code == 404
    assert form.client.post(url(record, "delete"), {"post": "yes"}).status_code in {302, 403}
    form.open(f"{ADD}?copy={record.pk}")
    assert form["title_en"] == ""
    assert drafts.state_of(record)["title_en"] == "Talks"


def test_author_cannot_take_the_draft_of_another_by_its_key(author):
    record = make_draft()
    form = browser_of(author).open(ADD).fill(_record=record.pk, title_en="Mine")

    assert form.press("_save_draft").status_code == 403
    assert drafts.state_of(record)["title_en"] == "Talks"


@pytest.mark.parametrize("own", [True, False])
@pytest.mark.parametrize("button", ["_save_draft", *BUTTONS])
def test_author_sees_a_published_record_but_changes_nothing(author, own, button):
    record = make_live(author if own else None)
    drafts.save(record, {"title_en": "Secret draft"}, by=publisher())
    form = browser_of(author)

    page = form.client.get(url(record)).content.decode()

    assert "Secret draft" not in page
    assert 'type="submit" name="_' not in page
    assert form.client.post(url(record), {button: "1", "title_en": "Mine"}).status_code == 403
    assert drafts.state_of(record)["title_en"] == "Secret draft"


def test_author_copies_what_is_public_and_not_the_draft(author):
    record = make_live()
    drafts.save(record, {"title_en": "Secret draft"}, by=publisher())

    assert browser_of(author).open(f"{ADD}?copy={record.pk}")["title_en"] == "Talks"


def test_author_lists_own_and_published_records(author):
    own, live = make_draft(author, title_en="Own"), make_live(title_en="Live")
    make_draft(title_en="Hidden")

    response = browser_of(author).client.get(LIST)

    assert {record.pk for record in response.context["cl"].result_list} == {own.pk, live.pk}


@pytest.mark.parametrize("action", ["publish_chosen", "withdraw_chosen", "add_tags", "trash_chosen"])
def test_author_acts_on_no_record_of_others_by_the_list(author, action):
    record = make_live()

    browser_of(author).client.post(LIST, {"action": action, "_selected_action": [str(record.pk)], "_confirmed": "1", "chosen": []})

    record.refresh_from_db()
    assert record.is_live
    assert not record.tagged.exists()


def test_visitor_and_user_without_role_are_sent_away(client, django_user_model):
    record = make_live()
    assert client.get(url(record)).status_code == 302
    nobody = django_user_model.objects.create_user("nobody", is_staff=True)

    assert browser_of(nobody).client.get(url(record)).status_code == 403
    assert browser_of(nobody).client.post(ADD, {"title_en": "Mine"}).status_code == 403


def test_editor_changes_and_publishes_the_draft_of_an_author(author):
    record = make_draft(author)

    browser_of(member_of("Editor")).open(url(record)).fill(title_en="Edited").press("_publish")

    record.refresh_from_db()
    assert (record.title_en, record.created_by, record.edited_by.username) == ("Edited", author, "editor")


# What it costs


@pytest.mark.parametrize("rows", [1, 5])
def test_opening_costs_twenty_queries_at_most(rows):
    bylines = [{"author": make_author(f"A{number}").pk} for number in range(rows)]
    corrections = [{"text_en": f"c{number}"} for number in range(rows)]
    record = make_live(bylines=bylines, corrections=corrections, tags=[f"+tag {number}" for number in range(rows)])
    form = browser_of(member_of("Editor"))
    form.open(url(record))

    with CaptureQueriesContext(connection) as plain:
        form.open(url(record))
    drafts.save(record, {"title_en": "Other", "bylines": bylines, "tags": ["+new"]}, by=publisher())
    with CaptureQueriesContext(connection) as with_draft:
        form.open(url(record))

    assert (len(plain) <= 20, len(with_draft) <= 20) == (True, True), (len(plain), len(with_draft))
    assert not [query["sql"] for query in [*plain, *with_draft] if query["sql"].split()[0] in {"INSERT", "UPDATE", "DELETE"}]


@pytest.mark.parametrize("rows", [1, 5])
def test_editing_and_publishing_costs_thirty_six_queries_at_most(rows):
    bylines = [{"author": make_author(f"A{number}").pk} for number in range(rows)]
    corrections = [{"text_en": f"c{number}"} for number in range(rows)]
    record = make_live(bylines=bylines, corrections=corrections, tags=[f"+tag {number}" for number in range(rows)])
    form = browser_of(member_of("Editor"))
    form.open(url(record)).fill(title_en="Other", body_en="<p>Other</p>")

    with CaptureQueriesContext(connection) as queries:
        response = form.press("_publish")

    assert response.status_code == 302
    assert len(queries) <= 36, [query["sql"][:120] for query in queries]


# Kinds and authors


@pytest.fixture
def editor():
    return browser_of(member_of("Editor"))


def test_kind_keeps_its_key(editor):
    kind = make_kind()

    editor.open(reverse("admin:news_kind_change", args=[kind.pk])).fill(key="other", label_en="Reports").press("_save")

    kind.refresh_from_db()
    assert (kind.key, kind.label_en) == ("news", "Reports")


def test_kind_without_a_label_is_refused(editor):
    response = editor.open(reverse("admin:news_kind_add")).fill(key="review").press("_save")

    assert "at least one language" in response.content.decode()
    assert not Kind.objects.exists()


def test_author_gets_an_address_and_a_changed_one_keeps_leading_there(editor):
    editor.open(reverse("admin:news_author_add")).fill(name_ka="ნინო", has_profile="on").press("_save")
    nino = Author.objects.get()
    assert (nino.slug_en, nino.slug_ka) == ("nino", "nino")
    before = ChangeHead.objects.get().sequence

    editor.open(reverse("admin:news_author_change", args=[nino.pk])).fill(slug_en="nino-k", slug_ka="nino-k").press("_save")

    assert set(Address.objects.filter(kind="author", record=nino.pk).values_list("slug", flat=True)) == {"nino", "nino-k"}
    assert ChangeHead.objects.get().sequence > before


@pytest.mark.parametrize("fields", [{}, {"name_en": "B", "slug_en": "nino"}, {"name_en": "B", "slug_en": "2024"}, {"name_en": "a\0b"}])
def test_author_that_cannot_be_is_refused(editor, fields):
    editor.open(reverse("admin:news_author_add")).fill(name_en="Nino").press("_save")

    assert editor.open(reverse("admin:news_author_add")).fill(**fields).press("_save").status_code == 200
    assert Author.objects.count() == 1
