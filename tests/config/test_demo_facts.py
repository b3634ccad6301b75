"""Every fact of the two seed pages, in the demo: recorded as a fact, printed on a page in both languages, told to partners."""

import html
import json
import re
from functools import lru_cache
from typing import Any

import pytest
from django.test import Client

from actors.models import Actor, Office, Remit, Tenure
from chronicle.models import Agreement, Chronology, Event, Format
from news.models import Article
from publishing import languages
from tests.config.demo_facts import DATES, OF_THE_VISIT, PEOPLE, UNNAMED, VISIT
from tests.config.test_load_demo import demo

# Loaded for this file too.
__all__ = ["demo"]


@lru_cache
def event(slug: str) -> Event:
    return Event.objects.get(slug_en=slug)


@pytest.fixture
def page(client: Client):
    """A function that returns what the page of an event says in a language, without its marks."""

    def read(slug: str, language: str) -> str:
        answer = client.get(f"/{language}/events/{getattr(event(slug), f'slug_{language}')}/")
        assert answer.status_code == 200
        return plain(answer.content.decode())

    return read


@pytest.fixture
def told(client: Client):
    """A function that returns what partners are told of an event."""
    return lambda slug: client.get(f"/api/v1/events/{event(slug).pk}/").json()


def plain(text: str) -> str:
    body = text[text.index("<main") :]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", re.sub(r"<script.*?</script>", "", body, flags=re.DOTALL))).split())


def said(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False)


def test_twenty_people_stand_in_events_in_both_languages(page, told):
    assert len(PEOPLE) == 20
    for english, (georgian, slug) in PEOPLE.items():
        assert english in page(slug, "en"), english
        assert georgian in page(slug, "ka"), georgian
        names = [row["actor"]["name"] for row in told(slug)["participants"] if row["actor"]]
        assert {"en": english, "ka": georgian} in names, english
    assert {actor.name_en for actor in Actor.objects.live()} == set(PEOPLE)
    assert [actor.name_en for actor in Actor.objects.live() if not actor.has_profile] == ["Giga Otkhozoria"]


def test_two_holders_are_named_by_their_posts_alone(page, told):
    for english, (georgian, slug) in UNNAMED.items():
        assert english.casefold() in page(slug, "en").casefold(), english
        assert georgian in page(slug, "ka"), georgian
        (row,) = [row for row in told(slug)["participants"] if row["post"]]
        assert row["actor"] is None
    assert [row["came_from"]["name"]["en"] for row in told(VISIT)["participants"] if row["post"]] == ["Tbilisi"]


def test_every_date_has_its_precision_and_says_where_the_year_is_inferred(page, told):
    for slug, (date, is_inferred, english, georgian) in DATES.items():
        data = told(slug)
        assert (str(event(slug).date or ""), event(slug).year_inferred) == (date, is_inferred), slug
        assert ((data["date"] or {}).get("edtf", ""), data["year_inferred"]) == (date, is_inferred), slug
        for language, words in (("en", english), ("ka", georgian)):
            text = page(slug, language)
            assert words.casefold() in text.casefold(), (slug, language)
            assert (("year inferred", "წელი დადგენილია გარემოებით")[language == "ka"] in text) >= is_inferred, (slug, language)


def test_visit_says_all_that_its_source_says(page, told):
    english, georgian, data = page(VISIT, "en"), page(VISIT, "ka"), said(told(VISIT))

    for words, words_ka in OF_THE_VISIT.items():
        assert words.casefold() in english.casefold(), words
        assert words_ka.casefold() in georgian.casefold(), words_ka
        assert words.casefold() in data.casefold(), words
        assert words_ka in data, words_ka


