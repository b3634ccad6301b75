import datetime as dt

import pytest
from django.utils import timezone

from library.models import Source
from news.models import ArticleCitation, Author, Byline, Correction
from publishing.publishable import State
from publishing.workflow import transition
from tests.factories import make_article, make_published_article, make_tag, publisher


def titles(response) -> list[str]:
    return [article["title"].get("en") or article["title"]["ka"] for article in response.json()["results"]]


def make_hidden_articles(tag) -> None:
    make_article(title_en="Hidden draft", tags=[tag])
    make_published_article(title_en="Hidden until tomorrow", at=timezone.now() + dt.timedelta(days=1), tags=[tag])
    transition(make_published_article(title_en="Hidden since", tags=[tag]), State.WITHDRAWN, by=publisher())


def test_article_list_holds_live_articles_newest_first(client):
    make_hidden_articles(make_tag("Duma"))
    make_published_article(title_en="Old", at=timezone.now() - dt.timedelta(days=2))
    make_published_article(title_ka="ახალი")

    assert titles(client.get("/api/v1/articles/")) == ["ახალი", "Old"]


def test_article_says_only_what_is_public_in_each_language(client):
    article = make_published_article(title_en="Soon", lead_en="Not yet", title_ka="უკვე", lead_ka="ლიდი", languages=["ka"])

    found = client.get(f"/api/v1/articles/{article.pk}/").json()

    assert found["available_languages"] == ["ka"]
    assert found["lead"] == {"ka": "ლიდი"}
    assert list(found["body"]) == list(found["url"]) == list(found["published_at"]) == ["ka"]


def test_article_detail_holds_byline_corrections_and_sources(client):
    article = make_published_article(title_en="One")
    Byline.objects.create(article=article, author=Author.objects.create(name_en="Nino Example"))
    Correction.objects.create(article=article, text_en="The date was wrong.", text_ka="თარიღი")
    ArticleCitation.objects.create(article=article, source=Source.objects.create(title="Report"), quote="words", locator="p. 1")

    found = client.get(f"/api/v1/articles/{article.pk}/").json()

    assert [byline["name"] for byline in found["byline"]] == [{"en": "Nino Example"}]
    assert [correction["text"] for correction in found["corrections"]] == [{"en": "The date was wrong."}]
    assert [(source["title"], source["quote"], source["locator"]) for source in found["sources"]] == [("Report", "words", "p. 1")]


@pytest.mark.parametrize("state", ["draft", "scheduled"])
def test_hidden_article_is_not_found(client, state):
    tomorrow = timezone.now() + dt.timedelta(days=1)
    article = make_article(title_en="Hidden") if state == "draft" else make_published_article(title_en="Hidden", at=tomorrow)

    response = client.get(f"/api/v1/articles/{article.pk}/")

    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["status"] == 404


def test_tag_list_holds_tags_that_a_live_article_uses(client):
    make_hidden_articles(make_tag("Hidden"))
    make_tag("Unused")
    make_published_article(title_en="One", tags=[make_tag("Duma", "დუმა")])

    (tag,) = client.get("/api/v1/tags/").json()["results"]

    assert tag["label"] == {"en": "Duma", "ka": "დუმა"}
    assert tag["records"] == {"article": 1}
    assert tag["url"]["en"] == "http://testserver/en/news/tag/duma/"


def test_pages_follow_each_other_without_loss_at_one_moment(client):
    moment = timezone.now() - dt.timedelta(days=1)
    for number in range(45):
        make_published_article(title_en=f"Article {number}", at=moment)

    seen, address = [], "/api/v1/articles/"
    while address:
        page = client.get(address).json()
        seen += [article["id"] for article in page["results"]]
        address = page["next"]

    assert len(seen) == len(set(seen)) == 45


@pytest.mark.parametrize(
    "cursor", ["", "x", "NaN", "%00", "cD1iYWQ%3D", "cD0yMDI0LTk5LTk5", "a" * 10_000, "cD0wMDAxLTAxLTAxVDAwOjAwOjAwJTJCMTQ6MDA=", "cD0yMDIwLTAxLTAx"]
)
def test_cursor_that_we_never_gave_is_refused_and_does_not_begin_anew(client, cursor):
    make_published_article(title_en="One")

    assert client.get(f"/api/v1/articles/?cursor={cursor}").json()["invalid_params"][0]["name"] == "cursor"


@pytest.mark.parametrize("cursor", ["", "x", "%00", "cD0lMDA%3D", "a" * 10_000])
def test_cursor_of_tags_that_we_never_gave_is_refused(client, cursor):
    make_published_article(title_en="One", tags=[make_tag("Duma")])

    assert client.get(f"/api/v1/tags/?cursor={cursor}").json()["invalid_params"][0]["name"] == "cursor"


@pytest.mark.parametrize("key", ["1", "x" * 400, "00000000-0000-0000-0000-000000000000", "%00"])
def test_unknown_ids_are_not_found(client, key):
    assert client.get(f"/api/v1/articles/{key}/").status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_the_api_only_reads(client, method):
    assert getattr(client, method)("/api/v1/articles/").status_code == 405


@pytest.mark.parametrize("number", [3, 20])
def test_article_list_takes_a_fixed_number_of_queries(client, django_assert_max_num_queries, number):
    tag = make_tag("Duma")
    for _time in range(number):
        make_published_article(tags=[tag])

    with django_assert_max_num_queries(6):
        client.get("/api/v1/articles/")


def test_article_detail_holds_no_correction_that_readers_do_not_see(client):
    article = make_published_article(title_en="One", title_ka="ერთი", languages=["en"])
    article.corrections.create(text_ka="მალე")
    article.corrections.create(text_en="Soon", at=timezone.now() + dt.timedelta(days=1))

    assert client.get(f"/api/v1/articles/{article.pk}/").json()["corrections"] == []
