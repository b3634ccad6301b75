"""Published versions: what they keep, at which address, and what ends them."""

import datetime as dt

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from library.models import Image
from news.models import Article
from publishing import changes, drafts, erasing
from publishing.models import Change, ChangeHead, Edition, Version
from publishing.publishable import State
from publishing.workflow import transition
from tests.factories import make_author, make_image, make_kind, make_published_article, publisher

DAY = dt.timedelta(days=1)


def make(**fields):
    fields = {"title_en": "Talks", "body_en": "<p>First words.</p>", **fields}
    return drafts.create(Article, {"kind": make_kind().pk, **fields}, by=publisher())


def publish(record, fields=None, **how):
    """Publish a record with these changes."""
    if fields:
        drafts.save(record, fields, by=publisher())
    drafts.publish(record, by=publisher(), **how)
    return record


@pytest.fixture
def record():
    """An article of two languages whose English text changed once."""
    found = publish(make(title_ka="მოლაპარაკება", body_ka="<p>პირველი.</p>"))
    return publish(found, {"body_en": "<p>Second words.</p>"}, languages=["en"], public_note={"en": "The number was put right."})


def pass_moment(*codes):
    """Let the moment for which a record waits in these languages have passed."""
    at = timezone.now()
    moments = {f"{name}_{code}": at for name in ("published_at", "listed_at") for code in codes}
    Article.objects.update(live_at=at, **moments)
    ChangeHead.objects.update(next_due_at=at)


def page(path):
    response = Client().get(path)
    return response.status_code, response.content.decode()


# What is kept


def test_publication_is_kept_as_the_public_saw_it(record):
    status, first = page("/en/news/talks/v/1/")

    assert status == 200
    assert ("First words." in first, "Second words." in first) == (True, False)
    assert "Second words." in page("/en/news/talks/v/2/")[1]


def test_numbers_count_publications_and_not_drafts():
    record = make()
    for words in ("One", "Two", "Three"):
        drafts.save(record, {"title_en": words}, by=publisher())
    publish(record)
    drafts.save(record, {"title_en": "Four"}, by=publisher())
    publish(record, {"title_en": "Five"})

    assert list(Edition.objects.values_list("number", flat=True)) == [2, 1]
    assert Version.objects.count() == 8


def test_names_stay_as_they_were_printed():
    author = make_author("Nino")
    record = publish(make(bylines=[{"author": author.pk}]))
    author.name_en = "Somebody else"
    author.save()
    publish(record, {"title_en": "Talks again"})

    assert "Nino" in page(f"/en/news/{record.slug_en}/v/1/")[1]


def test_version_keeps_neither_draft_nor_internal_note(record):
    drafts.save(record, {"title_en": "Unfinished business"}, by=publisher())
    publish(record, {"lead_en": "Lead"}, note="Ask Nino about the sources")

    shown = page(f"/en/news/{record.slug_en}/v/3/")[1] + page(f"/en/news/{record.slug_en}/v/")[1]
    assert "Ask Nino" not in shown
    assert Version.objects.filter(note="Ask Nino about the sources").count() == 1


def test_public_note_is_shown_and_is_the_reason_in_the_change_log(record):
    assert "The number was put right." in page("/en/news/talks/v/2/")[1]
    assert "The number was put right." in page("/en/news/talks/v/")[1]
    assert Change.objects.order_by("-sequence").first().reason == "The number was put right."


def test_note_of_a_language_that_was_not_published_stays_inside(record):
    publish(record, {"lead_en": "Lead"}, languages=["en"], public_note={"ka": "შიდა"})

    assert not Edition.objects.filter(note="შიდა").exists()
    assert Change.objects.order_by("-sequence").first().reason == ""


# Addresses


def test_version_exists_only_in_the_languages_of_its_publication(record):
    assert page("/ka/news/molaparakeba/v/1/")[0] == 200
    assert page("/ka/news/molaparakeba/v/2/")[0] == 404
    assert page("/en/news/talks/v/3/")[0] == 404


@pytest.mark.parametrize("number", ["0", "01", "-1", "x", "99999999", "1e3", "%00"])
def test_what_is_no_number_is_not_there(record, number):
    assert page(f"/en/news/talks/v/{number}/")[0] == 404


def test_old_slug_leads_to_the_version_at_the_present_one(record):
    publish(record, {"slug_en": "other-talks"})

    response = Client().get("/en/news/talks/v/1/")

    assert (response.status_code, response.headers["Location"]) == (301, "/en/news/other-talks/v/1/")


def test_slug_of_another_language_leads_to_this_language(record):
    assert Client().get("/en/news/molaparakeba/v/1/").headers["Location"] == "/en/news/talks/v/1/"
    assert Client().get("/en/news/molaparakeba/v/").headers["Location"] == "/en/news/talks/v/"


def test_page_names_the_version_and_the_live_text(record):
    publish(record, {"lead_en": "Lead"}, at=dt.datetime(2024, 12, 3, 9, tzinfo=dt.UTC))

    shown = page("/en/news/talks/v/3/")[1]

    assert "Talks, version of 3 December 2024, Matiane" in shown
    assert 'name="robots" content="noindex"' in shown
    assert f'<link rel="canonical" href="{settings.SITE_URL}/en/news/talks/">' in shown


def test_reader_of_a_version_has_it_already(record):
    client = Client()
    first = client.get("/en/news/talks/v/1/")

    again = client.get("/en/news/talks/v/1/", headers={"If-None-Match": first.headers["ETag"]})

    assert again.status_code == 304


