"""Bundles at the desk: made from a list or a form, changed, published; told to nobody without the right."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from actors.models import Actor
from news.models import Article
from publishing import drafts
from publishing.bundles import gathering
from publishing.bundles.entries import entries
from publishing.models import Bundle, PreviewLink
from publishing.publishable import State
from publishing.review import rounds
from tests.factories import make_kind, make_published_article, make_superuser
from tests.roles import browser_of, member_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return member_of("Editor")


@pytest.fixture
def desk(editor) -> Client:
    return browser_of(editor).client


def draft(title: str, *, by) -> Article:
    return drafts.create(Article, {"title_en": title, "lead_en": "Lead", "body_en": "<p>Text</p>", "kind": make_kind()}, by=by)


def url(bundle) -> str:
    return reverse("admin:publishing_bundle_change", args=[bundle.pk])


def press(client: Client, bundle, button: str, value: str = "1", **fields):
    seen = {f"_token_{entry.item.record}": entry.token for entry in entries(bundle)}
    return client.post(url(bundle), {button: value, **seen, **fields})


def test_chosen_in_a_list_and_put_into_a_new_bundle_then_into_it(desk, editor):
    articles = [draft(title, by=editor) for title in ("One", "Two")]
    chosen = {"action": "bundle_chosen", "_selected_action": [str(article.pk) for article in articles]}

    asked = desk.post(reverse("admin:news_article_changelist"), chosen)
    page = desk.get(asked.url)
    desk.post(asked.url, {"title": "The visit", "note": "", "bundle": ""})
    bundle = Bundle.objects.get()
    actor = drafts.create(Actor, {"name_en": "Nino"}, by=editor)
    form = desk.get(reverse("admin:actors_actor_change", args=[actor.pk])).content.decode()
    address = f"{reverse('admin:publishing_bundle_add')}?kind=actor&amp;record={actor.pk}"
    desk.post(address.replace("&amp;", "&"), {"bundle": str(bundle.pk), "title": "", "note": ""})

    assert "One" in page.content.decode()
    assert address in form
    assert {entry.record for entry in entries(bundle)} == {*articles, actor}


def test_publish_all_publishes_all(desk, editor):
    articles = [draft(title, by=editor) for title in ("One", "Two")]
    bundle = gathering.make("The visit", articles, by=editor)

    response = press(desk, bundle, "_publish")

    assert response.status_code == 302
    assert set(Article.objects.values_list("state", flat=True)) == {State.PUBLISHED}
    assert "_publish" not in desk.get(url(bundle)).content.decode()


def test_refusal_stands_beside_its_record(desk, editor):
    good, bad = draft("Good", by=editor), draft("Bad", by=editor)
    drafts.save(bad, {"kind": ""}, by=editor)
    bundle = gathering.make("The visit", [good, bad], by=editor)

    response = press(desk, bundle, "_publish")

    assert response.status_code == 422
    assert [line["reason"] != "" for line in response.context["lines"]] == [False, True]
    assert set(Article.objects.values_list("state", flat=True)) == {State.DRAFT}


def test_page_that_is_stale_publishes_nothing(desk, editor):
    article = draft("One", by=editor)
    bundle = gathering.make("The visit", [article], by=editor)

    response = desk.post(url(bundle), {"_publish": "1", f"_token_{article.pk}": "00000000-0000-0000-0000-000000000000"})

    assert response.status_code == 422
    assert Article.objects.get().state == State.DRAFT


def test_steps_of_the_page(desk, editor):
    one, two = draft("One", by=editor), draft("Two", by=editor)
    bundle = gathering.make("The visit", [one, two], by=editor)
    item = bundle.items.get(record=two.pk)

    for button, value, fields in (
        ("_up", str(item.pk), {}),
        ("_down", str(item.pk), {}),
        ("_check", "1", {}),
        ("_rename", "1", {"title": "Talks", "note": "Mind the day."}),
        ("_submit", "1", {"_assignee": "", "_due": "", "_note": ""}),
        ("_return", "1", {"_said": "No."}),
        ("_schedule", "1", {"_moment": "2099-01-01T10:00"}),
        ("_cancel", "1", {}),
        ("_remove", str(item.pk), {}),
        ("_dissolve", "1", {}),
    ):
        assert press(desk, bundle, button, value, **fields).status_code == 302, button

    assert not Bundle.objects.exists()
    assert Article.objects.count() == 2


@pytest.mark.parametrize("posted", [{}, {"_remove": "x"}, {"_up": ""}, {"_schedule": "1", "_moment": "soon"}, {"_rename": "1", "title": ""}])
def test_bad_input_is_refused_in_words(desk, editor, posted):
    bundle = gathering.make("The visit", [draft("One", by=editor)], by=editor)

    assert desk.post(url(bundle), posted).status_code == 422


@pytest.mark.parametrize(
    ("posted", "kept"),
    [({"_submit": "1", "_due": "2020-01-01", "_note": "Mind the dates."}, "_note"), ({"_approve": "1", "_said": "Mind the dates."}, "_said")],
)
def test_what_was_written_in_vain_stays_on_the_page(desk, editor, posted, kept):
    """Days that have passed, and approvals of what one asked for oneself, are refused."""
    bundle = gathering.make("The visit", [draft("Talks", by=editor)], by=editor)
    press(desk, bundle, "_submit", _due="")
    seen = {f"_token_{entry.item.record}": entry.token for entry in entries(bundle)}

    answer = desk.post(url(bundle), {**seen, **posted})

    assert answer.status_code == 422
    html = answer.content.decode()
    assert re.search(rf'<details class="record-step" open>(?:(?!</details>).)*name="{kept}"[^>]*>\s*Mind the dates.', html, re.DOTALL)


def test_address_that_names_nothing_makes_an_empty_bundle(desk):
    address = f"{reverse('admin:publishing_bundle_add')}?kind=nothing&record=x"

    assert desk.get(address).status_code == 200
    assert desk.post(address, {"title": ""}).status_code == 422
    assert desk.post(address, {"title": "The visit"}).status_code == 302


def test_review_link_to_all_drafts_is_shown_once_and_revoked_there(desk, editor):
    bundle = gathering.make("The visit", [draft("One", by=editor), draft("Two", by=editor)], by=editor)

    press(desk, bundle, "_invite", _invite_days="14")
    pages = [desk.get(url(bundle)).content.decode() for _time in range(2)]
    link = PreviewLink.objects.get()
    revoked = press(desk, bundle, "_revoke", str(link.pk))

    assert [page.count("/review/") for page in pages] == [1, 0]
    assert (link.bundle, link.may_comment, str(link.pk) in pages[1]) == (bundle, True, True)
    assert (revoked.status_code, PreviewLink.objects.active().exists()) == (302, False)
    assert [press(desk, bundle, "_revoke", key).status_code for key in (str(link.pk), "x")] == [422, 422]
    assert press(desk, bundle, "_invite", _invite_days="999").status_code == 422


def test_bundle_tells_nothing_to_those_without_the_right(editor):
    theirs = gathering.make("A secret plan", [draft("A secret title", by=editor)], by=editor)
    public = make_published_article(title_en="Public title")
    drafts.save(public, {"title_en": "A secret change"}, by=editor)
    gathering.add(theirs, [public], by=editor)
    author = browser_of(member_of("Author")).client

    pages = [author.get(path) for path in (url(theirs), reverse("admin:publishing_bundle_changelist"), reverse("admin:news_article_changelist"))]
    pages.append(author.get(f"{reverse('admin:publishing_bundle_add')}?kind=article&record={theirs.items.first().record}"))
    stranger = Client().get(url(theirs))

    assert pages[0].status_code in (302, 404)
    assert stranger.status_code == 302
    assert all("A secret" not in page.content.decode() for page in pages)


def test_author_sees_of_a_bundle_of_theirs_no_record_that_they_may_not_open(editor):
    author = member_of("Author")
    bundle = gathering.make("Mine", [draft("My title", by=author)], by=author)
    gathering.add(bundle, [draft("A secret title", by=editor)], by=editor)
    public = make_published_article(title_en="Public title")
    drafts.save(public, {"title_en": "A secret change"}, by=editor)
    gathering.add(bundle, [public], by=editor)

    page = browser_of(author).client.get(url(bundle)).content.decode()

    assert "My title" in page
    assert "Public title" in page
    assert "a record that you may not open" in page
    assert "A secret" not in page
    assert "unpublished changes" not in page
    assert 'name="_publish"' not in page


def test_author_is_not_told_of_the_review_of_a_draft_that_is_not_theirs(editor):
    author, public = member_of("Author"), make_published_article(title_en="Public title")
    drafts.save(public, {"title_en": "Other"}, by=editor)
    bundle = gathering.make("Mine", [], by=author)
    gathering.add(bundle, [public], by=editor)
    rounds.submit(public, by=editor)

    told, known = (browser_of(each).client.get(url(bundle)).content.decode() for each in (author, editor))

    assert [page.count("Answer the review") for page in (told, known)] == [0, 1]


def test_who_may_not_change_a_record_hears_nothing_of_its_draft_from_a_check(editor):
    author, public = member_of("Author"), make_published_article(title_en="Public title")
    drafts.save(public, {"title_en": "A secret change"}, by=editor)
    Article.objects.filter(pk=public.pk).update(title_en="Corrected")
    bundle = gathering.make("Mine", [], by=author)
    gathering.add(bundle, [public], by=editor)

    response = press(browser_of(author).client, bundle, "_check")

    assert [line["reason"] for line in response.context["lines"]] == ["You have no right to do this with this record."]


@pytest.mark.parametrize("number", [3, 12])
def test_page_and_list_cost_the_same_at_any_number(desk, editor, number, django_assert_max_num_queries):
    bundle = gathering.make("The visit", [draft(f"No {each}", by=editor) for each in range(number)], by=editor)
    desk.get(url(bundle))

    with django_assert_max_num_queries(20):
        desk.get(url(bundle))
    for each in range(number):
        people = {"by": member_of("Editor", f"maker {each}"), "published_by": member_of("Editor", f"publisher {each}")}
        Bundle.objects.create(title=f"No {each}", published_at=timezone.now(), **people)
    with django_assert_max_num_queries(8):
        desk.get(reverse("admin:publishing_bundle_changelist"))


def test_bundle_is_in_no_public_page(client):
    editor = make_superuser()
    bundle = gathering.make("A secret plan", [draft("A secret title", by=editor)], by=editor)

    for path in ("/en/", "/en/news/", f"/review/{bundle.pk}/", f"/preview/{bundle.pk}/", "/api/v1/changes/"):
        assert "A secret" not in client.get(path).content.decode()
