"""Previews as editors and their readers meet them: of a form that is not saved, and by a link."""

import datetime as dt
import re
from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, FrameLocator, Page, expect
from pytest_django.live_server_helper import LiveServer

from news.models import Article
from publishing import preview_links
from publishing.models import PreviewLink
from tests.e2e.conftest import watch
from tests.e2e.desk import Desk
from tests.e2e.everything import make_full_article
from tests.factories import publisher
from tests.roles import browser_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Axe = Callable[[Page], list[str]]


@pytest.fixture
def desk(page: Page, demo: None) -> Desk:
    page.set_viewport_size({"width": 1400, "height": 900})
    return Desk(page).log_in("editor")


@pytest.fixture
def stranger(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """A reader of another computer, without an account."""
    context = browser.new_context(base_url=live_server.url, locale="ka", viewport={"width": 375, "height": 800})
    yield context.new_page()
    context.close()


def beside(page: Page) -> FrameLocator:
    """The page that stands beside the form."""
    return page.frame_locator(".preview-panel iframe:not(.preview-panel__coming)")


def panel_button(page: Page, name: str) -> None:
    page.get_by_role("complementary", name="Preview", exact=True).get_by_role("button", name=name, exact=True).click()


def test_unsaved_form_is_seen_beside_itself_in_both_languages_and_widths(desk, live_server):
    page = desk.page
    complaints = watch(page, live_server.url)
    desk.open().write("Georgian", title="მოლაპარაკება", body="ქართული ტექსტი")
    desk.write("English", title="Talks", body="English words")
    preview = page.get_by_role("button", name="Preview", exact=True)

    preview.click()

    expect(beside(page).get_by_role("heading", level=1)).to_have_text("Talks")
    expect(beside(page).get_by_role("main").get_by_text("English words")).to_be_visible()
    assert page.evaluate("document.activeElement.textContent.trim()") == "Preview"
    assert page.locator(".preview-panel iframe").evaluate("frame => frame.contentWindow.innerWidth") == 375
    panel_button(page, "ქართული")
    expect(beside(page).get_by_role("heading", level=1)).to_have_text("მოლაპარაკება")
    panel_button(page, "Desktop")
    assert page.locator(".preview-panel iframe").evaluate("frame => frame.contentWindow.innerWidth") == 1280
    # The form stays as it was, and there is room for both.
    assert page.locator("#container").bounding_box()["width"] < 750
    assert page.get_by_role("tabpanel").get_by_label("Title", exact=False).first.input_value() == "Talks"
    assert complaints == []


def test_preview_beside_the_form_follows_what_is_saved_and_keeps_its_place(desk):
    page = desk.page
    desk.find("How We Write Names")
    page.get_by_role("button", name="Preview", exact=True).click()
    expect(beside(page).get_by_role("heading", level=1)).to_have_text("How We Write Names")
    page.locator(".preview-panel iframe").evaluate("frame => frame.contentWindow.scrollTo(0, 40)")
    title = page.get_by_role("tabpanel").locator('input[name="title_en"]')

    # It is saved by itself a few seconds later.
    title.fill("How We Spell Names")

    expect(beside(page).get_by_role("heading", level=1)).to_have_text("How We Spell Names")
    # The browser holds the text in its place while fonts come, by a few pixels.
    assert page.locator(".preview-panel iframe").evaluate("frame => frame.contentWindow.scrollY") == pytest.approx(40, abs=8)
    assert page.evaluate("document.activeElement.name") == "title_en"
    assert not Article.objects.filter(title_en="How We Spell Names").exists()


def test_preview_is_opened_and_closed_by_keyboard(desk):
    page = desk.page
    desk.find("How We Write Names")
    preview = page.get_by_role("button", name="Preview", exact=True)
    preview.focus()

    page.keyboard.press("Enter")

    expect(preview).to_have_attribute("aria-expanded", "true")
    page.get_by_role("button", name="Refresh").focus()
    page.keyboard.press("Escape")
    expect(preview).to_have_attribute("aria-expanded", "false")
    expect(preview).to_be_focused()


def test_links_inside_the_preview_stay_in_it_or_open_a_tab(desk):
    page = desk.page
    desk.find("How We Write Names")
    page.get_by_role("button", name="Preview", exact=True).click()

    beside(page).get_by_role("navigation", name="Language").get_by_role("link", name="ქართული").click()

    expect(beside(page).locator("html")).to_have_attribute("lang", "ka")
    with page.context.expect_page() as opened:
        beside(page).get_by_role("navigation").get_by_role("link", name="სიახლეები").first.click()
    assert opened.value.url.endswith("/ka/news/")


def test_preview_in_a_tab_of_its_own_changes_language_and_width(desk, live_server, axe: Axe):
    page = desk.page
    page.set_viewport_size({"width": 1000, "height": 900})
    desk.open().write("Georgian", title="მოლაპარაკება", body="ქართული ტექსტი")
    desk.write("English", title="Talks", body="English words")
    page.fill('[name="slug_en"]', "tag")

    with page.context.expect_page() as opened:
        page.get_by_role("button", name="Preview", exact=True).click()
    tab = opened.value
    complaints = watch(tab, live_server.url)

    expect(tab.get_by_role("main").get_by_text("English words")).to_be_visible()
    expect(tab.get_by_text("1 thing is not shown as it was typed", exact=False)).to_be_visible()
    assert axe(tab) == []
    tab.get_by_role("complementary", name="Preview").get_by_role("button", name="ქართული").click()
    expect(tab.get_by_role("main").get_by_text("ქართული ტექსტი")).to_be_visible()
    tab.get_by_role("button", name="Phone").click()
    phone = tab.frame_locator(".preview-phone iframe")
    expect(phone.get_by_role("main").get_by_text("ქართული ტექსტი")).to_be_visible()
    assert tab.locator(".preview-phone iframe").evaluate("frame => frame.contentWindow.innerWidth") == 373
    tab.get_by_role("button", name="Full width").click()
    expect(tab.get_by_role("heading", level=1)).to_be_visible()
    assert complaints == []
    assert not Article.objects.filter(title_ka="მოლაპარაკება").exists()


def test_preview_without_script_opens_a_tab(browser, live_server, demo):
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/admin/login/?next=/admin/news/article/add/")
    page.fill("#id_username", "editor")
    page.fill("#id_password", "matiane-demo")
    page.click("#login-form [type=submit]")
    page.fill('[name="title_en"]', "Talks")
    page.fill('[name="title_ka"]', "მოლაპარაკება")

    with context.expect_page() as opened:
        page.get_by_role("button", name="Preview", exact=True).click()
    tab = opened.value

    expect(tab.get_by_role("heading", level=1)).to_have_text("Talks")
    tab.get_by_role("button", name="ქართული").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("მოლაპარაკება")
    context.close()


def test_link_is_shared_opened_expired_and_revoked(desk, stranger, live_server, axe: Axe):
    page = desk.page
    desk.open().write("Georgian", title="მოლაპარაკება", body="ქართული ტექსტი")
    desk.press("Make a link")
    address = page.get_by_label("Link to the preview").input_value()
    path = re.search(r"/preview/[\w-]+/", address)[0]
    complaints = watch(stranger, live_server.url)

    stranger.goto(path)

    expect(stranger.get_by_role("main").get_by_text("ქართული ტექსტი")).to_be_visible()
    expect(stranger.get_by_text("ეს ტექსტი საჯარო არ არის.", exact=False)).to_be_visible()
    assert axe(stranger) == []
    assert stranger.evaluate("document.documentElement.scrollWidth") <= 375
    assert stranger.context.cookies() == []
    assert complaints == []
    PreviewLink.objects.update(expires_at=timezone.now() - dt.timedelta(days=1))
    assert stranger.goto(path).status == 410
    expect(stranger.get_by_role("heading", level=1)).to_have_text("გადახედვა დასრულდა")
    assert axe(stranger) == []
    PreviewLink.objects.update(expires_at=timezone.now() + dt.timedelta(days=1))
    assert stranger.goto(path).status == 200
    page.goto(page.url)
    with page.expect_navigation():
        page.get_by_role("button", name="Revoke the link of").click()
    assert stranger.goto(path).status == 410


@pytest.fixture(params=[("light", 1400), ("dark", 1400), ("dark", 375)], ids=["light", "dark", "phone"])
def georgian(request: pytest.FixtureRequest, browser: Browser, live_server: LiveServer, demo: None) -> Iterator[Page]:
    """An editor who works in Georgian."""
    scheme, width = request.param
    context = browser.new_context(base_url=live_server.url, color_scheme=scheme, locale="ka", viewport={"width": width, "height": 900})
    yield context.new_page()
    context.close()


def test_form_with_its_preview_and_its_links_under_axe(georgian, axe: Axe):
    page = georgian
    record = Article.objects.live().exclude(title_ka="").earliest("id")
    Desk(page).log_in("editor").open(f"/admin/news/article/{record.pk}/change/")
    page.locator("[name=_share]").evaluate("button => button.form.requestSubmit(button)")
    page.get_by_label("გადახედვის ბმული").wait_for()
    if page.viewport_size["width"] > 1000:
        page.get_by_role("button", name="გადახედვა", exact=True).click()
        expect(beside(page).get_by_role("heading", level=1)).to_be_visible()

    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


def test_previews_are_valid_pages(nu: Callable[..., list[str]]):
    record = make_full_article()
    form = browser_of(publisher()).open(f"/admin/news/article/{record.pk}/change/").fill(slug_en="tag")
    address = form.url.removesuffix("change/") + "preview/"
    token = preview_links.make(record, by=publisher())[1]
    ways = {"english": "language=en", "georgian": "language=ka", "beside": "language=en&frame=panel", "phone": "language=en&frame=page"}

    pages = {name: form.client.post(f"{address}?{query}", form.fields).content.decode() for name, query in ways.items()}

    assert nu(**pages, shared=Client().get(f"/preview/{token}/").content.decode()) == []