def test_visit_has_each_fact_in_its_place(told):
    data = told(VISIT)
    people = [((row["actor"] or row["post"]).get("name", {}).get("en", "post"), row["role"]) for row in data["participants"]]

    assert [(row["place"]["name"]["en"], row["came_from"]["name"]["en"]) for row in data["stops"]] == [("Tskhinvali", "Sokhumi")]
    assert people == [
        ("Sergey Lavrov", "visitor"),
        *((name, "delegation") for name in ("Grigory Karasin", "Andrei Kelin", "Andrei Nesterenko", "Yuri Popov")),
        *((name, "counterpart") for name in ("Eduard Kokoiti", "Marat Kulakhmetov", "post")),
    ]
    assert [row["actor"]["name"]["en"] for row in data["participants"] if row["is_former"]] == ["Marat Kulakhmetov"]
    assert [row["actor"]["name"]["en"] for row in data["statements"]] == ["Sergey Lavrov"] * 6
    assert {place["name"]["en"] for place in data["statements"][5]["about"]} == {"Tskhinvali Region", "Abkhazia"}
    assert [(row["kind"], row["is_main"], (row["date"] or {}).get("edtf")) for row in data["outcomes"]] == [
        ("announcement", True, None),
        ("announcement", False, None),
        ("appointment", False, "2008-09-25"),
        ("opening", False, "2009-04"),
    ]
    assert {(row["relation"], row["event"]) for row in data["links"]} == {
        ("soon_after", str(event("war-of-2008").pk)),
        ("first_since", str(event("recognition-of-2008").pk)),
        ("after", str(event("diplomatic-relations-of-2008").pk)),
    }
    assert all(row["sources"] for name in ("stops", "participants", "statements", "outcomes", "links") for row in data[name])


def test_visit_is_a_leg_of_a_trip_and_has_meetings_of_its_own(page, told):
    trip = event("sergei-lavrovs-trip-to-abkhazia-and-tskhinvali-region")
    data = told(trip.slug_en)
    parts = [Event.objects.get(pk=key).slug_en for key in told(VISIT)["parts"]]
    talks = page("talks-between-lavrov-and-kokoiti", "en")

    assert (str(trip.date), trip.duration_en) == ("2008-09-14?/2008-09-15", "two days")
    assert [row["place"]["name"]["en"] for row in data["stops"]] == ["Sokhumi", "Tskhinvali"]
    assert data["parts"] == [str(event("sergei-lavrov-in-abkhazia").pk), str(event(VISIT).pk)]
    assert parts == [
        "tour-of-the-government-building-in-tskhinvali",
        "talks-between-lavrov-and-kokoiti",
        "meeting-of-lavrov-and-kulakhmetov",
        "meeting-of-lavrov-and-the-head-of-the-osce-mission",
    ]
    assert "our inference" in page(trip.slug_en, "en")
    assert "meeting room, 8th floor, which had suffered the least during the war" in talks
    assert "opening an Embassy of Russia" in talks
    assert "Access for the press Closed" in talks


def test_tenures_remits_offices_and_formats_hold_the_other_dates(client):
    kargiev = Tenure.objects.get(actor__name_en="Elbrus Kargiev")
    remits = Remit.objects.filter(tenure__actor__name_en="Dmitry Kozak")
    gali = Format.objects.get(slug_en="iprm-gali")

    assert (str(kargiev.start), kargiev.ordinal) == ("2008-09-25", 1)
    assert str(Office.objects.get(slug_en="embassy-of-russia-in-tskhinvali").existed_from) == "2009-04"
    assert {(row.place.name_en, str(row.start), row.end_status) for row in remits} == {
        ("Abkhazia", "2020", "ongoing"),
        ("Tskhinvali Region", "2020", "ongoing"),
    }
    assert (str(gali.last_held), gali.status) == ("2018", "suspended")
    for language, slug in (("en", gali.slug_en), ("ka", gali.slug_ka)):
        text = plain(client.get(f"/{language}/formats/{slug}/").content.decode())
        assert {"en": "Giga Otkhozoria", "ka": "გიგა ოთხოზორია"}[language] in text
        assert "2018" in text
    assert {format_.slug_en for format_ in Format.objects.live()} == {
        "geneva-international-discussions",
        "iprm-ergneti",
        "iprm-gali",
        "demarcation-commission",
    }
    assert (event("tenth-session-of-the-demarcation-commission").ordinal, event("meetings-in-gali-not-held").status) == (10, "not_held")
    assert Article.objects.live().filter(title_en__contains="2024").count() >= 3


