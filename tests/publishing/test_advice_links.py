"""Advice on links to this site: those that lead nowhere, or to what readers do not see."""

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from news.models import Article
from publishing import drafts, redirects
from publishing.advice.links import DeadLinks
from publishing.advice.looking import advice_on
from publishing.advice.texts import Looked
from publishing.publishable import State
from publishing.workflow import transition
from tests.factories import make_article, make_kind, make_published_actor, make_published_article, publisher

NOWHERE, UNSEEN = "leads nowhere", "readers do not see"


def told(*addresses: str, code: str = "en") -> list[str]:
    """Return what is said of links to these addresses in the text of a draft."""
    body = "".join(f'<p>See <a href="{address}">what was said on {number}</a>.</p>' for number, address in enumerate(addresses))
    article = drafts.create(Article, {"kind": make_kind().pk, f"title_{code}": "Talks", f"body_{code}": body}, by=publisher())
    return [each.advice.message for each in advice_on(drafts.opened(article)) if each.advice.code == "dead-links"]


@pytest.mark.parametrize("code", ["en", "ka"])
def test_link_that_leads_nowhere_is_told(code):
    (message,) = told(f"/{code}/news/never-was/", code=code)

    assert NOWHERE in message
    assert f"/{code}/news/never-was/" in message


@pytest.mark.parametrize("address", ["/en/no/such/page/", "/nothing-here", "{site}/en/news/never-was/?page=2#top", "/en/news/never-was"])
def test_addresses_are_understood_however_they_are_written(address):
    assert [NOWHERE in message for message in told(address.format(site=settings.SITE_URL))] == [True]


def test_link_to_a_draft_or_to_a_withdrawn_text_is_told():
    withdrawn, draft = make_published_article(title_en="Once"), make_published_article(title_en="Later")
    transition(withdrawn, State.WITHDRAWN, by=publisher())
    transition(draft, State.WITHDRAWN, by=publisher())

    assert [UNSEEN in message for message in told(f"/en/news/{withdrawn.slug_en}/", f"/ka/news/{draft.slug_en}/")] == [True, True]


def test_link_to_a_public_text_is_not_told():
    article, actor = make_published_article(title_en="Public"), make_published_actor(name_en="Ann Lee")
    redirects.remember("/old/report.html", article, "en")
    own = make_article(title_en="Own")

    addresses = [f"/en/news/{article.slug_en}/", f"{settings.SITE_URL}/ka/news/{article.slug_en}/#part", actor.get_absolute_url()]
    assert told(*addresses, "/en/news/", "/", "/old/report.html", "https://example.org/en/news/never-was/", "mailto:a@example.org") == []
    assert own.slug_en is None


def test_slug_of_the_past_is_not_told():
    article = make_published_article(title_en="Talks in Geneva")
    drafts.save(article, {"slug_en": "other-words"}, by=publisher())
    drafts.publish(article, by=publisher())

    assert told("/en/news/talks-in-geneva/") == []


@pytest.mark.parametrize("number", [3, 30])
def test_looking_at_links_costs_four_queries_at_most(number):
    actors = [make_published_actor(name_en=f"Ann {index}") for index in range(3)]
    articles = [make_published_article(title_en=f"Talks {index}") for index in range(number)]
    body = "".join(f'<p><a href="{record.get_absolute_url()}">one of them</a></p>' for record in [*actors, *articles])
    body += '<p><a href="/en/news/never-was/">another one</a></p>'
    draft = drafts.create(Article, {"kind": make_kind().pk, "title_en": "All", "body_en": body}, by=publisher())
    work = drafts.opened(draft)

    with CaptureQueriesContext(connection) as queries:
        found = list(DeadLinks().look(Looked.of(work)))

    assert [each.code for each in found] == ["dead-links"]
    assert len(queries) <= 4


@pytest.mark.parametrize("address", ["/en/%ff%fe/", "/" + "a" * 5000, "//", "/en/news/[x/", "/ka/news/არაფერი/", "/en/../../etc"])
def test_bad_address_is_no_error(address):
    assert len(told(address)) <= 1
