"""Editors at the desk of the live server, each in a browser of their own."""

import re

from playwright.sync_api import BrowserContext, Error, Locator, Page, Route

# What the line of the form says once everything is stored.
SAVED = re.compile(r"Saved \d\d:\d\d")


def log_in(page: Page, path: str, name: str) -> Page:
    """Open the form at `path` as somebody."""
    page.goto(path)
    page.fill("#id_username", name)
    page.fill("#id_password", "matiane-demo")
    page.click("#login-form [type=submit]")
    page.get_by_role("tab").first.wait_for()
    return page


def form_of(record: object) -> str:
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
