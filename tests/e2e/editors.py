"""Editors at the desk of the live server, each in a browser of their own."""

import re
from urllib.parse import parse_qs, urlsplit

from django.db.models import Model
from playwright.sync_api import BrowserContext, Error, Locator, Page, Route, expect

# What the line of the form says once everything is stored.
SAVED = re.compile(r"Saved \d\d:\d\d")


def log_in(page: Page, path: str, name: str) -> Page:
    """Open the form at `path` as somebody."""
    page.goto(path)
    page.fill("#id_username", name)
    page.fill("#id_password", "matiane-demo")
    page.click("#login-form [type=submit]")
    return wait_for_form(page)


def wait_for_form(page: Page) -> Page:
    """Wait until the form's scripts stand: a text box that is still to become an editor goes away under the one who types."""
    page.get_by_role("tab").first.wait_for()
    expect(page.locator("textarea[data-django-prose-editor-configurable]:not(.prose-editor > textarea):not([id*=__prefix__])")).to_have_count(0)
    # A button is pressed where it will stay: the fonts of the buttons have come.
    page.evaluate("document.fonts.ready.then(() => true)")
    return page


def choose(page: Page, box: Locator, typed: str, chosen: str) -> None:
    """Type into a box that searches, and take what is offered for the whole of it: what was offered for its beginning goes away."""
    # A page behind another one, even one that is closing, has no focus to give.
    page.bring_to_front()
    box.click()
    expect(page.locator(".select2-container--open .select2-search__field").last).to_be_focused()
    with page.expect_response(lambda response: parse_qs(urlsplit(response.url).query).get("term") == [typed]):
        page.keyboard.type(typed)
    page.get_by_role("option", name=chosen, exact=True).click()
    expect(page.locator(".select2-dropdown")).to_have_count(0)


def form_of(record: Model) -> str:
    """Return the address of a record's form."""
    return f"/admin/{record._meta.app_label}/{record._meta.model_name}/{record.pk}/change/"


def line(page: Page) -> Locator:
    """Return the line that says how the form stands."""
    return page.locator("[data-saved]")


def hush(context: BrowserContext) -> None:
    """Let the pages of a browser say nothing more."""
    for page in context.pages:
        try:
            page.evaluate("() => { window.fetch = () => new Promise(() => {}); navigator.sendBeacon = () => true }")
        except Error:
            continue


def unreachable(route: Route) -> None:
    """Answer as a server that is not there."""
    route.abort("connectionrefused")
