"""The front page: what an editor composed, as far as it is public, and what the site finds by itself."""

import datetime as dt

import pytest
from django.utils import timezone

from chronicle.models import Event
from news.models import Article
from pages.models import FrontPage
from pages.unseen_picks import UnseenPicks
from publishing import drafts, scheduling
from publishing.advice.texts import Looked
from publishing.drafts import RefusedError
from publishing.models import SiteSettings
from publishing.state import place_of
from tests.factories import (
    make_article,
    make_published_article,
    make_published_chronology,
    make_published_event,
    make_published_frontpage,
    make_published_page,
    make_published_topic,
    make_tag,
    publisher,
)

pytestmark = pytest.mark.django_db


def front(**fields) -> FrontPage:
    """Publish a front page through its form."""
    record = drafts.create(FrontPage, {"title_en": "Everyday", "title_ka": "ყოველდღე", "entries": 6, **fields}, by=publisher())
    drafts.publish(record, by=publisher())
    return record


def articles(number: int) -> list[Article]:
    """Publish articles, a minute apart, so that the last one is the newest."""
    began = timezone.now() - dt.timedelta(hours=1)
    return [make_published_article(title_en=f"Article {each}", at=began + dt.timedelta(minutes=each)) for each in range(number)]


def shown(client, path="/en/"):
    """Return what stands on the front page."""
    return client.get(path).context["front"]


def titles(items) -> list[str]:
    return [item.title for item in items]


def test_without_anybody_the_newest_article_leads_and_nothing_is_shown_twice(client):
    articles(12)

    found = shown(client)

    assert (found.lead.title, titles(found.highlights)) == ("Article 11", [])
    assert titles(found.newest) == [f"Article {each}" for each in range(10, 4, -1)]


@pytest.mark.parametrize("number", [0, 1, 3])
def test_young_site_has_a_front_page(client, number):
    articles(number)

    response = client.get("/en/")

    assert response.status_code == 200
    assert (response.context["front"].lead is not None, len(response.context["front"].newest)) == (number > 0, max(0, number - 1))
    assert ("Nothing has been published yet." in response.text) == (number == 0)


def test_editor_picks_what_stands_where(client):
    old, *_others, newest = articles(5)
    event, page, visits = make_published_event(title_en="Session", date="2008"), make_published_page(title_en="About"), chronology("Visits")
    topic = make_published_topic(title_en="Talks", lead_en="What they are.")
    make_published_topic(title_en="Not pinned")
    rows = [{"event": event.pk, "heading_en": "They met again"}, {"page": page.pk}, {"article": newest.pk}, {"chronology": visits.pk}]
    front(lead_en="Good morning.", article=old.pk, highlights=rows, topics=[{"topic": topic.pk}], chronology=visits.pk, entries=1)

    found = shown(client)

    assert (found.note, found.lead.title) == ("Good morning.", "Article 0")
    assert titles(found.highlights) == ["They met again", "About", "Article 4", "Visits"]
    assert titles(found.newest) == ["Article 3", "Article 2", "Article 1"]
    assert [(subject.name.label, subject.lead) for subject in found.subjects] == [("Talks", "What they are.")]
    assert (found.strip.chronology.label, [entry.title.label for entry in found.strip.entries]) == ("Visits", ["Of Visits"])


def chronology(title: str):
    """Publish a chronology with one event."""
    made = make_published_chronology(title_en=title)
    make_published_event(title_en=f"Of {title}", date="2009", chronologies=[made])
    return made


def test_event_can_lead_and_an_article_beside_it_is_refused(client):
    (article,), event = articles(1), make_published_event(title_en="Session", date="2008-10-15")
    front(event=event.pk)
    with pytest.raises(RefusedError):
        front(event=event.pk, article=article.pk)

    found = shown(client)

    assert (found.lead.title, "".join(piece.text for piece in found.lead.happened)) == ("Session", "15 October 2008")
    assert titles(found.newest) == ["Article 0"]


