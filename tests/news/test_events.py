"""Articles and the events that they announce, report or refer to: on the pages of both, in lists, in the API, in the form."""

import datetime as dt
import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chronicle.models import Event
from news.models import Article, ArticleEvent
from publishing import drafts, joining, listing
from publishing.drafts import RefusedError
from tests.archives import make_archive, plan_of
from tests.factories import make_event, make_kind, make_published_event, publisher
from tests.publishing.halves import english, georgian

pytestmark = pytest.mark.django_db
DAY = dt.datetime(2024, 9, 27, 12, tzinfo=dt.UTC)


def article(title: str, *events: dict, at: dt.datetime = DAY, **fields: object) -> Article:
    """Publish an article with these events."""
    texts = {"title_en": title, "body_en": "<p>Text.</p>", "kind": make_kind().pk}
    return drafts.issue(Article, {**texts, "events": list(events), **fields}, by=publisher(), at=at)


def page_of(client, address: str) -> str:
    return " ".join(client.get(address).content.decode().split())


def test_article_shows_its_events_in_its_order(client):
    session = make_published_event(title_en="10th session", date="2024-09-24/2024-09-26", year_inferred=True)
    law, undated = make_published_event(title_en="The law", date="2024-11-23"), make_published_event(title_en="Undated")
    made = article("Meeting", {"event": session.pk}, {"event": law.pk, "relation": "announces"}, {"event": undated.pk, "relation": "refers_to"})

    shown = client.get(made.get_absolute_url()).context["article"].events
    text = page_of(client, made.get_absolute_url())
    data = client.get(f"/api/v1/articles/{made.pk}/").json()["events"]

    assert [(each.title, each.url, each.relation) for each in shown] == [
        ("10th session", "/en/events/10th-session/", ""),
        ("The law", "/en/events/the-law/", "announces"),
        ("Undated", "/en/events/undated/", "refers to"),
    ]
    assert '<time datetime="2024-09-24">24</time>–<time datetime="2024-09-26">26 September 2024</time>, year inferred' in text
    assert [(row["id"], row["relation"]) for row in data] == [
        (str(session.pk), "reports"),
        (str(law.pk), "announces"),
        (str(undated.pk), "refers_to"),
    ]


