"""The page of a topic: what it gathers, and what it leaves out."""

import datetime as dt

import pytest
from django.utils import timezone

from actors.models import Tenure
from library import tags
from library.models import Tag
from pages.models import Topic
from publishing import drafts
from publishing.drafts import RefusedError
from tests.factories import (
    make_article,
    make_event,
    make_published_actor,
    make_published_article,
    make_published_chronology,
    make_published_event,
    make_published_office,
    make_published_topic,
    make_tag,
    publisher,
)

pytestmark = pytest.mark.django_db


def topic(**fields) -> Topic:
    """Publish a topic through its form."""
    record = drafts.create(Topic, {"title_en": "Talks", "slug_en": "talks", **fields}, by=publisher())
    drafts.publish(record, by=publisher())
    return record


def test_topic_shows_what_it_gathers(client):
    tag, visits = make_tag("Geneva"), make_published_chronology(title_en="Visits", slug_en="visits")
    pinned = make_published_article(title_en="Explained", tags=[tag])
    newest = make_published_article(title_en="Newest", tags=[tag])
    make_published_article(title_en="Elsewhere")
    event = make_published_event(title_en="Session", date="2008-10-15", chronologies=[visits])
    person = make_published_actor(name_en="Nino Abashidze")
    office = make_published_office("Envoy", name_en="Ministry")
    Tenure.objects.create(actor=person, post=office.posts.get(), start="2020", end_status="ongoing")
    topic(
        introduction_en="<p>How it began.</p>",
        tag=tag.pk,
        chronology=visits.pk,
        picks=[{"event": event.pk}, {"article": pinned.pk}],
        figures=[{"actor": person.pk}, {"office": office.pk}],
    )

    response = client.get("/en/topics/talks/")

    page = response.context["page"]
    assert [item.title for item in page.pinned] == ["Session", "Explained"]
    assert [item.title for item in page.newest] == ["Newest"]
    assert [(figure.name.label, figure.titles) for figure in page.figures] == [("Nino Abashidze", "Envoy"), ("Ministry", "")]
    assert [entry.title.label for entry in page.strip.entries] == ["Session"]
    assert (page.archive.label, page.archive.url) == ("Geneva", "/en/news/tag/geneva/")
    assert "How it began." in response.text
    assert 'href="/en/news/tag/geneva/feed.atom"' in response.text
    assert newest.title_en in response.text


def test_topic_shows_nothing_that_is_not_public(client):
    tag, hidden_tag = make_tag("Geneva"), make_tag("Hidden")
    draft, event = make_article(title_en="Draft article", tags=[tag, hidden_tag]), make_event(title_en="Draft event")
    late = make_published_article(title_en="Tomorrow", tags=[tag], at=timezone.now() + dt.timedelta(days=1))
    visits = make_published_chronology(title_en="Visits")
    person = make_published_actor(name_en="Nino")
    made = topic(
        tag=tag.pk,
        chronology=visits.pk,
        picks=[{"article": draft.pk}, {"event": event.pk}, {"article": late.pk}],
        figures=[{"actor": person.pk}],
    )
    drafts.withdraw(person, by=publisher())
    drafts.withdraw(visits, by=publisher())

    response = client.get("/en/topics/talks/")

    page = response.context["page"]
    assert (page.pinned, page.newest, page.figures, page.strip, page.archive) == ([], [], [], None, None)
    assert [word for word in ("Draft article", "Draft event", "Tomorrow", "Nino", "Visits", "Geneva") if word in response.text] == []
    told = client.get(f"/api/v1/topics/{made.pk}/").json()
    assert (told["tag"], told["chronology"], told["pinned"], told["figures"]) == (None, None, [], [])


def test_untranslated_items_stand_on_the_page_of_the_other_language_with_a_notice(client):
    tag = make_tag("Geneva", "ჟენევა")
    make_published_article(title_en="Newest", tags=[tag])
    topic(title_ka="საუბრები", slug_ka="saubrebi", tag=tag.pk)

    (item,) = client.get("/ka/topics/saubrebi/").context["page"].newest

    assert (item.title, item.hreflang) == ("Newest", "en")


def test_topic_needs_a_tag_and_a_tag_has_one(client):
    tag = make_tag("Geneva")
    with pytest.raises(RefusedError):
        topic()
    topic(tag=tag.pk)

    with pytest.raises(RefusedError):
        topic(slug_en="other", tag=tag.pk)


@pytest.mark.parametrize("number", [1, 30])
def test_topic_costs_at_most_twelve_queries(client, django_assert_max_num_queries, number):
    tag, visits = make_tag("Geneva"), make_published_chronology(title_en="Visits")
    articles = [make_published_article(title_en=f"Article {each}", tags=[tag]) for each in range(number)]
    events = [make_published_event(title_en=f"Event {each}", date="2008", chronologies=[visits]) for each in range(number)]
    people = [make_published_actor(name_en=f"Person {each}") for each in range(number)]
    topic(
        tag=tag.pk,
        chronology=visits.pk,
        picks=[*({"article": each.pk} for each in articles), *({"event": each.pk} for each in events)],
        figures=[{"actor": each.pk} for each in people],
    )
    client.get("/en/tags/")

    with django_assert_max_num_queries(12):
        response = client.get("/en/topics/talks/")

    assert (len(response.context["page"].pinned), len(response.context["page"].figures)) == (2 * number, number)


def test_list_of_topics_is_by_name_and_archive_of_a_tag_leads_to_its_topic(client, django_assert_max_num_queries):
    tag = make_tag("Geneva")
    make_published_article(tags=[tag])
    make_published_topic(title_en="beta", slug_en="beta")
    make_published_topic(title_en="Alpha", slug_en="alpha", tag=tag)
    make_published_topic(title_en="Tomorrow", at=timezone.now() + dt.timedelta(days=1))

    with django_assert_max_num_queries(6):
        listed = client.get("/en/topics/").context["topics"]

    assert [name.label for name, _lead, _lang in listed] == ["Alpha", "beta"]
    assert client.get("/en/news/tag/geneva/").context["topic"].url == "/en/topics/alpha/"


def test_archive_of_a_tag_says_nothing_of_a_topic_that_is_not_public(client):
    tag = make_tag("Geneva")
    make_published_article(tags=[tag])
    drafts.withdraw(make_published_topic(title_en="Alpha", tag=tag), by=publisher())

    assert client.get("/en/news/tag/geneva/").context["topic"] is None


def test_topic_follows_its_tag_into_another_one_unless_that_has_a_topic():
    first, second, third = (make_tag(label) for label in ("First", "Second", "Third"))
    moved, waiting = make_published_topic(tag=first), drafts.create(Topic, {"title_en": "Draft", "tag": first.pk}, by=publisher())

    tags.merge(first, second, by=publisher())
    make_published_topic(tag=third)
    tags.merge(Tag.objects.get(pk=second.pk), third, by=publisher())

    moved.refresh_from_db()
    assert moved.tag is None
    assert drafts.opened(waiting).state["tag"] == str(third.pk)
