"""Feeds in three formats: every list has them, each says the same, and readers of their own can read them."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import feedparser
import pytest
from django.test import Client
from django.utils import timezone
from jsonschema import Draft202012Validator
from lxml import etree, html

from chronicle.models import Event
from news.models import Article, Author
from publishing import drafts
from tests.factories import (
    make_actor,
    make_document,
    make_image,
    make_kind,
    make_published_actor,
    make_published_chronology,
    make_published_office,
    make_published_place,
    make_tag,
    publisher,
)

pytestmark = pytest.mark.django_db
SITE = "http://testserver"
SCHEMA = Draft202012Validator(json.loads((Path(__file__).parent.parent / "schemas" / "json_feed_1.1.json").read_text()))
LISTS = ["news/", "news/tag/duma/", "corrections/", "actors/sergey-lavrov/", "offices/ministry/", "chronology/", "chronology/visits/"]
TYPES = {"atom": "application/atom+xml; charset=utf-8", "rss": "application/rss+xml; charset=utf-8", "json": "application/feed+json"}


@pytest.fixture
def article(django_capture_on_commit_callbacks) -> Article:
    """A full article, and a full event, that stand in every list."""
    lavrov, ministry = make_published_actor(name_en="Sergey Lavrov", name_ka="ლავროვი"), make_published_office(name_en="Ministry", name_ka="უწყება")
    visits, duma = make_published_chronology(title_en="Visits", title_ka="ვიზიტები"), make_tag("Duma", "დუმა")
    given = make_image(partners_may_use=True, credit_en="Given by Ann", caption_en="Two chairs stand", licence="CC-BY-4.0")
    kept = make_image(partners_may_use=False, credit_en="Kept by Bob", caption_en="Not for others")
    event = drafts.create(
        Event,
        {
            "title_en": "Visit",
            "title_ka": "ვიზიტი",
            "date": "2008-09-15",
            "lead_en": "He came.",
            "lead_ka": "ჩამოვიდა.",
            "body_en": "<p>A day in <a href='/en/news/'>Tskhinvali</a>.</p>",
            "body_ka": "<p>დღე</p>",
            "image": kept.pk,
            "entries": [{"chronology": visits.pk}],
            "stops": [{"place": make_published_place("Tskhinvali").pk}],
            "participants": [{"actor": lavrov.pk, "role": "visitor"}, {"office": ministry.pk, "role": "host"}],
            "statements": [
                {"actor": lavrov.pk, "text_en": "We shall build.", "text_ka": "ავაშენებთ."},
                {"actor": make_actor(name_en="Hidden").pk, "text_en": "Said without a name."},
            ],
        },
        by=publisher(),
    )
    figures = f'<figure data-image="{given.pk}"></figure><figure data-image="{kept.pk}"></figure>'
    article = drafts.create(
        Article,
        {
            "title_en": "Talks & tables",
            "title_ka": "მოლაპარაკება",
            "slug_en": "talks",
            "lead_en": "Short <b>lead</b>.",
            "lead_ka": "ლიდი.",
            "body_en": f'<h2>Part</h2><p>See <a href="/en/tags/">tags</a>.</p>{figures}',
            "body_ka": "<p>ტექსტი</p>",
            "image": given.pk,
            "kind": make_kind("news").pk,
            "tags": [duma.pk],
            "documents": [{"document": make_document(title_en="Minutes").pk}],
            "bylines": [{"author": Author.objects.create(name_en="Ann", name_ka="ანი").pk}, {"author": Author.objects.create(name_en="Bob").pk}],
            "mentions": [{"actor": lavrov.pk}, {"office": ministry.pk}],
            "corrections": [{"at": timezone.now() - dt.timedelta(minutes=1), "text_en": "The date was wrong.", "text_ka": "თარიღი."}],
        },
        by=publisher(),
    )
    with django_capture_on_commit_callbacks(execute=True):
        drafts.publish(event, by=publisher())
        drafts.publish(article, by=publisher())
    return article


def got(path: str) -> Any:
    response = Client().get(path)
    assert response.status_code == 200, path
    return response


def led_to(path: str) -> Any:
    """Return what stands at an address, or where that leads: in another language some records have another slug."""
    response = Client().get(path)
    return Client().get(response["Location"]) if response.status_code == 301 else response


def test_every_list_says_the_same_in_three_formats_that_readers_can_read(article, settings):
    settings.WEBSUB_HUB = "https://hub.example/"
    for language in ("en", "ka"):
        for where in LISTS:
            for query in ("", "?content=full"):
                answers = {form: led_to(f"/{language}/{where}feed.{form}{query}") for form in TYPES}
                check(answers, language)


def check(answers: dict[str, Any], language: str) -> None:
    """Ask of the same feed in three formats that each is whole, and that all tell the same."""
    told = []
    for form, response in answers.items():
        own = response.request["PATH_INFO"] + (f"?{query}" if (query := response.request["QUERY_STRING"]) else "")
        assert (response.status_code, response["Content-Type"]) == (200, TYPES[form]), own
        assert response["Link"] == f'<{SITE}{own}>; rel="self", <https://hub.example/>; rel="hub"'
        assert (response["Access-Control-Allow-Origin"], response["ETag"][:3]) == ("*", 'W/"')
        read = of_json(response) if form == "json" else of_xml(response)
        assert read["self"] == f"{SITE}{own}"
        assert (read["language"], read["hubs"], bool(read["rights"])) == (language, ["https://hub.example/"], True)
        told.append(read["entries"])
    assert told[0] == told[1] == told[2] != []
    assert len({key for key, *_rest in told[0]}) == len(told[0])


def of_json(response: Any) -> dict[str, Any]:
    feed = response.json()
    SCHEMA.validate(feed)
    return {
        "self": feed["feed_url"],
        "language": feed["language"],
        "hubs": [hub["url"] for hub in feed["hubs"]],
        "rights": feed["_rights"],
        "entries": [
            (each["id"], each["title"], each["url"], moment(each["date_published"]), moment(each["date_modified"])) for each in feed["items"]
        ],
    }


def of_xml(response: Any) -> dict[str, Any]:
    found = feedparser.parse(response.content, response_headers={"content-type": response["Content-Type"]})
    assert not found.bozo, found.get("bozo_exception")
    feed = found.feed
    assert feed.title
    assert feed.link.startswith(SITE)
    if found.version == "rss20":
        assert feed.description
    else:
        assert (found.version, feed.author) == ("atom10", "Matiane" if feed.language == "en" else "მატიანე")
    return {
        "self": next(link.href for link in feed.links if link.rel == "self"),
        "language": feed.language,
        "hubs": [link.href for link in feed.links if link.rel == "hub"],
        "rights": feed.rights,
        "entries": [(each.id, each.title, each.link, tuple(each.published_parsed[:6]), tuple(each.updated_parsed[:6])) for each in found.entries],
    }


def moment(text: str) -> tuple[int, ...]:
    return dt.datetime.fromisoformat(text).astimezone(dt.UTC).timetuple()[:6]


def test_summary_is_text_and_names_the_correction(article):
    (item,) = [each for each in got("/en/news/feed.json").json()["items"] if each["title"] == "Talks & tables"]

    lead, correction = item["content_text"].split("\n")
    assert lead == "Short <b>lead</b>."
    assert correction.startswith("Correction, ")
    assert correction.endswith(": The date was wrong.")
    assert [each["name"] for each in item["authors"]] == ["Ann", "Bob"]
    atom = etree.fromstring(got("/en/news/feed.atom").content)
    assert "Short &lt;b&gt;lead&lt;/b&gt;." in atom.findtext(".//{*}entry/{*}summary")


def test_whole_text_can_be_printed_elsewhere_as_it_is(article):
    (item,) = got("/en/news/feed.json?content=full").json()["items"]
    text = html.fragment_fromstring(item["content_html"], create_parent="div")

    addresses = text.xpath(".//@href | .//@src")
    assert addresses
    assert all(each.startswith(f"{SITE}/") for each in addresses)
    assert f"{SITE}/en/tags/" in addresses
    assert text.xpath(".//@class | .//@id | .//@role | .//@*[starts-with(name(), 'data-') or starts-with(name(), 'aria-')]") == []
    (image,) = text.xpath(".//figure/img")
    assert (image.get("alt"), bool(int(image.get("width"))), bool(int(image.get("height")))) == ("Two chairs", True, True)
    (caption,) = text.xpath(".//figcaption")
    assert caption.text_content() == "Two chairs stand Given by Ann, Creative Commons Attribution 4.0"
    words = text.text_content()
    assert words.startswith("Short <b>lead</b>.Part")
    assert "The date was wrong." in words
    assert "Minutes" in words
    assert item["image"].endswith(".jpg")
    assert (item["_image"]["credit"], item["_image"]["licence_url"]) == ("Given by Ann", "https://creativecommons.org/licenses/by/4.0/")
    assert [each["mime_type"] for each in item["attachments"]] == ["text/csv; charset=utf-8"]
    for form in ("rss", "atom"):
        root = etree.fromstring(got(f"/en/news/feed.{form}?content=full").content)
        assert root.findtext(".//{*}encoded" if form == "rss" else ".//{*}entry/{*}content") == item["content_html"]
        assert root.findtext(".//{http://search.yahoo.com/mrss/}credit") == "Given by Ann"


def test_whole_event_tells_its_facts_and_no_claim_without_its_speaker(article):
    (item,) = got("/en/chronology/visits/feed.json?content=full").json()["items"]

    assert f'<a href="{SITE}/en/news/">Tskhinvali</a>' in item["content_html"]
    assert "<li>Sergey Lavrov: We shall build.</li>" in item["content_html"]
    for form in TYPES:
        for query in ("", "?content=full"):
            said = got(f"/en/chronology/visits/feed.{form}{query}").content.decode()
            assert "Said without a name" not in said
            assert "Kept by Bob" not in said


def test_correction_keeps_the_entry_and_moves_its_date(article):
    (before,) = got("/en/news/feed.json").json()["items"]
    rows = [{"at": timezone.now(), "text_en": "The place was wrong too."}]

    drafts.save(article, {"corrections": rows}, by=publisher())
    drafts.publish(article, by=publisher())

    (after,) = got("/en/news/feed.json").json()["items"]
    assert (after["id"], after["date_published"]) == (before["id"], before["date_published"])
    assert after["date_modified"] > before["date_modified"]
    assert "The place was wrong too." in after["summary"]


def test_content_that_is_neither_is_refused_in_words():
    response = Client().get("/en/news/feed.rss?content=half")

    assert (response.status_code, response["Content-Type"]) == (400, "text/plain; charset=utf-8")
    assert response.content.decode() == "content: “half” is neither “summary” nor “full”.\n"


def test_page_says_which_feeds_there_are(article):
    for language in ("en", "ka"):
        tree = html.fromstring(got(f"/{language}/subscribe/").content)
        offered = set(tree.xpath("//main//a[contains(@href, 'feed.')]/@href"))
        lists = tree.xpath("//main//section[.//code]//h2/a/@href")
        assert lists[:3] == [f"/{language}/{where}" for where in ("news/", "corrections/", "chronology/")]
        assert offered == {f"{where}feed.{form}{query}" for where in lists for form in TYPES for query in ("", "?content=full")}
        assert all(Client().get(address).status_code == 200 for address in offered)
        copied = tree.xpath("//main//button[contains(@data-copy, 'feed.')]/@data-copy")
        assert {f"http://testserver{path}" for path in offered} == set(copied)
        assert tree.xpath("//main//code/text()") == [f"http://testserver{where}feed.atom" for where in lists]
        (calendar,) = tree.xpath("//main//a[@type='text/calendar']/@href")
        assert Client().get(calendar).status_code == 200
        (described,) = tree.xpath("//main//h2/a[@hreflang='en']/@href")
        assert Client().get(described).status_code == 200
    (link,) = html.fromstring(got("/en/tags/").content).xpath("//footer//a[@href='/en/subscribe/']")
    assert link.text_content() == "Subscribe"
