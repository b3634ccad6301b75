"""Quick search: records of all types and pages of the desk, and only what whoever looks may see."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from news.models import Article
from publishing import drafts, standing_checks
from publishing.admin import quick
from publishing.searching import index
from tests.factories import make_kind, make_published_actor, make_published_article, publisher
from tests.roles import client_of, member_of

QUICK = reverse("admin:quick")


def article(by=None, **fields):
    return drafts.create(Article, {"kind": make_kind().pk, **fields}, by=by or publisher())


def hits(client: Client, asked: str) -> list[str]:
    found = client.get(QUICK, {"q": asked}).context["hits"]
    return [hit.record.working_title or hit.record.title_in("en")[0] for hit in found]


@pytest.fixture
def editor() -> Client:
    return client_of(member_of("Editor"))


@pytest.mark.parametrize("asked", ["karasin", "Karas", "kara grig", "კარასინ", "grigoriy karasin", "KARASIN"])
def test_records_are_found_by_the_beginnings_of_words_in_any_spelling(editor, asked):
    make_published_actor(name_en="Grigory Karasin", name_ka="გრიგორი კარასინი")
    make_published_actor(name_en="Sergey Lavrov")

    assert hits(editor, asked) == ["Grigory Karasin"]


def test_closest_stands_first(editor):
    for title in ("The talks in Geneva", "Smalltalks", "Talks"):
        make_published_article(title_en=title)

    assert hits(editor, "talks") == ["Talks", "The talks in Geneva", "Smalltalks"]


def test_closest_is_found_however_many_newer_ones_have_the_words_too(editor, monkeypatch):
    monkeypatch.setattr(quick, "LOOKED_AT", 2)
    for title in ("Talks", "The talks in Geneva", "Smalltalks in Geneva", "Smalltalks in Ergneti"):
        make_published_article(title_en=title)

    assert hits(editor, "talks") == ["Talks", "The talks in Geneva"]


def test_drafts_are_found_by_the_title_that_they_have_now(editor):
    record = make_published_article(title_en="Old name")
    drafts.save(record, {"title_en": "Fresh name"}, by=publisher())

    assert hits(editor, "fresh") == hits(editor, "old name") == ["Fresh name"]


@pytest.mark.parametrize("asked", ["Talks", "მოლაპარაკება", "molap"])
def test_draft_is_found_by_its_title_in_any_language_by_who_may_open_it(editor, asked):
    record = article(title_en="Talks", title_ka="მოლაპარაკება")
    drafts.save(make_published_article(title_en="Public"), {"title_ka": "მოლაპარაკების შემდეგ"}, by=publisher())

    assert "Talks" in hits(editor, asked)
    assert hits(client_of(member_of("Author")), asked) == []
    assert not list(standing_checks.differences())

    drafts.save(record, {"title_en": "Other", "title_ka": "სხვა"}, by=publisher())
    assert "Other" not in hits(editor, asked)


@pytest.mark.parametrize("asked", ["", "t", "  ", "%", "_", "'\"", "\0", "x" * 5000, "no such thing"])
def test_nothing_is_found_by_nothing(editor, asked):
    make_published_article(title_en="Talks")

    answer = editor.get(QUICK, {"q": asked})

    assert (answer.status_code, answer.context["hits"]) == (200, [])


def test_pages_of_the_desk_are_found_by_their_names(editor):
    found = editor.get(QUICK, {"q": "article"}).context["places"]

    assert [place.label for place in found] == ["Articles", "New article", "Kinds of article", "New kind of article"]
    assert [place.label for place in editor.get(QUICK, {"q": "languages b"}).context["places"]] == ["Languages board"]


def test_pages_that_somebody_may_not_open_are_not_found():
    assert [place.label for place in client_of(member_of("Author")).get(QUICK, {"q": "users"}).context["places"]] == []


def test_author_finds_their_own_and_what_is_public_by_its_public_title():
    author = member_of("Author")
    article(author, title_en="My secret")
    article(title_en="Other secret")
    public = make_published_article(title_en="Public")
    drafts.save(public, {"title_en": "Secret of the public"}, by=publisher())
    make_published_article(title_en="Secret of tomorrow", at=timezone.now() + dt.timedelta(days=1))

    assert hits(client_of(author), "secret") == ["My secret"]
    assert hits(client_of(author), "public") == ["Public"]


def test_title_of_a_language_that_waits_for_its_moment_finds_nothing_for_others():
    record = make_published_article(title_en="Talks", title_ka="საიდუმლო")
    Article.objects.filter(pk=record.pk).update(published_at_ka=timezone.now() + dt.timedelta(days=1))
    index.settle(Article.objects.get(pk=record.pk))

    assert hits(client_of(member_of("Author")), "საიდუმლო") == []
    assert hits(client_of(member_of("Editor", "second")), "საიდუმლო") == ["Talks"]


def test_part_for_the_dialog_is_no_whole_page_and_says_nothing_unescaped(editor):
    page = editor.get(QUICK, {"q": "<b>none</b>", "part": "1"}).content.decode()

    assert ("<html" in page, "<b>" in page, "Nothing is called that." in page) == (False, False, True)


def test_every_page_of_the_desk_brings_the_dialog_and_the_link(editor):
    page = editor.get(reverse("admin:news_article_changelist")).content.decode()

    assert page.count('<dialog class="quick"') == 1
    assert f'data-quick="{QUICK}"' in page


def test_strangers_log_in_first(client):
    assert client.get(QUICK, {"q": "talks"}).status_code == 302


@pytest.mark.parametrize("number", [1, 15])
def test_search_costs_the_same_however_much_it_finds(editor, django_assert_max_num_queries, number):
    for each in range(number):
        make_published_article(title_en=f"Talks {each}")
        make_published_actor(name_en=f"Talker {each}")

    with django_assert_max_num_queries(11):
        editor.get(QUICK, {"q": "talk"})


def test_public_records_are_found_as_readers_find_them_behind_those_of_that_title(editor):
    make_published_article(title_en="In Geneva", body_en="<p>They spoke of detainees.</p>")
    make_published_article(title_en="Detainees")

    assert hits(editor, "detainees") == ["Detainees", "In Geneva"]
    assert hits(editor, "detianees") == ["Detainees", "In Geneva"]


def test_words_of_what_is_not_public_find_nothing_for_who_may_not_open_it():
    record = make_published_article(title_en="Talks", body_en="<p>Secretword.</p>", at=timezone.now() + dt.timedelta(days=1))

    assert hits(client_of(member_of("Author")), "secretword") == []
    assert Article.objects.filter(pk=record.pk).exists()
