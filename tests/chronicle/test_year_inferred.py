"""A year that the source does not name is told as inferred wherever the date is told: on pages, in lists, feeds and files, and to partners."""

import csv
import io
import re
from html import unescape

import pytest

from chronicle.models import Event
from news.models import Article
from publishing import drafts
from tests.factories import (
    make_kind,
    make_published_actor,
    make_published_chronology,
    make_published_format,
    make_published_place,
    make_tag,
    publisher,
)

pytestmark = pytest.mark.django_db
DATE = {"en": "25 September 2024", "ka": "25 სექტემბერი, 2024"}
INFERRED = {"en": r"\W{0,20}(the )?year (is )?inferred", "ka": r"\W{0,20}(წელი დადგენილია გარემოებით)"}


@pytest.fixture
def event() -> Event:
    """Return an event of an inferred year that stands in every kind of list."""
    tag, visits = (
        make_tag("Talks", "მოლაპარაკება"),
        make_published_chronology(title_en="Visits", title_ka="ვიზიტები", slug_en="visits", slug_ka="vizitebi"),
    )
    guest, host = (make_published_actor(name_en=name, name_ka=name) for name in ("Guest", "Host"))
    place = make_published_place("Moscow", name_ka="მოსკოვი", longitude="37.6", latitude="55.7")
    format_ = make_published_format(title_en="Rounds", title_ka="რაუნდები")
    whole = drafts.issue(Event, {"title_en": "Whole", "title_ka": "მთელი"}, by=publisher())
    event = drafts.issue(
        Event,
        {
            "title_en": "Talks",
            "title_ka": "შეხვედრა",
            "slug_en": "talks",
            "slug_ka": "shexvedra",
            "date": "2024-09-25",
            "year_inferred": True,
            "kind": "meeting",
            "tags": [tag.pk],
            "parent": whole.pk,
            "format": format_.pk,
            "entries": [{"chronology": visits.pk}],
            "stops": [{"place": place.pk}],
            "participants": [{"actor": guest.pk, "role": "visitor"}, {"actor": host.pk, "role": "host"}],
        },
        by=publisher(),
    )
    drafts.issue(Event, {"title_en": "Later", "title_ka": "შემდეგ", "links": [{"relation": "after", "other": event.pk}]}, by=publisher())
    told = {"kind": make_kind().pk, "title_en": "Report", "title_ka": "ამბავი", "body_en": "<p>Text.</p>", "body_ka": "<p>ტექსტი.</p>"}
    drafts.issue(Article, {**told, "events": [{"event": event.pk, "relation": "reports"}]}, by=publisher())
    return event


def outlets(event: Event, language: str) -> list[str]:
    """Return every address that tells the date of the event in words."""
    slug = event.slug_in(language)
    visits = f"/{language}/chronology/{'visits' if language == 'en' else 'vizitebi'}/"
    others = {name: Event.objects.get(title_en=name).slug_in(language) for name in ("Whole", "Later")}
    article, guest = Article.objects.get(), event.participants.first().actor
    return [
        *(f"/{language}/events/{each}/" for each in (slug, *others.values())),
        *(f"{visits}{name}" for name in ("", "timeline/", "timeline.json", "events.geojson", "calendar.ics", "feed.atom", "feed.rss")),
        *(f"/{language}/events/{slug}/v/1/", f"/{language}/formats/{event.format.slug_in(language)}/", f"/{language}/on-this-day/09-25/"),
        *(f"/{language}/actors/{guest.slug_in(language)}/", f"/{language}/places/{event.stops.get().place.slug_in(language)}/"),
        *(f"/{language}/news/{article.slug_in(language)}/", f"/{language}/news/", f"/{language}/"),
        f"/{language}/news/tag/{event.tags.get().slug_en if language == 'en' else event.tags.get().slug_ka}/",
        f"/{language}/meetings/?a={guest.slug_in(language)}&b={event.participants.last().actor.slug_in(language)}",
    ]


def text_of(client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    # Lines of a calendar are folded; what stands in an attribute is read by some.
    body = response.getvalue().decode().replace("\r\n ", "")
    return re.sub(r"\s+", " ", re.sub(r"<(?!a [^>]*aria-label)[^>]*>", " ", unescape(unescape(body)))).replace("\\,", ",")


@pytest.mark.parametrize("language", ["en", "ka"])
def test_inferred_year_is_told_wherever_the_date_is(client, event, language):
    for path in outlets(event, language):
        told = [match.end() for text in [text_of(client, path)] for match in re.finditer(DATE[language], text)]
        text = text_of(client, path)

        assert told or path in (f"/{language}/",), path
        assert all(re.match(INFERRED[language], text[end : end + 80]) for end in told), (path, [text[end - 40 : end + 60] for end in told])


def test_tables_and_partners_have_it_in_a_field_of_its_own(client, event):
    guest, host = (row.actor.slug_en for row in event.participants.all())
    (meeting,) = csv.DictReader(io.StringIO(client.get(f"/en/meetings.csv?a={guest}&b={host}").getvalue().decode("utf-8-sig")))
    (row,) = csv.DictReader(io.StringIO(client.get("/en/chronology/visits/events.csv").getvalue().decode("utf-8-sig")))

    assert (meeting["date"], meeting["the year is inferred"]) == ("2024-09-25", "yes")
    assert (row["date"], row["year_inferred"]) == ("2024-09-25", "yes")
    assert client.get(f"/api/v1/events/{event.pk}/").json()["year_inferred"] is True
