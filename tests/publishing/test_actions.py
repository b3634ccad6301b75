"""What editors do to many records of a list at once."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from news.models import Article
from publishing import drafts
from publishing.models import Change
from publishing.publishable import State
from publishing.workflow import transition
from tests.factories import make_article, make_published_article, make_superuser, make_tag, publisher
from tests.publishing.bulk_desk import LIST, do, make_draft, make_user, said, state_of, tags_of


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(make_superuser())
    return client


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


def make_scheduled_article(**fields: object) -> Article:
    article = make_draft("Next week", **fields)
    drafts.publish(article, by=publisher(), at=timezone.now() + dt.timedelta(days=7))
    return article


def test_no_bulk_act_moves_a_scheduled_publication(editor):
    clean, changed = make_scheduled_article(), make_scheduled_article()
    drafts.save(changed, {"title_en": "New title"}, by=publisher())
    moments = [clean.live_at, changed.live_at]
    tag = make_tag("New")

    do(editor, "add_tags", [clean], chosen=[str(tag.pk)])
    do(editor, "publish_chosen", [clean, changed])

    for article in (clean, changed):
        article.refresh_from_db()
    assert [clean.live_at, changed.live_at] == moments
    assert [clean.is_scheduled, changed.is_scheduled] == [True, True]
    assert tags_of(clean) == {tag}
    assert changed.title_en == "New title"
    assert not Change.objects.exists()


def test_bulk_publication_leaves_languages_of_different_moments_to_the_form(editor):
    article = make_scheduled_article(title_ka="ქართულად", body_ka="<p>ტექსტი.</p>")
    drafts.publish(article, by=publisher(), languages=["ka"], at=timezone.now() + dt.timedelta(days=9))
    drafts.save(article, {"title_en": "New title"}, by=publisher())
    moments = [article.published_at_en, article.published_at_ka]

    response = do(editor, "publish_chosen", [article])

    article.refresh_from_db()
    assert len(set(moments)) == 2
    assert [article.published_at_en, article.published_at_ka] == moments
    assert said(response) == ["Next week: Its languages are scheduled for different moments. Publish it in its form."]


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


@pytest.mark.parametrize("forged", [{"_after": "nonsense"}, {"_report": "nonsense"}, {"_after": "\x00"}, {"index": "9"}])
def test_forged_progress_is_no_server_error(editor, forged):
    article = make_draft()

    posted = {"action": "publish_chosen", "index": "0", "_confirmed": "1", "_selected_action": [str(article.pk)], **forged}

    assert editor.post(LIST, posted).status_code in {200, 302}
