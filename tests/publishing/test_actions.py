"""What editors do to many records of a list at once."""

from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import Permission, User
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from library.models import Tag
from news.models import Article
from publishing import drafts
from publishing.admin import bulk as pages
from publishing.models import Change
from publishing.publishable import State
from publishing.workflow import transition
from tests.factories import make_article, make_kind, make_published_article, make_superuser, make_tag, publisher

LIST = reverse("admin:news_article_changelist")


def make_user(*steps: str) -> User:
    """Make a user with rights over articles: view, add, change, publish, delete."""
    user = User.objects.create_user(f"user-{'-'.join(steps)}", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=[f"{step}_article" for step in steps]))
    return user


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(make_superuser())
    return client


def make_draft(title: str = "A draft", **fields: object) -> Article:
    """Make a draft the way the form does: it may be published as it is."""
    return drafts.create(Article, {"title_en": title, "body_en": "<p>Text.</p>", "kind": str(make_kind().pk), **fields}, by=publisher())


def do(
    client: Client, action: str, articles: list[Article], *, across: bool = False, filters: dict[str, str] | None = None, **more: object
) -> HttpResponse:
    """Choose the action in the list and confirm it, as often as it asks to go on."""
    address = f"{LIST}?{urlencode(filters or {})}"
    posted = {"action": action, "index": "0", "select_across": str(int(across)), "_selected_action": [str(article.pk) for article in articles]}
    asked = client.post(address, posted)
    if asked.status_code != 200:
        return asked
    response = client.post(address, {**posted, "_confirmed": "1", **more})
    while response.status_code == 200 and "after" in (response.context or {}):
        passed = {"_after": str(response.context["after"]), "_report": response.context["packed"]}
        response = client.post(address, {**posted, "_confirmed": "1", **more, **passed})
    return client.get(LIST) if response.status_code == 302 else response


def said(response: HttpResponse) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def state_of(article: Article) -> str:
    return Article.objects.get(pk=article.pk).state


def tags_of(article: Article) -> set[Tag]:
    return {row.tag for row in Article.objects.get(pk=article.pk).tagged.all()}


def test_asking_changes_nothing(editor):
    article = make_draft()

    response = editor.post(LIST, {"action": "publish_chosen", "index": "0", "_selected_action": [str(article.pk)]})

    assert response.status_code == 200
    assert state_of(article) == State.DRAFT


def test_publish_publishes_drafts_and_pending_changes(editor):
    draft, changed = make_draft(), make_draft("Old title")
    drafts.publish(changed, by=publisher())
    drafts.save(Article.objects.get(pk=changed.pk), {"title_en": "New title"}, by=publisher())

    response = do(editor, "publish_chosen", [draft, changed])

    assert said(response) == ["2 records published."]
    assert state_of(draft) == State.PUBLISHED
    assert Article.objects.get(pk=changed.pk).title_en == "New title"


def test_publish_leaves_public_records_without_changes_alone(editor):
    article = make_published_article(title_en="Public")
    changes = Change.objects.count()

    response = do(editor, "publish_chosen", [article])

    assert said(response) == ["1 record needed nothing."]
    assert Change.objects.count() == changes


def test_publish_reports_each_refusal_and_publishes_the_others(editor):
    good, untitled = make_draft("Good"), make_draft("")

    response = do(editor, "publish_chosen", [good, untitled])

    messages = said(response)
    assert messages[0] == "1 record published."
    assert len(messages) == 2
    assert messages[1].startswith("untitled: ")
    assert [state_of(good), state_of(untitled)] == [State.PUBLISHED, State.DRAFT]


def test_publish_is_not_offered_to_who_may_not(client):
    client.force_login(make_user("view", "change"))
    article = make_draft()

    page = client.get(LIST).content.decode()
    do(client, "publish_chosen", [article])

    assert 'value="add_tags"' in page
    assert 'value="publish_chosen"' not in page
    assert 'value="withdraw_chosen"' not in page
    assert state_of(article) == State.DRAFT


def test_withdraw_withdraws(editor):
    public, draft = make_published_article(title_en="Public"), make_draft()

    response = do(editor, "withdraw_chosen", [public, draft])

    assert state_of(public) == State.WITHDRAWN
    assert state_of(draft) == State.DRAFT
    assert len(said(response)) == 2


def test_withdraw_needs_the_right(client):
    client.force_login(make_user("view", "change"))
    article = make_published_article(title_en="Public")

    do(client, "withdraw_chosen", [article])

    assert state_of(article) == State.PUBLISHED


def test_trash_takes_drafts_and_refuses_what_is_public(editor):
    public, draft = make_published_article(title_en="Public"), make_draft()

    response = do(editor, "trash_chosen", [public, draft])

    assert [state_of(public), state_of(draft)] == [State.PUBLISHED, State.TRASHED]
    assert [message for message in said(response) if message.startswith("Public: ")] != []


