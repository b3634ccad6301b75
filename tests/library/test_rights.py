"""What partners may not use reaches none of them: a picture kept back is on our pages, and in nothing that others take from us."""

import json
from pathlib import Path

import pytest
from django.test import Client
from jsonschema import Draft202012Validator
from lxml import html

from actors.models import Actor
from chronicle.models import Event
from library.models import Image
from news.models import Article
from pages.models import Page
from publishing import drafts
from tests.factories import make_author, make_document, make_image, make_kind, make_published_office, make_tag, publisher
from tests.publishing.walk import Answer, everything

pytestmark = pytest.mark.django_db
NINJS = Draft202012Validator(json.loads((Path(__file__).parent.parent / "schemas" / "ninjs_3.1.json").read_text()))


PICTURE = '<figure data-image="{}"></figure>'
# Every way in which a text shows a picture.
WAYS = f'{PICTURE}<figure class="gallery">{PICTURE * 2}</figure><figure class="post" data-image="{{}}"><blockquote><p>Said.</p></blockquote></figure>'


def published(image: Image, capture, *, shown: str = PICTURE) -> Article:
    """Publish what shows pictures, each with this one; return the article."""
    text = f"<p>Text.</p>{shown.format(*[image.pk] * shown.count('{}'))}"
    both = {"title_en": "Shown", "title_ka": "ჩანს", "body_en": text, "body_ka": text}
    actor = drafts.create(Actor, {"name_en": "Ann", "name_ka": "ანი", "portrait": image.pk, "has_profile": True}, by=publisher())
    event = drafts.create(Event, {**both, "date": "2008", "image": image.pk}, by=publisher())
    page = drafts.create(Page, {**both, "position": 1, "purpose": "WebPage"}, by=publisher())
    fields = {
        **both,
        "image": image.pk,
        "kind": make_kind("review").pk,
        "lead_en": "In short.",
        "tags": [make_tag("Duma", "დუმა").pk],
        "documents": [{"document": make_document(title_en="Minutes").pk}],
        "bylines": [{"author": make_author("Nino").pk}],
        "mentions": [{"actor": actor.pk}, {"office": make_published_office(name_en="Ministry", name_ka="უწყება").pk}],
        "events": [{"event": event.pk}],
        "corrections": [{"text_en": "The date was wrong."}],
    }
    with capture(execute=True):
        for record in (actor, event, page):
            drafts.publish(record, by=publisher())
    article = drafts.create(Article, fields, by=publisher())
    with capture(execute=True):
        drafts.publish(article, by=publisher())
    return article


def tells(answer: Answer, image: Image) -> bool:
    """Tell whether an answer names a file of a picture, or says its words."""
    return "zqpicture" in answer.text or any(entry["name"].lower() in answer.text for entry in image.renditions)


def for_others(answer: Answer) -> bool:
    return "content-type: text/html" not in answer.text


@pytest.mark.any_database
def test_picture_that_partners_may_not_use_reaches_no_feed_api_format_or_card(django_capture_on_commit_callbacks):
    image = make_image(partners_may_use=False, caption_en="Zqpicture", credit_en="Zqpicture", caption_ka="Zqpicture")
    published(image, django_capture_on_commit_callbacks, shown=WAYS)
    image.refresh_from_db()

    answers = list(everything())

    pages = [answer for answer in answers if tells(answer, image)]
    assert {"/en/news/shown/", "/en/events/shown/", "/en/pages/shown/", "/en/actors/ann/"} <= {answer.path for answer in pages}
    assert [answer.path for answer in pages if for_others(answer)] == []
    assert len([answer for answer in answers if for_others(answer) and answer.status == 200]) > 100
    for answer in pages:
        head = html.fromstring(answer.text.partition("\n\n")[2] or answer.text)
        said = head.xpath("//meta[starts-with(@property, 'og:image')]/@content") + head.xpath("//script[@type='application/ld+json']/text()")
        assert not any("zqpicture" in each or "/media/" in each for each in said), answer.path


def test_picture_that_partners_may_use_goes_along_with_its_credit_and_licence(django_capture_on_commit_callbacks):
    words = {"caption_en": "Zqpicture", "credit_en": "Ann Lee"}
    image = make_image(partners_may_use=True, licence="CC-BY-4.0", **words)
    article = published(image, django_capture_on_commit_callbacks)
    client = Client()

    (given,) = [each for each in client.get("/en/news/feed.json").json()["items"] if each["title"] == "Shown"]
    assert (given["_image"]["credit"], given["_image"]["licence"]) == ("Ann Lee", "Creative Commons Attribution 4.0")
    assert (api := client.get(f"/api/v1/articles/{article.pk}/").json())["image"]["credit"] == {"en": "Ann Lee"}
    assert api["image"]["licence"] == "CC-BY-4.0"
    for kind in ("article", "event", "page"):
        (record,) = client.get(f"/api/v1/{kind}s/").json()["results"]
        body = html.fromstring(client.get(f"/api/v1/{kind}s/{record['id']}/").json()["body"]["en"])
        (shown,) = body.xpath("//figure/img")
        assert shown.get("src").startswith("http://testserver/media/")
        assert (shown.get("alt"), bool(shown.get("width")), body.xpath("//@class | //@id")) == ("Two chairs", True, [])
        assert "Ann Lee, Creative Commons Attribution 4.0" in body.text_content()
    page = html.fromstring(client.get("/en/news/shown/").content)
    assert page.xpath("//meta[@property='og:image']")
    (address,) = page.xpath("//link[@type='application/vnd.iptc.ninjs+json']/@href")
    told = client.get(address)
    assert (told.status_code, told["Content-Type"]) == (200, "application/vnd.iptc.ninjs+json")
    NINJS.validate(found := told.json())
    (picture,) = [each for each in found["associations"] if each["rel"] == "picture"]
    assert (picture["by"], picture["usageTerms"]) == ("Ann Lee", "Ann Lee, Creative Commons Attribution 4.0")
    assert (found["rightsInfo"], found["copyrightHolder"]) == ({"linkedRights": "https://creativecommons.org/licenses/by/4.0/"}, "Matiane")
    assert [each["name"] for each in found["people"] + found["organisations"] + found["subjects"]] == ["Ann", "Ministry", "Duma"]
    assert [(each["name"], each["rel"]) for each in found["events"]] == [("Shown", "about")]
    assert {each["rel"] for each in found["associations"]} == {"picture", "document", "translation"}
    assert [each["role"] for each in found["descriptions"]] == ["summary", "correction"]
    assert "Ann Lee, Creative Commons Attribution 4.0" in found["bodies"][0]["value"]


