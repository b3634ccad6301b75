"""Adding and removing tags over many records."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from news.models import Article
from publishing import drafts
from publishing.admin import bulk as pages
from tests.factories import make_kind, make_published_article, make_superuser, make_tag, publisher
from tests.publishing.bulk_desk import LIST, do, make_draft, make_user, said, tags_of
from tests.roles import member_of


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(make_superuser())
    return client


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


def test_confirmation_tells_whoever_cannot_change_them_so(client):
    author = make_user("view", "add", "change")
    own, once = (drafts.create(Article, {"title_en": "Own", "body_en": "<p>Text.</p>", "kind": make_kind()}, by=author) for _ in range(2))
    drafts.publish(once, by=publisher())
    drafts.withdraw(once, by=publisher())
    posted = {"action": "add_tags", "index": "0", "_selected_action": [str(article.pk) for article in (own, once, make_published_article())]}

    def notes(user: User) -> list[str]:
        client.force_login(user)
        return [str(note) for note in client.post(LIST, posted).context["notes"]]

    assert [note.split(". ")[0] for note in notes(author)] == ["Public: 1", "Not public: 1", "Not public, and not yours to change: 1"]
    assert notes(member_of("Translator (English)")) == [
        "Nothing changes: this is common to all languages, and you have the right to single languages only."
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


def test_translator_is_told_that_tags_are_not_theirs_to_choose(client):
    client.force_login(member_of("Translator (Georgian)"))
    gone = make_tag("Gone")
    article = make_published_article(title_en="Public", tags=[gone])
    drafts.save(article, {"title_en": "Unfinished"}, by=publisher())

    response = do(client, "remove_tags", [article], chosen=[str(gone.pk)])

    assert "no right" in " ".join(said(response))
    assert drafts.state_of(Article.objects.get(pk=article.pk))["tags"] == [str(gone.pk)]