def test_picks_that_are_not_public_give_way(client):
    articles(2)
    draft, tomorrow = make_article(title_en="Draft"), make_published_article(title_en="Tomorrow", at=timezone.now() + dt.timedelta(days=1))
    event, visits, other = make_published_event(title_en="Withdrawn", date="2008"), chronology("Visits"), chronology("Others")
    topic = make_published_topic(title_en="Gone topic")
    front(
        article=tomorrow.pk,
        highlights=[{"article": draft.pk}, {"event": event.pk, "heading_en": "Their heading"}],
        topics=[{"topic": topic.pk}],
        chronology=visits.pk,
    )
    for record in (event, visits, topic):
        drafts.withdraw(record, by=publisher())

    response = client.get("/en/")

    found = response.context["front"]
    assert (found.lead.title, found.highlights, found.subjects) == ("Article 1", [], [])
    assert found.strip.chronology.label == other.title_en
    assert [word for word in ("Draft", "Tomorrow", "Withdrawn", "Their heading", "Gone topic", "Visits") if word in response.text] == []


def test_withdrawn_front_page_gives_way_to_the_one_before_and_then_to_none(client):
    first, second, third = articles(3)
    everyday = front(article=first.pk)
    election = front(article=second.pk)
    led = [shown(client).lead.title]

    for record in (election, everyday):
        drafts.withdraw(record, by=publisher())
        led.append(shown(client).lead.title)

    assert led == ["Article 1", "Article 0", third.title_en]


def test_change_of_the_front_page_waits_for_its_moment(client):
    first, second, _third = articles(3)
    record = front(article=first.pk)
    drafts.save(record, {"article": str(second.pk)}, by=publisher())
    scheduling.change(record, by=publisher(), at=timezone.now() + dt.timedelta(days=1))

    assert shown(client).lead.title == "Article 0"


def test_front_page_of_one_language_leaves_the_other_to_itself(client):
    first, _second = articles(2)
    front(title_ka="", article=first.pk)

    assert [shown(client, path).lead.title for path in ("/en/", "/ka/")] == ["Article 0", "Article 1"]


def test_headings_in_a_language_wait_for_it(client):
    (article,) = articles(1)
    heading = {"heading_en": "From the archive", "heading_ka": "არქივიდან"}
    record = drafts.create(FrontPage, {"title_en": "Everyday", "entries": 6, "highlights": [{"article": article.pk, **heading}]}, by=publisher())
    drafts.publish(record, by=publisher(), languages=["en"])
    record.refresh_from_db()
    record.highlights.update(**heading)

    found = {language: titles(shown(client, f"/{language}/front/{record.slug_en}/").highlights) for language in ("en", "ka")}

    assert found == {"en": ["From the archive"], "ka": ["Article 0"]}


def test_untranslated_picks_are_left_out_where_lists_leave_them_out(client):
    (article,) = articles(1)
    event = make_published_event(title_en="Session", date="2008")
    front(article=article.pk, highlights=[{"event": event.pk}])
    labelled = shown(client, "/ka/")
    SiteSettings.objects.update_or_create(pk=1, defaults={"list_untranslated": False})
    drafts.withdraw(make_published_article(), by=publisher())

    left_out = shown(client, "/ka/")

    assert (labelled.lead.hreflang, titles(labelled.highlights)) == ("en", ["Session"])
    assert (left_out.lead, left_out.highlights) == (None, [])


def test_without_topics_the_tags_of_the_newest_articles_stand_there(client):
    rare, common = make_tag("Rare"), make_tag("Common")
    make_published_article(tags=[common, rare])
    make_published_article(tags=[common])

    by_tags = [subject.name.label for subject in shown(client).subjects]
    make_published_topic(title_en="Idle")
    make_published_topic(title_en="Lively", tag=rare)

    assert by_tags == ["Common", "Rare"]
    assert [subject.name.label for subject in shown(client).subjects] == ["Lively", "Idle"]