def test_chronology_of_visits_reads_oldest_first_on_one_page(client):
    visits = Chronology.objects.get(slug_en="visits")
    slugs = []
    for language in languages.codes():
        answer = client.get(f"/{language}/chronology/visits/")
        assert answer.status_code == 200
        slugs.append([entry.anchor for year in answer.context["page"].years for month in year.months for entry in month.entries])
        assert "?after" not in answer.content.decode()

    listed = {f"event-{row.event.short_id}": row for row in visits.listings.select_related("event")}
    assert slugs[0] == slugs[1]
    assert sorted(slugs[0]) == sorted(listed)
    begins = [listed[anchor].lower for anchor in slugs[0]]
    assert begins == sorted(begins)
    assert f"event-{event(VISIT).short_id}" in listed
    assert visits.slug_ka == "visits"


def test_articles_and_events_lead_to_each_other(client):
    made = {article.title_en: article for article in Article.objects.live()}
    link = {
        "Meeting Between the “Ministers” of Emergency Situations": "meeting-of-the-ministers-of-emergency-situations",
        "Military Cooperation with Moscow": "law-on-the-military-technical-agreement",
        "Alan Gagloyev Meets with Dmitry Kozak": "gagloyev-meets-kozak",
        'Meeting of the "Demarcation Commission" was Held in Tskhinvali': "tenth-session-of-the-demarcation-commission",
    }

    assert Article.objects.live().filter(events__isnull=False).distinct().count() >= 12
    for title, slug in link.items():
        article = next(each for name, each in made.items() if name.replace("“", '"').replace("”", '"') == title.replace("“", '"').replace("”", '"'))
        assert f"/en/events/{slug}/" in client.get(article.get_absolute_url()).content.decode()
        assert article.get_absolute_url() in client.get(f"/en/events/{slug}/").content.decode()


def test_no_page_of_an_event_prints_anything_empty(client):
    for each in Event.objects.live():
        for language in languages.codes():
            text = client.get(f"/{language}/events/{getattr(each, f'slug_{language}')}/").content.decode()
            assert not re.search(r"<(p|li|dd|dt|ul|ol|dl|h2|h3|section|blockquote)\b[^>]*>\s*</\1>", text), (each, language)
            assert ">None<" not in text


def test_plan_of_consultations_is_valid_for_two_years(client):
    plan = Agreement.objects.get(slug_en="plan-of-consultations-with-sokhumi-2024-2025")

    assert str(plan.validity) == "2024/2025"
    for language in languages.codes():
        assert str(client.get(f"/{language}/agreements/{plan.slug_in(language)}/").context["page"].validity) == "2024/2025"


# {agreement: the events of which an outcome led to it}
LED_TO = {
    "basic-agreement-on-cooperation-and-mutual-assistance": {"sergei-lavrovs-trip-to-abkhazia-and-tskhinvali-region", VISIT},
    "agreements-in-four-fields": {VISIT},
}


@pytest.mark.parametrize("slug", LED_TO)
def test_outcomes_of_the_visit_and_the_agreements_that_they_led_to_name_each_other_on_pages_and_to_partners(client, told, slug):
    agreement = Agreement.objects.get(slug_en=slug)

    for language in languages.codes():
        shown = client.get(f"/{language}/agreements/{agreement.slug_in(language)}/").content.decode()
        for each in LED_TO[slug]:
            address = f"/{language}/events/{event(each).slug_in(language)}/"
            assert f'href="{address}"' in shown
            results = client.get(address).context["page"].outcomes
            assert agreement.title_in(language)[0] in [link.label for outcome in results for link in outcome.links]
    assert set(client.get(f"/api/v1/agreements/{agreement.pk}/").json()["events"]) == {str(event(each).pk) for each in LED_TO[slug]}
    for each in LED_TO[slug]:
        assert str(agreement.pk) in [outcome["agreement"] for outcome in told(each)["outcomes"]]


def test_one_article_says_something_else_in_search_results_and_on_its_card():
    article = Article.objects.get(slug_en="foreign-political-activity-of-the-occupied-regions")

    assert all(getattr(article, f"{name}_{code}") for name in ("search_title", "search_description") for code in ("en", "ka"))
    assert (article.image.title, article.card_image.title) == ("Ridges, stylised", "Conference table, empty chairs")