def test_ninjs_stands_where_the_text_can_be_read_and_nowhere_else(django_capture_on_commit_callbacks):
    article = drafts.create(Article, {"title_en": "Talks", "body_en": "<p>Text.</p>", "kind": make_kind().pk}, by=publisher())
    client = Client()
    assert client.get("/en/news/talks/ninjs.json").status_code == 404

    drafts.publish(article, by=publisher())

    NINJS.validate(client.get("/en/news/talks/ninjs.json").json())
    assert client.get("/ka/news/talks/ninjs.json").status_code == 404
    drafts.withdraw(article, by=publisher())
    assert client.get("/en/news/talks/ninjs.json").status_code == 410


def test_document_that_partners_may_not_use_is_on_our_pages_and_reaches_nobody_else(django_capture_on_commit_callbacks):
    words = {"title_en": "Zqpicture", "title_ka": "Zqpicture"}
    kept = make_document(**words, partners_may_use=False)
    article = drafts.create(Article, {"title_en": "Shown", "body_en": "<p>Text.</p>", "kind": make_kind().pk}, by=publisher())
    drafts.save(article, {**drafts.state_of(article), "documents": [{"document": kept.pk}]}, by=publisher())
    page = drafts.create(Page, {"title_en": "Page", "body_en": "<p>Text.</p>", "position": 1, "documents": [{"document": kept.pk}]}, by=publisher())
    with django_capture_on_commit_callbacks(execute=True):
        drafts.publish(article, by=publisher())
        drafts.publish(page, by=publisher())

    telling = [answer for answer in everything() if "zqpicture" in answer.text or kept.short_id.lower() in answer.text]

    assert {"/en/news/shown/", "/en/pages/page/", f"/en/documents/{kept.short_id}/"} <= {answer.path for answer in telling}
    # Its own page with its files and the card with the title of that page, which is in our sitemap.
    ours = ("/documents/", "/cards/", "/sitemap")
    assert [answer.path for answer in telling if for_others(answer) and not any(part in answer.path for part in ours)] == []
    assert Client().get(f"/api/v1/documents/{kept.pk}/").status_code == 404
    for path in ("/en/news/shown/", "/en/pages/page/"):
        assert "associatedMedia" not in Client().get(path).content.decode()


def test_everything_that_is_given_says_whose_it_is_and_under_which_terms(django_capture_on_commit_callbacks):
    terms = {"licence": "CC-BY-4.0", "credit_en": "Ann Lee", "holder_en": "Archive"}
    image, document = make_image(partners_may_use=True, **terms), make_document(title_en="Minutes", **terms)
    fields = {"title_en": "Shown", "body_en": "<p>Text.</p>", "kind": make_kind().pk, "image": image.pk, "documents": [{"document": document.pk}]}
    article = drafts.create(Article, {**fields, "bylines": [{"author": make_author("Nino").pk}]}, by=publisher())
    with django_capture_on_commit_callbacks(execute=True):
        drafts.publish(article, by=publisher())
    given = {"licence": "CC-BY-4.0", "licence_url": "https://creativecommons.org/licenses/by/4.0/", "partners_may_use": True}

    api = Client().get(f"/api/v1/articles/{article.pk}/").json()
    for each in (api["image"], *api["documents"], *Client().get("/api/v1/documents/").json()["results"]):
        assert {name: each[name] for name in (*given, "credit", "holder")} == {**given, "credit": {"en": "Ann Lee"}, "holder": {"en": "Archive"}}
    assert api["rights"]["credit"] == {"en": "Nino", "ka": "Nino"}
    assert (api["rights"]["holder"]["en"], api["rights"]["partners_may_use"], api["rights"]["licence"]) == ("Matiane", True, api["licence"])
    (row,) = [each for each in Client().get("/en/news/feed.json").json()["items"] if each["title"] == "Shown"]
    assert (row["_image"]["holder"], row["_image"]["credit"]) == ("Archive", "Ann Lee")
    assert (row["attachments"][0]["_rights"]["holder"], row["attachments"][0]["_rights"]["credit"]) == ("Archive", "Ann Lee")
    for form in ("atom", "rss"):
        assert "<media:copyright>Archive</media:copyright>" in Client().get(f"/en/news/feed.{form}").content.decode()
    NINJS.validate(found := Client().get("/en/news/shown/ninjs.json").json())
    owned = {each["rel"]: (each["by"], each["copyrightHolder"]) for each in found["associations"]}
    assert owned == {"picture": ("Ann Lee", "Archive"), "document": ("Ann Lee", "Archive")}
