"""Entries of menus that lead to a heading of a page: in each language, along with the page, and reported once it is gone."""

import pytest
from django.test import Client
from lxml import html

from pages.models import MenuEntry, Page
from publishing import drafts
from tests.browser import Form
from tests.factories import make_article, make_published_article, make_published_page, publisher
from tests.roles import browser_of, member_of

HEADER = "/admin/pages/menu/header/change/"
BODY = {
    "body_en": "<h2>Names</h2><p>Text.</p><h3>Of places</h3><p>Text.</p>",
    "body_ka": "<h2>სახელები</h2><p>ტექსტი.</p><h3>ადგილების</h3><p>ტექსტი.</p>",
}
ANCHORS = {"en": "/en/pages/method/#h-of-places", "ka": "/ka/pages/metodi/#h-ადგილების"}


@pytest.fixture
def owner() -> Form:
    return browser_of(member_of("Administrator"))


def make_method(**fields: object) -> Page:
    return make_published_page(**{"title_en": "Method", "title_ka": "მეთოდი", **BODY, **fields})


def lead_to(owner: Form, address: str) -> Form:
    owner.open(HEADER).add_row("entries", leads_to=address, label_en="Names", label_ka="სახელები", position=9)
    owner.press("_save")
    return owner


def last(language: str) -> str:
    page = html.fromstring(Client().get(f"/{language}/tags/").content.decode())
    return page.xpath("//nav[@class='masthead__nav']//a/@href")[-1]


def publish(page: Page, **fields: str) -> None:
    drafts.save(page, fields, by=publisher())
    drafts.publish(page, by=publisher())


def reported(owner: Form) -> list[str]:
    found = html.fromstring(owner.open(HEADER).page).xpath("//li[@class='warning']")
    return [" ".join(each.text_content().split()) for each in found]


@pytest.mark.parametrize(
    "typed", [*ANCHORS.values(), "/ka/pages/metodi/#h-%E1%83%90%E1%83%93%E1%83%92%E1%83%98%E1%83%9A%E1%83%94%E1%83%91%E1%83%98%E1%83%A1"]
)
def test_heading_is_found_in_every_language_whose_text_has_the_same_outline(owner, typed):
    make_method()

    lead_to(owner, typed)

    assert [last("en"), last("ka")] == list(ANCHORS.values())


def test_language_with_another_outline_is_led_to_the_page(owner):
    make_method(body_ka="<h2>სახელები</h2><p>ტექსტი.</p>")

    lead_to(owner, ANCHORS["en"])

    assert [last("en"), last("ka")] == [ANCHORS["en"], "/ka/pages/metodi/"]


def test_list_offers_the_headings_of_public_pages(owner):
    make_method()

    offered = html.fromstring(owner.open(HEADER).page).xpath("//datalist[@id='menu-targets']/option")

    names = {option.get("value"): option.text for option in offered}
    assert names[ANCHORS["en"]] == "Method: Of places"


def test_heading_follows_its_page_to_a_new_address(owner):
    page = make_method()
    lead_to(owner, ANCHORS["en"])

    publish(page, slug_en="how-we-work")

    assert last("en") == "/en/pages/how-we-work/#h-of-places"


def test_heading_that_is_gone_leads_to_the_page_and_is_reported_until_it_is_back(owner):
    page = make_method()
    lead_to(owner, ANCHORS["en"])
    assert reported(owner) == []

    publish(page, body_en="<h2>Names</h2><p>Text.</p><h3>Of towns</h3><p>Text.</p>")

    assert [last("en"), last("ka")] == ["/en/pages/method/", ANCHORS["ka"]]
    (told,) = reported(owner)
    assert told.startswith("“Names” leads to a heading that its page has no longer in this language: #h-of-places (English).")
    listed = owner.open("/admin/pages/menu/").page
    assert "Names (English)" in listed

    publish(page, body_en=BODY["body_en"])
    assert (last("en"), reported(owner)) == (ANCHORS["en"], [])


def test_heading_of_a_text_that_is_no_longer_public_is_told_to_nobody(owner):
    page = make_method()
    lead_to(owner, ANCHORS["en"])

    publish(page, body_en="<p>Text.</p>", body_ka="<p>ტექსტი.</p>")

    assert [path for path in ("/en/", "/ka/") if "of-places" in (text := Client().get(path).content.decode()) or "ადგილების" in text] == []


def test_menu_saved_as_it_was_keeps_its_headings_and_another_choice_ends_the_report(owner):
    page = make_method()
    lead_to(owner, ANCHORS["en"])
    publish(page, body_en="<h2>Other</h2>")

    assert owner.open(HEADER).press("_save").status_code == 302
    assert len(reported(owner)) == 1

    row = MenuEntry.objects.get(record=page.pk)
    owner.open(HEADER).fill_row("entries", row.pk, leads_to="/en/pages/method/").press("_save")
    assert (last("en"), reported(owner)) == ("/en/pages/method/", [])


@pytest.mark.parametrize("fragment", ["h-nothing", "content", "h-<script>", "%00", "%ff"])
def test_heading_that_does_not_exist_is_refused_in_words(owner, fragment):
    make_method()

    lead_to(owner, f"/en/pages/method/#{fragment}")

    assert "There is no such heading of a page. Choose one from the list." in owner.page
    assert not MenuEntry.objects.filter(kind="page").exists()


def test_heading_of_what_readers_cannot_see_is_refused(owner):
    page = make_method()
    drafts.withdraw(page, by=publisher(), languages=["ka"])
    make_published_article(title_en="Talks", body_en="<h2>Names</h2>")
    make_article(title_en="Draft")

    for address in (ANCHORS["ka"], "/en/news/talks/#h-names"):
        lead_to(owner, address)
        assert "There is no such heading of a page." in owner.page


def test_form_asks_the_same_number_of_queries_for_any_number_of_headings(owner, django_assert_max_num_queries):
    make_method(body_en="".join(f"<h2>Heading {number}</h2><p>Text.</p>" for number in range(30)))
    owner.open(HEADER)

    with django_assert_max_num_queries(20):
        owner.open(HEADER)
