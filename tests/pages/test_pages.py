import datetime as dt
import json
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from pages.models import Page
from publishing import drafts
from publishing.publishable import State
from publishing.workflow import transition
from tests.factories import make_page, make_published_page, publisher

HEADINGS = "<h2>One</h2><p>Text.</p><h3>Two</h3><p>Text.</p><h2>One</h2><p>Text.</p>"


def json_ld(response) -> dict:
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', response.content.decode(), re.DOTALL)[1])


def test_page_shows_its_text_in_the_language_of_the_address(client: Client):
    make_published_page(title_en="About", title_ka="ჩვენ შესახებ", lead_en="Who we are.", body_ka="<p>ტექსტი.</p>")

    response = client.get("/en/pages/about/")

    page = response.context["page"]
    assert (page.title, page.lead, page.body, page.description) == ("About", "Who we are.", "<p>Text.</p>", "Who we are.")
    assert [(each.code, each.url) for each in page.translations] == [("ka", "/ka/pages/chven-shesakheb/")]
    assert [each["code"] for each in response.context["alternates"]] == ["en", "ka"]
    assert "ტექსტი" not in response.content.decode()


def test_page_in_another_language_only_says_so_and_is_not_indexed(client: Client):
    make_published_page(title_ka="ჩვენ შესახებ", languages=["ka"])

    response = client.get("/en/pages/chven-shesakheb/")

    assert response.context["page"].notice == "This page is available in Georgian."
    assert (response.context["robots"], response.context["alternates"]) == ("noindex", [])


def test_contents_lead_to_the_headings_of_the_text_from_three_on(client: Client):
    make_published_page(title_en="Long", body_en=HEADINGS)
    make_published_page(title_en="Short", body_en="<h2>One</h2><p>Text.</p><h2>Two</h2><p>Text.</p>")

    response = client.get("/en/pages/long/")

    contents = response.context["page"].contents
    assert [(each.level, each.text, each.anchor) for each in contents] == [(2, "One", "h-one"), (3, "Two", "h-two"), (2, "One", "h-one--2")]
    html = response.content.decode()
    assert re.findall(r'href="#(h-[^"]*)"', html) == re.findall(r'<h\d id="(h-[^"]*)"', html) == [each.anchor for each in contents]
    assert client.get("/en/pages/short/").context["page"].contents == []


def test_contents_in_georgian_lead_to_their_headings(client: Client):
    make_published_page(title_ka="გრძელი", body_ka="<h2>ერთი</h2><h2>ორი &amp; მეტი</h2><h2>სამი</h2><p>ტექსტი.</p>")

    contents = client.get("/ka/pages/grdzeli/").context["page"].contents

    assert [each.anchor for each in contents] == ["h-ერთი", "h-ორი-მეტი", "h-სამი"]


def test_page_names_the_page_above_and_those_under_it_in_their_order(client: Client):
    about = make_published_page(title_en="About", title_ka="ჩვენ შესახებ")
    make_published_page(title_en="Second", parent=about, position=2)
    make_published_page(title_en="First", title_ka="პირველი", parent=about, position=1)

    above = client.get("/ka/pages/pirveli/")
    under = client.get("/en/pages/about/")

    assert (above.context["page"].parent.label, above.context["page"].parent.url) == ("ჩვენ შესახებ", "/ka/pages/chven-shesakheb/")
    assert json_ld(above)["breadcrumb"]["itemListElement"][0]["name"] == "ჩვენ შესახებ"
    assert [(each.label, each.url) for each in under.context["page"].children] == [("First", "/en/pages/first/"), ("Second", "/en/pages/second/")]


def test_page_keeps_silent_about_neighbours_that_are_not_public(client: Client):
    hidden = make_page(title_en="Secret above", slug_en="secret")
    child = make_published_page(title_en="Child", parent=hidden)
    about = make_published_page(title_en="About")
    make_page(title_en="Secret below", parent=about)
    make_published_page(title_en="Secret later", parent=about, at=timezone.now() + dt.timedelta(days=1))

    answers = [client.get(path) for path in ("/en/pages/child/", "/en/pages/about/", "/api/v1/pages/", f"/api/v1/pages/{child.pk}/")]

    assert [answer.status_code for answer in answers] == [200] * 4
    assert [answer for answer in answers if "secret" in answer.content.decode().lower() or str(hidden.pk) in answer.content.decode()] == []


def test_page_tells_machines_what_it_is(client: Client):
    make_published_page(title_en="About", purpose=Page.Purpose.ABOUT)

    data = json_ld(client.get("/en/pages/about/"))

    assert (data["@type"], data["name"], data["url"], "breadcrumb" in data) == ("AboutPage", "About", "http://testserver/en/pages/about/", False)


def test_withdrawn_page_is_gone_and_one_that_never_was_is_not_there(client: Client):
    page = make_published_page(title_en="About")
    make_page(title_en="Draft", slug_en="draft")
    transition(page, State.WITHDRAWN, by=publisher())

    assert [client.get(f"/en/pages/{slug}/").status_code for slug in ("about", "draft", "nothing")] == [410, 404, 404]


def test_old_slug_leads_to_the_page(client: Client):
    page = make_published_page(title_en="About")
    drafts.save(page, {"slug_en": "about-us"}, by=publisher())
    drafts.publish(page, by=publisher())

    response = client.get("/en/pages/about/")

    assert (response.status_code, response.headers["Location"]) == (301, "/en/pages/about-us/")


def test_published_version_of_a_page_stays_readable(client: Client):
    page = make_published_page(title_en="About")
    for text in ("First.", "Second."):
        drafts.save(page, {"body_en": f"<p>{text}</p>"}, by=publisher())
        drafts.publish(page, by=publisher())

    assert client.get("/en/pages/about/").context["page"].versions_url == "/en/pages/about/v/"
    assert client.get("/en/pages/about/v/1/").context["kept"]["body"] == "<p>First.</p>"


@pytest.mark.parametrize("count", [3, 30])
def test_page_costs_at_most_twelve_queries(client: Client, count):
    about = make_published_page(title_en="About", body_en=HEADINGS)
    for number in range(count):
        make_published_page(title_en=f"Child {number}", parent=about, position=number)
    client.get("/en/")

    with CaptureQueriesContext(connection) as queries:
        response = client.get("/en/pages/about/")

    assert len(response.context["page"].children) == count
    assert len(queries) <= 12


def test_api_lists_live_pages_and_gives_one_with_its_body(client: Client):
    about = make_published_page(title_en="About", title_ka="ჩვენ შესახებ", purpose=Page.Purpose.ABOUT)
    child = make_published_page(title_en="Child", parent=about, position=3)
    make_page(title_en="Draft")

    listed = client.get("/api/v1/pages/").json()["results"]
    one = client.get(f"/api/v1/pages/{child.pk}/").json()

    assert [each["id"] for each in listed] == [str(child.pk), str(about.pk)]
    assert (listed[1]["purpose"], listed[1]["available_languages"], "body" in listed[1]) == ("AboutPage", ["en", "ka"], False)
    assert (one["parent"], one["position"], one["body"]) == (str(about.pk), 3, {"en": "<p>Text.</p>"})


def test_pages_stand_in_the_sitemap_of_their_languages(client: Client):
    make_published_page(title_en="About")

    assert "<loc>http://testserver/en/pages/about/</loc>" in client.get("/sitemap-pages-en.xml").content.decode()
    assert "<loc>" not in client.get("/sitemap-pages-ka.xml").content.decode()
