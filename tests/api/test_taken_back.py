"""Objects of the API that were public and are no more: gone (410), with what the newsroom allowed to be told."""

import pytest
from django.test import Client
from django.utils import timezone

from publishing import drafts
from publishing.erasing import erase
from publishing.publishable import State
from publishing.workflow import Notice, transition
from tests.factories import make_actor, make_article, make_published_actor, make_published_article, make_superuser, publisher

pytestmark = pytest.mark.django_db


def withdraw(record, **notice: object) -> None:
    transition(record, State.WITHDRAWN, by=publisher(), notice=Notice(**notice))


def told(record, kind: str = "articles", query: str = "") -> dict:
    response = Client().get(f"/api/v1/{kind}/{record.pk}/{query}")
    assert (response.status_code, response["Content-Type"]) == (410, "application/problem+json")
    assert response.json()["status"] == 410
    return response.json().get("withdrawn", {})


def test_withdrawn_article_tells_what_its_page_does():
    article = make_published_article(title_en="Meeting", title_ka="შეხვედრა", body_en="<p>Secret.</p>")
    other = make_published_article(title_en="Better")
    withdraw(article, show_title=True, reason={"en": "It named a witness."}, successor=other)

    assert told(article) == {
        "on": timezone.localdate().isoformat(),
        "title": "Meeting",
        "title_language": "en",
        "reason": "It named a witness.",
        "reason_language": "en",
        "instead": {
            "id": str(other.pk),
            "type": "article",
            "title": "Better",
            "url": "http://testserver/en/news/better/",
            "api_url": f"http://testserver/api/v1/articles/{other.pk}/",
        },
    }
    assert (told(article, query="?lang=ka")["title"], told(article, query="?lang=ka")["reason_language"]) == ("შეხვედრა", "en")
    assert Client().get(f"/api/v1/articles/{article.pk}/?format=ninjs").status_code == 410


def test_nothing_is_told_where_nothing_was_allowed():
    article = make_published_article(title_en="Meeting")
    withdraw(article, show_date=False)

    assert told(article) == {}


def test_successor_that_is_no_longer_public_is_not_named():
    article, other = make_published_article(title_en="Meeting"), make_published_article(title_en="Better")
    withdraw(article, successor=other, show_date=False)
    withdraw(other)

    assert told(article) == {}


def test_what_never_was_public_is_not_found():
    hidden = make_published_actor(name_en="Ann", has_profile=False)
    withdraw(hidden, show_title=True)
    for kind, record in (("articles", make_article(title_en="Draft")), ("actors", make_actor(name_en="Draft")), ("actors", hidden)):
        assert Client().get(f"/api/v1/{kind}/{record.pk}/").status_code == 404


def test_published_again_it_is_there():
    article = make_published_article(title_en="Meeting")
    drafts.withdraw(article, by=publisher())
    told(article)

    drafts.publish(article, by=publisher())

    assert Client().get(f"/api/v1/articles/{article.pk}/").status_code == 200


def test_what_was_deleted_for_ever_is_gone_too():
    article = make_published_article(title_en="Meeting")
    withdraw(article)
    transition(article, State.TRASHED, by=publisher())
    key = article.pk
    erase(article, by=make_superuser())

    assert Client().get(f"/api/v1/articles/{key}/").status_code == 410