def test_day_of_the_year_says_what_happened_on_it(client):
    today = timezone.localdate().replace(year=2000)
    make_published_event(title_en="On the day", date=today.isoformat())
    make_published_event(title_en="About then", date=f"{today.isoformat()}~")
    Event.objects.create(title_en="Draft", date=today.isoformat())

    day = shown(client).day

    assert [(year, event.label) for year, event in day.events] == [("2000", "On the day")]
    assert day.name.url == f"/en/on-this-day/{today:%m-%d}/"


@pytest.mark.parametrize("number", [3, 20])
def test_front_page_costs_at_most_twelve_queries(client, django_assert_max_num_queries, number):
    picked = articles(number)
    visits = chronology("Visits")
    events = [make_published_event(title_en=f"Event {each}", date="2008", chronologies=[visits]) for each in range(number)]
    topics = [make_published_topic(title_en=f"Topic {each}") for each in range(number)]
    # Menus and the settings of the site, which every page has.
    client.get("/en/tags/")
    with django_assert_max_num_queries(12):
        client.get("/en/")
    rows = [{name: each.pk} for name, some in (("article", picked), ("event", events)) for each in some[:10]]
    front(event=events[0].pk, highlights=rows, topics=[{"topic": each.pk} for each in topics], chronology=visits.pk)
    client.get("/en/tags/")

    with django_assert_max_num_queries(12):
        client.get("/en/")


def test_composed_page_stands_at_an_address_that_search_engines_leave(client):
    (article,) = articles(1)
    front(article=article.pk, slug_en="everyday")
    make_published_frontpage(title_en="Other")

    response = client.get("/en/front/everyday/")

    assert response.context["front"].lead.title == "Article 0"
    assert '<meta name="robots" content="noindex">' in response.text
    assert '<link rel="canonical" href="http://testserver/en/">' in response.text


def test_front_page_is_described_to_search_engines_as_an_editor_wrote(client):
    articles(1)
    plain = client.get("/en/").text
    front(search_title_en="News of the lines", search_description_en="Who met whom.")

    described = client.get("/en/").text

    assert "News of the lines" not in plain
    assert "<title>News of the lines – Matiane</title>" in described
    assert '<meta name="description" content="Who met whom.">' in described
    assert "/cards/en/frontpage/" in described


def test_api_tells_what_was_picked_and_is_public(client):
    (article,), event, topic = articles(1), make_published_event(title_en="Session"), make_published_topic()
    hidden = make_article(title_en="Draft")
    record = front(article=article.pk, highlights=[{"article": hidden.pk}, {"event": event.pk, "heading_en": "Met"}], topics=[{"topic": topic.pk}])

    told = client.get(f"/api/v1/front-pages/{record.pk}/").json()

    assert told["first"] == {"kind": "article", "id": str(article.pk)}
    assert told["highlights"] == [{"kind": "event", "id": str(event.pk), "heading": {"en": "Met"}}]
    assert told["topics"] == [str(topic.pk)]


def test_form_says_which_picks_readers_do_not_see(django_assert_max_num_queries):
    (article,), draft = articles(1), make_article(title_en="Draft")
    tomorrow = make_published_article(title_en="Tomorrow", at=timezone.now() + dt.timedelta(days=1))
    rows = [{"article": each.pk} for each in (article, tomorrow)]
    record = drafts.create(FrontPage, {"title_en": "Everyday", "article": draft.pk, "highlights": rows}, by=publisher())
    form = Looked.of(drafts.opened(record))

    with django_assert_max_num_queries(1):
        found = {each.message: place_of(each.key)[::2] for each in UnseenPicks().look(form)}

    assert found == {
        "Readers do not see “Draft”, so it does not stand here.": ("", "article"),
        "“Tomorrow” is not out yet: it stands here from then on.": ("highlights", "article"),
    }
