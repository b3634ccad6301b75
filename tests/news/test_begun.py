"""Written once: an article begins from an event and an event from an article, in both languages, linked."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chronicle.models import Event
from library.models import Source
from news.begun import event_of
from news.models import Article, ArticleEvent
from publishing import drafts
from publishing.workflow import TransitionError
from tests.browser import Form
from tests.factories import (
    make_kind,
    make_published_actor,
    make_published_article,
    make_published_event,
    make_published_office,
    make_tag,
)
from tests.roles import browser_of, member_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def form() -> Form:
    return browser_of(member_of("Editor"))


def test_article_begins_with_what_the_event_says_and_who_took_part(form):
    make_kind("news")
    host, guest, office = make_published_actor(), make_published_actor(), make_published_office()
    event = make_published_event(
        title_en="Talks", title_ka="მოლაპარაკება", lead_en="They met.", body_ka="<p>შეხვდნენ.</p>", date="2024-09-24", tags=[make_tag("Visits")]
    )
    for position, row in enumerate(({"actor": host}, {"actor": guest}, {"office": office}, {"actor": host, "capacity_en": "Head"})):
        event.participants.create(position=position, **row)
    event.citations.create(source=Source.objects.create(title="Minutes"), locator="p. 3")
    offered = f"/admin/news/article/add/?event={event.pk}"
    assert offered in form.open(f"/admin/chronicle/event/{event.pk}/change/").page

    form.open(offered)
    assert "Nothing is stored yet" in form.page
    assert not Article.objects.exists()
    form.press("_save_draft")

    article = Article.objects.get()
    state = drafts.state_of(article)
    said = [state[name] for name in ("title_en", "title_ka", "lead_en", "body_ka")]
    assert said == ["Talks", "მოლაპარაკება", "They met.", "<p>შეხვდნენ.</p>"]
    assert [state[f"mentions/{row}/actor"] or state[f"mentions/{row}/office"] for row in state["mentions"]] == [
        str(host.pk),
        str(guest.pk),
        str(office.pk),
    ]
    assert [(state[f"events/{row}/event"], state[f"events/{row}/relation"]) for row in state["events"]] == [(str(event.pk), "reports")]
    assert [state[f"citations/{row}/locator"] for row in state["citations"]] == ["p. 3"]
    assert len(state["tags"]) == 1
    assert not any(state[f"slug_{code}"] for code in ("en", "ka"))
    drafts.publish(article, by=member_of("Editor", "another"))
    assert article.is_live


def test_draft_of_an_event_goes_into_no_article_of_somebody_who_may_not_open_it():
    event = drafts.create(Event, {"title_en": "Secret talks"}, by=member_of("Editor"))
    author = browser_of(member_of("Author"))

    answer = author.client.get(f"/admin/news/article/add/?event={event.pk}")

    assert "Secret talks" not in answer.content.decode()
    assert answer.status_code in (200, 403)


def test_what_waits_in_the_draft_of_a_public_event_is_not_told_to_who_may_not_change_it():
    event = make_published_event(title_en="Talks")
    drafts.save(event, {"title_en": "Secret talks"}, by=member_of("Editor"))

    page = browser_of(member_of("Author")).open(f"/admin/news/article/add/?event={event.pk}").page

    assert "Talks" in page
    assert "Secret" not in page


def test_event_that_is_gone_is_said_to_be(form):
    assert "does not exist any more" in form.open("/admin/news/article/add/?event=nothing").page


def test_event_begins_with_what_the_article_says_and_stands_in_the_articles_draft(form):
    other = make_published_event(title_en="Another")
    article = make_published_article(title_en="Talks", title_ka="მოლაპარაკება", body_en="<p>They met.</p>", tags=[make_tag("Visits")])
    article.citations.create(source=Source.objects.create(title="Minutes"))
    ArticleEvent.objects.create(article=article, event=other)
    page = f"/admin/news/article/{article.pk}/event/"
    assert page in form.open(f"/admin/news/article/{article.pk}/change/").page

    assert "Nothing becomes public" in form.client.get(page).content.decode()
    answer = form.client.post(page)

    event = Event.objects.exclude(pk=other.pk).get()
    assert answer.url == f"/admin/chronicle/event/{event.pk}/change/"
    state = drafts.state_of(event)
    assert [state[name] for name in ("title_en", "title_ka", "body_en", "date")] == ["Talks", "მოლაპარაკება", "<p>They met.</p>", ""]
    assert (len(state["tags"]), len(state["citations"])) == (1, 1)
    assert not event.is_live
    kept = drafts.state_of(article)
    assert [kept[f"events/{row}/event"] for row in kept["events"]] == [str(other.pk), str(event.pk)]
    assert list(article.events.values_list("event", flat=True)) == [other.pk]


def test_event_is_made_by_nobody_who_may_not_change_the_article():
    article = make_published_article(title_en="Talks")
    author = member_of("Author")
    page = f"/admin/news/article/{article.pk}/event/"

    assert browser_of(author).client.post(page).status_code == 403
    with pytest.raises(TransitionError):
        event_of(article, by=author)

    assert page not in browser_of(author).open(f"/admin/news/article/{article.pk}/change/").page
    assert not Event.objects.exists()


def test_article_that_somebody_locked_keeps_its_draft_and_no_event_is_made(form):
    article = make_published_article(title_en="Talks")
    other = browser_of(member_of("Editor", "another"))
    other.open(f"/admin/news/article/{article.pk}/change/").press("_lock")

    form.client.post(f"/admin/news/article/{article.pk}/event/")

    assert not Event.objects.exists()


@pytest.mark.parametrize("key", ["nothing", "00000000-0000-0000-0000-000000000000"])
def test_article_that_is_gone_is_said_to_be(form, key):
    assert form.client.get(f"/admin/news/article/{key}/event/").status_code == 302


@pytest.mark.postgres
def test_article_is_locked_before_anything_is_written():
    article, editor = make_published_article(title_en="Talks"), member_of("Editor")

    with CaptureQueriesContext(connection) as asked:
        event_of(article, by=editor)

    first = next(query["sql"] for query in asked if "FOR UPDATE" in query["sql"] or query["sql"].startswith(("INSERT", "UPDATE")))
    assert ('FROM "news_article"' in first, first.endswith("FOR UPDATE")) == (True, True)