def test_machines_read_what_the_article_is_about_and_what_it_mentions(client):
    made = article(
        "Meeting",
        {"event": make_published_event(title_en="The session", date="2024-09-24/2024-09-26").pk},
        {"event": make_published_event(title_en="The war", date="2008-08").pk, "relation": "refers_to"},
    )

    (text,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', client.get(made.get_absolute_url()).content.decode(), re.DOTALL)
    data = json.loads(text)

    assert data["about"] == [{"@type": "Event", "name": "The session", "url": "http://testserver/en/events/the-session/", "startDate": "2024-09-24"}]
    assert [each["name"] for each in data["mentions"]] == ["The war"]


def test_event_lists_its_articles_newest_first_and_all_of_them_on_a_page_of_their_own(client):
    event = make_published_event(title_en="The session", date="2024-09-24")
    for number in range(17):
        article(f"Report {number:02}", {"event": event.pk}, at=DAY + dt.timedelta(hours=number))

    shown = client.get("/en/events/the-session/").context["page"].coverage
    first = client.get("/en/events/the-session/articles/").context["page"]
    second = client.get(first.older).context["page"]
    data = client.get(f"/api/v1/events/{event.pk}/").json()["articles"]

    assert [text.title for text in shown.texts] == [f"Report {number:02}" for number in range(16, 6, -1)]
    assert shown.more.url == "/en/events/the-session/articles/"
    assert [item.title for item in (*first, *second)] == [f"Report {number:02}" for number in range(16, -1, -1)]
    assert len(data) == 17
    assert data[0] == {"id": str(Article.objects.get(title_en="Report 16").pk), "relation": "reports"}
    assert len(client.get(f"/api/v1/articles/?event={event.pk}").json()["results"]) == 17
    assert client.get("/api/v1/articles/?event=no+id").status_code == 400
    assert client.get("/en/events/nothing/articles/").status_code == 404
    assert client.get("/ka/events/the-session/articles/").status_code == 200
    assert client.get(f"{make_published_event().get_absolute_url()}articles/").status_code == 404


def test_event_says_in_which_language_an_article_can_be_read(client):
    event = make_published_event(title_en="The session", title_ka="სხდომა")
    article("Report", {"event": event.pk})

    (text,) = client.get("/ka/events/skhdoma/").context["page"].coverage.texts

    assert (text.title, text.lang, text.hreflang, text.url) == ("Report", "en", "en", "/en/news/report/")
    assert text.notice


def test_neither_tells_of_the_other_before_it_is_public(client):
    hidden, event = make_event(title_en="Secret talks", date="2024-09-01"), make_published_event(title_en="The session", date="2024-09-24")
    made = article("Report", {"event": event.pk})
    ArticleEvent.objects.create(article=made, event=hidden)
    taken = article("Taken back", {"event": event.pk})
    drafts.withdraw(taken, by=publisher())
    drafts.create(Article, {"title_en": "Not yet", "kind": make_kind().pk, "events": [{"event": event.pk}]}, by=publisher())

    told = [client.get(path).content.decode() for path in (made.get_absolute_url(), "/en/news/", "/en/", f"/api/v1/articles/{made.pk}/")]
    told += [client.get(path).content.decode() for path in ("/en/events/the-session/", "/en/events/the-session/articles/")]
    told.append(client.get(f"/api/v1/events/{event.pk}/").content.decode())

    for word in ("Secret", str(hidden.pk), "1 September", "2024-09-01", "Taken back", str(taken.pk), "Not yet"):
        assert not [text for text in told if word in text], word
    assert client.get(f"/api/v1/articles/?event={hidden.pk}").json()["results"] == []


def test_list_shows_the_date_of_the_event_where_it_differs_from_publication(client):
    session = make_published_event(title_en="The session", date="2024-09-24/2024-09-26")
    article("Three days before", {"event": session.pk})
    article("On the day", {"event": make_published_event(date="2024-09-27").pk})
    article("About the past", {"event": make_published_event(date="2008-08").pk, "relation": "refers_to"})
    article("Without a date", {"event": make_published_event().pk})
    article("Nothing")

    cards = {item.title: " ".join(item.card.split()) for item in client.get("/en/news/").context["page"]}

    (told,) = [title for title, card in cards.items() if "Event:" in card]
    assert told == "Three days before"
    assert 'Event: <time datetime="2024-09-24" >24</time>–<time datetime="2024-09-26" >26 September 2024</time>' in cards[told]
    assert '<time datetime="2024-09-27">27 September 2024</time>' in cards[told]

    drafts.withdraw(session, by=publisher())

    assert "Event:" not in client.get("/en/news/").content.decode()


@pytest.mark.parametrize("count", [3, 30])
def test_events_cost_a_list_one_query_and_an_article_one(client, count):
    for number in range(count):
        events = [{"event": make_published_event(title_en=f"Event {number} {place}", date="2008").pk} for place in range(3)]
        made = article(f"Article {number}", *events, at=DAY + dt.timedelta(minutes=number))
    client.get("/en/nothing/")

    for path, most in (("/en/news/", 6), ("/en/news/2024/", 6), (made.get_absolute_url(), 12), ("/en/events/event-1-1/articles/", 6)):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        assert len(queries) <= most, (path, [query["sql"][:120] for query in queries])


def test_articles_about_an_event_are_read_from_an_index_without_sorting(client):
    make_archive()
    events = [make_published_event(title_en=title) for title in ("One", "Other")]
    articles = Article.objects.order_by("pk")
    ArticleEvent.objects.bulk_create(
        ArticleEvent(article=made, event=events[number % 3 > 0], **listing.columns(made)) for number, made in enumerate(articles)
    )
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE news_article, news_articleevent")

    with CaptureQueriesContext(connection) as queries:
        client.get("/en/events/one/articles/")

    (plan,) = [plan_of(query["sql"]) for query in queries if '"relation"' in query["sql"]]
    assert "article_event_all_en" in plan
    assert not re.search("TEMP B-TREE|Sort", plan), plan


def test_form_refuses_an_event_twice():
    event = make_published_event(title_en="The session")

    with pytest.raises(RefusedError, match="twice"):
        article("Report", {"event": event.pk}, {"event": event.pk, "relation": "announces"})
    assert not Article.objects.exists()


def test_event_that_an_article_names_cannot_be_deleted():
    event = make_published_event(title_en="The session")
    article("Report", {"event": event.pk})

    with pytest.raises(Exception, match="protected"):
        Event.objects.filter(pk=event.pk).delete()


def test_joined_articles_tell_of_an_event_once():
    event = make_published_event(title_en="The session")
    first, second = english(events=[{"event": event.pk}]), georgian(events=[{"event": event.pk}])

    joining.join(first, second, by=publisher())

    assert [(row.article_id, row.available_ka) for row in ArticleEvent.objects.all()] == [(first.pk, True)]