def test_live_text_leads_to_its_earlier_versions(record):
    assert 'href="/en/news/talks/v/"' in page("/en/news/talks/")[1]
    assert 'href="/ka/news/molaparakeba/v/"' not in page("/ka/news/molaparakeba/")[1]


def test_list_names_versions_newest_first_page_by_page(record, monkeypatch):
    monkeypatch.setattr("publishing.views.PAGE_SIZE", 1)

    first = Client().get("/en/news/talks/v/")
    second = Client().get(first.context["earlier"])

    assert [version.number for version in first.context["versions"]] == [2]
    assert [version.number for version in second.context["versions"]] == [1]
    assert second.context["earlier"] == ""
    assert Client().get("/en/news/talks/v/?before=zero").status_code == 200


# What is not public


def test_versions_of_a_withdrawn_record_are_gone(record):
    drafts.withdraw(record, by=publisher())

    assert {page(path)[0] for path in ("/en/news/talks/v/1/", "/en/news/talks/v/", "/ka/news/molaparakeba/v/1/")} == {410}


def test_versions_in_a_withdrawn_language_are_gone(record):
    drafts.withdraw(record, by=publisher(), languages=["ka"])

    assert page("/ka/news/molaparakeba/v/1/")[0] == 410
    assert page("/ka/news/molaparakeba/v/")[0] == 410
    assert page("/en/news/talks/v/1/")[0] == 200


def test_withdrawn_words_do_not_come_back_with_a_later_text(record):
    drafts.withdraw(record, by=publisher())
    publish(record, {"body_en": "<p>Third words.</p>"})

    assert [page(f"/en/news/talks/v/{number}/")[0] for number in (1, 2, 3)] == [410, 410, 200]
    assert 'href="/en/news/talks/v/"' not in page("/en/news/talks/")[1]


def test_versions_are_hidden_by_their_record_too(record):
    """What a version says of itself is not the only lock."""
    drafts.withdraw(record, by=publisher(), languages=["ka"])
    Edition.objects.update(is_withdrawn=False)

    assert (page("/ka/news/molaparakeba/v/1/")[0], page("/en/news/talks/v/1/")[0]) == (410, 200)
    Article.objects.update(live_at=timezone.now() + DAY)
    changes.touch()
    assert page("/en/news/talks/v/1/")[0] == 404


def test_language_that_was_never_public_has_no_versions():
    publish(make())

    assert page("/ka/news/talks/v/1/")[0] == 404
    assert page("/ka/news/talks/v/")[0] == 404


def test_first_publication_has_no_version_before_its_moment():
    record = publish(make(), at=timezone.now() + DAY, public_note={"en": "First told."})

    assert page("/en/news/talks/v/1/")[0] == 404
    pass_moment("en")

    status, shown = page("/en/news/talks/v/1/")
    assert (status, "First told." in shown) == (200, True)
    assert Change.objects.get().reason == "First told."
    assert Edition.objects.get().version == Version.objects.get(record=record.pk, published=True)


def test_version_of_a_scheduled_text_is_the_text_that_appeared():
    record = publish(make(), at=timezone.now() + DAY)
    publish(record, {"body_en": "<p>Better words.</p>"}, at=timezone.now() + DAY)

    pass_moment("en")
    shown = page("/en/news/talks/v/1/")[1]

    assert ("Better words." in shown, Edition.objects.count()) == (True, 1)


def test_scheduled_language_gets_its_version_at_its_moment():
    record = publish(make(title_ka="მოლაპარაკება", body_ka="<p>პირველი.</p>"), languages=["ka"], at=timezone.now() + DAY)
    publish(record, languages=["en"])

    assert set(Edition.objects.values_list("language", "number")) == {("en", 1)}
    pass_moment("ka")
    changes.head()
    assert set(Edition.objects.values_list("language", "number")) == {("en", 1), ("ka", 2)}


def test_picture_that_is_no_longer_public_is_said_to_be_gone(record, django_capture_on_commit_callbacks):
    image = make_image()
    with django_capture_on_commit_callbacks(execute=True):
        publish(record, {"image": image.pk, "body_en": f'<p>Words.</p><figure data-image="{image.pk}"></figure>'})
        publish(record, {"image": "", "body_en": "<p>Words.</p>"})
    Image.objects.filter(pk=image.pk).update(renditions=[])

    status, shown = page("/en/news/talks/v/3/")

    assert (status, shown.count("This picture is no longer published.")) == (200, 2)
    assert "<img" not in shown


def test_erased_record_leaves_no_version(record):
    drafts.withdraw(record, by=publisher())
    transition(record, State.TRASHED, by=publisher())
    erasing.erase(record, by=publisher())

    assert not Edition.objects.exists()
    assert not Version.objects.exists()
    assert page("/en/news/talks/v/1/")[0] == 410


def test_version_kept_by_an_older_release_is_shown(record):
    Edition.objects.filter(number=1).update(content={"title": "Talks", "body": "<p>First words.</p>", "unknown": 1})

    status, shown = page("/en/news/talks/v/1/")

    assert (status, "First words." in shown) == (200, True)


# What it costs


@pytest.mark.parametrize("count", [1, 6])
def test_pages_of_versions_cost_the_same_whatever_their_number(count, django_assert_num_queries):
    record = publish(make())
    for number in range(count):
        publish(record, {"lead_en": f"Lead {number}"})

    with django_assert_num_queries(7):
        page("/en/news/talks/v/1/")
    with django_assert_num_queries(4):
        page("/en/news/talks/v/")


def test_article_without_versions_says_nothing_of_them():
    make_published_article(title_en="Talks")

    assert "/v/" not in page("/en/news/talks/")[1]
