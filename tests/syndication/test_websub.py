"""The hub is told which feeds have something new: public ones only, once, and again where it did not answer."""

from urllib.parse import parse_qs

from django.urls import Resolver404, resolve
from django.utils import timezone

from publishing import drafts
from publishing.publishable import State
from publishing.workflow import transition
from syndication import websub
from syndication.models import HubState
from tests.factories import make_published_actor, make_published_article, make_published_chronology, make_published_event, make_tag, publisher
from tests.syndication.receiver import receiving


def told(hub):
    """The feeds that the hub was told of since."""
    found = sorted({topic.removeprefix("http://testserver") for _headers, body, _planned in hub.seen for topic in parse_qs(body.decode())["hub.url"]})
    hub.seen.clear()
    return found


def test_nobody_is_told_without_a_hub():
    make_published_article(title_en="Visit")

    assert (websub.ping(), HubState.objects.count()) == (0, 0)


def test_hub_is_told_of_the_feeds_that_changed(settings):
    make_published_article(title_en="Before")
    with receiving(lambda: 204) as hub:
        settings.WEBSUB_HUB = hub.address
        # What was before, nobody subscribed to.
        assert (websub.ping(), hub.seen) == (0, [])

        tag, unused, ann = make_tag("Visits"), make_tag("Unused"), make_published_actor(name_en="Ann")
        websub.ping()
        assert told(hub) == []
        article = make_published_article(title_en="Visit", tags=[tag])
        drafts.save(article, {"mentions": [{"actor": ann.pk}]}, by=publisher())
        drafts.publish(article, by=publisher())
        websub.ping()
        topics = told(hub)
        lists = ["/en/actors/ann/", "/en/news/", "/en/news/tag/visits/"]
        assert sorted({topic.rpartition("/")[0] + "/" for topic in topics}) == lists
        assert "/en/news/feed.atom" in topics
        assert [topic for topic in topics if not answers(topic)] == []
        assert (websub.ping(), hub.seen) == (0, [])

        # The archive of the tag is empty by now, and no more public than the tag that was never used.
        transition(article, State.WITHDRAWN, by=publisher())
        websub.ping()
        assert not any("tag" in topic for topic in told(hub))
        assert str(unused) not in str(hub.seen)

        chronology = make_published_chronology(title_en="Visits")
        make_published_event(title_en="A visit", chronologies=[chronology])
        hub.plan = lambda: 500
        assert (websub.ping(), len(hub.seen)) == (0, 1)
        hub.plan = lambda: 204
        assert websub.ping() == 0
        HubState.objects.update(next_at=timezone.now())
        websub.ping()
        assert {"/en/chronology/feed.atom", "/en/chronology/visits/feed.atom"} <= set(told(hub))


def answers(path):
    try:
        return resolve(path.partition("?")[0])
    except Resolver404:
        return None