def test_records_come_back_from_the_trash_as_what_they_were(editor):
    draft, withdrawn = make_article(working_title="Draft"), make_published_article(title_en="Withdrawn")
    transition(withdrawn, State.WITHDRAWN, by=publisher())
    for article in (draft, withdrawn):
        transition(article, State.TRASHED, by=publisher())

    do(editor, "restore_chosen", [draft, withdrawn], filters={"state": "trashed"})

    assert [state_of(draft), state_of(withdrawn)] == [State.DRAFT, State.WITHDRAWN]


def test_stock_deletion_is_not_offered(editor):
    make_draft()

    assert 'value="delete_selected"' not in editor.get(LIST).content.decode()


def test_adding_tags_changes_public_records_at_once_and_nothing_else(editor):
    old, new = make_tag("Old"), make_tag("New")
    article = make_published_article(title_en="Public", tags=[old])

    response = do(editor, "add_tags", [article], chosen=[str(new.pk)])

    assert said(response) == ["1 record changed."]
    assert tags_of(article) == {old, new}
    assert Article.objects.get(pk=article.pk).title_en == "Public"
    assert not Article.objects.get(pk=article.pk).has_draft


def test_adding_tags_waits_with_pending_changes(editor):
    tag = make_tag("New")
    article = make_published_article(title_en="Public")
    drafts.save(article, {"title_en": "Unfinished"}, by=publisher())

    response = do(editor, "add_tags", [article], chosen=[str(tag.pk)])

    assert said(response) == ["1 record waits with this in its draft."]
    assert tags_of(article) == set()
    assert Article.objects.get(pk=article.pk).title_en == "Public"
    assert drafts.state_of(Article.objects.get(pk=article.pk))["tags"] == [str(tag.pk)]


def test_removing_tags_takes_them_from_public_records(editor):
    kept, gone = make_tag("Kept"), make_tag("Gone")
    article = make_published_article(title_en="Public", tags=[kept, gone])

    do(editor, "remove_tags", [article], chosen=[str(gone.pk)])

    assert tags_of(article) == {kept}


def test_tags_by_who_may_not_publish_reach_own_drafts_only(client):
    user = make_user("view", "add", "change")
    client.force_login(user)
    own = drafts.create(Article, {"title_en": "Own"}, by=user)
    public, foreign = make_published_article(title_en="Public"), make_draft("Foreign")
    tag = make_tag("New")

    response = do(client, "add_tags", [own, public, foreign], chosen=[str(tag.pk)])

    assert "1 record waits with this in its draft." in said(response)
    assert drafts.state_of(Article.objects.get(pk=own.pk))["tags"] == [str(tag.pk)]
    assert drafts.state_of(Article.objects.get(pk=foreign.pk))["tags"] == []
    assert tags_of(public) == set()


def test_tags_without_a_choice_ask_again(editor):
    article = make_published_article(title_en="Public")

    response = do(editor, "add_tags", [article])

    assert response.status_code == 200
    assert response.context["act"].form.errors


def test_confirmation_says_what_becomes_public(editor):
    public, pending = make_published_article(title_en="Public"), make_published_article(title_en="Pending")
    drafts.save(pending, {"title_en": "Unfinished"}, by=publisher())
    draft = make_draft()

    posted = {"action": "add_tags", "index": "0", "_selected_action": [str(article.pk) for article in (public, pending, draft)]}
    response = editor.post(LIST, posted)

    assert [str(note).split(". ")[0] for note in response.context["notes"]] == [
        "Public without waiting changes: 1",
        "Public with waiting changes: 1",
        "Not public: 1",
    ]


def test_tags_reach_every_result_of_a_filter_and_no_other(editor, monkeypatch):
    monkeypatch.setattr(pages, "STEP", 2)
    old, new = make_tag("Old"), make_tag("New")
    inside = [make_published_article(title_en=f"Inside {number}", tags=[old]) for number in range(5)]
    outside = make_published_article(title_en="Outside")

    response = do(editor, "add_tags", inside[:1], across=True, filters={"tag": str(old.pk)}, chosen=[str(new.pk)])

    assert said(response) == ["5 records changed."]
    assert [tags_of(article) for article in inside] == [{old, new}] * 5
    assert tags_of(outside) == set()


def test_removing_the_tag_that_is_filtered_by_reaches_every_result(editor, monkeypatch):
    monkeypatch.setattr(pages, "STEP", 2)
    tag = make_tag("Tag")
    articles = [make_published_article(title_en=f"Article {number}", tags=[tag]) for number in range(5)]

    do(editor, "remove_tags", articles[:1], across=True, filters={"tag": str(tag.pk)}, chosen=[str(tag.pk)])

    assert [tags_of(article) for article in articles] == [set()] * 5


@pytest.mark.parametrize("forged", [{"_after": "nonsense"}, {"_report": "nonsense"}, {"_after": "\x00"}, {"index": "9"}])
def test_forged_progress_is_no_server_error(editor, forged):
    article = make_draft()

    posted = {"action": "publish_chosen", "index": "0", "_confirmed": "1", "_selected_action": [str(article.pk)], **forged}

    assert editor.post(LIST, posted).status_code in {200, 302}
