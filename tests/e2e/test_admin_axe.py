"""The admin under axe: no fault on the pages editors live in, in both languages, light and dark, wide and narrow."""

import datetime as dt
from collections.abc import Callable, Iterator

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from news.models import Article
from publishing.models import Standing
from tests.factories import make_published_article, make_tag

Axe = Callable[..., list[str]]
# Each language, each scheme and each width once: words are longest in Georgian, so they are the ones for a phone.
WAYS = [("en", "dark", 1280), ("ka", "light", 375)]
# What a page must fit into, in either language.
WIDTHS = (375, 1280)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(params=WAYS, ids=["-".join(map(str, way)) for way in WAYS])
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    language, scheme, width = request.param
    context = browser.new_context(color_scheme=scheme, locale=language, viewport={"width": width, "height": 900})
    yield context.new_page()
    context.close()


@pytest.fixture
def article() -> Article:
    User.objects.create_superuser("editor", password="matiane-demo")
    make_published_article(title_ka="მხოლოდ ქართულად")
    return make_published_article(title_en="Visit", title_ka="ვიზიტი", tags=[make_tag("Visits", "ვიზიტები")])


@pytest.fixture
def desk(page: Page, live_server: LiveServer, article: Article) -> Page:
    """The front page, after log-in."""
    page.goto(f"{live_server.url}/admin/")
    page.fill("#id_username", "editor")
    page.fill("#id_password", "matiane-demo")
    page.click("#login-form [type=submit]")
    page.wait_for_url("**/admin/")
    return page


def overflow(page: Page) -> int:
    """Return by how many pixels the page is wider than its window, whether that is a phone's or a desk's."""
    size = page.viewport_size
    found = []
    for width in WIDTHS:
        page.set_viewport_size({**size, "width": width})
        found.append(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
    page.set_viewport_size(size)
    return max(found)


def test_log_in_page(page, live_server, axe):
    page.goto(f"{live_server.url}/admin/login/")
    page.wait_for_load_state("networkidle")

    assert axe(page) == []
    assert overflow(page) == 0


def test_front_page(desk, axe):
    desk.wait_for_load_state("networkidle")

    assert axe(desk) == []
    assert overflow(desk) == 0


def test_list(desk, live_server, axe):
    desk.goto(f"{live_server.url}/admin/news/article/")
    desk.wait_for_load_state("networkidle")

    assert axe(desk) == []
    assert overflow(desk) == 0


def test_confirmation_of_an_action(desk, live_server, axe):
    desk.goto(f"{live_server.url}/admin/news/article/")
    desk.locator(".action-select").first.check()
    desk.select_option("select[name=action]", "add_tags")
    desk.click(".actions button[type=submit]")
    desk.wait_for_selector(".bulk-form")
    desk.wait_for_load_state("networkidle")

    assert axe(desk) == []
    assert overflow(desk) == 0


def test_form_of_an_article_in_every_tab(desk, live_server, article, axe):
    desk.goto(f"{live_server.url}/admin/news/article/{article.pk}/change/")
    tabs = desk.get_by_role("tab")

    assert tabs.count() > 1
    for number in range(tabs.count()):
        tabs.nth(number).click()
        for add in desk.locator(".add-row :is(a, button):visible").all():
            add.click()
        desk.wait_for_load_state("networkidle")
        assert axe(desk) == []
        assert overflow(desk) == 0


def test_groups_of_sections(desk, axe):
    groups = desk.get_by_role("navigation").first.locator("summary")

    assert groups.count() >= len(admin.site.last_sections)
    for number in range(groups.count()):
        groups.nth(number).click()
        # Opening one closes the other.
        expect(desk.locator(".sections details[open]")).to_have_count(1)
        # An open group lies over a part of the page, as it is meant to.
        assert axe(desk, ".sections") == []
        assert overflow(desk) == 0


def test_pages_over_all_records(desk, live_server, article, axe):
    coming = make_published_article(title_en="Coming", at=timezone.now() + dt.timedelta(days=1))
    Standing.objects.filter(pk=article.pk).update(cell_ka="outdated", behind_ka=3, is_gap=True)
    moment = timezone.localtime(coming.live_at)

    for address in (
        "languages/",
        f"calendar/?month={moment:%Y-%m}",
        f"calendar/{moment:%Y-%m-%d}/",
        "search/?q=vis",
        f"news/article/{article.pk}/change/?beside=1",
    ):
        desk.goto(f"{live_server.url}/admin/{address}")
        desk.wait_for_load_state("networkidle")
        for move in desk.locator(".entry__move summary").all():
            move.click()
        assert axe(desk) == []
        assert overflow(desk) == 0

    desk.keyboard.press("Control+k")
    desk.keyboard.type("vis")
    expect(desk.locator("dialog.quick a").first).to_be_visible()
    assert axe(desk) == []
