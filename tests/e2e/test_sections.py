"""The desk's line of sections: by keyboard, and without a script."""

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.desk import Desk

pytestmark = pytest.mark.browser


@pytest.fixture
def site(page: Page, demo: None) -> Locator:
    """The group “Site”, as an administrator sees it."""
    Desk(page).log_in("admin")
    return page.locator(".sections details", has=page.get_by_text("Site", exact=True))


def test_group_opens_and_closes_by_keyboard(page, site):
    summary, glossary = site.locator("summary"), page.get_by_role("navigation", name="Sections").get_by_role("link", name="Glossary")
    summary.focus()
    page.keyboard.press("Enter")
    expect(glossary).to_be_visible()

    page.keyboard.press("Tab")
    expect(glossary).to_be_focused()
    page.keyboard.press("Escape")

    expect(glossary).to_be_hidden()
    expect(summary).to_be_focused()


def test_group_closes_when_something_else_is_clicked_or_reached_by_tab(page, site):
    site.locator("summary").click()
    # At its beginning: the open group covers what stands under it.
    page.get_by_role("heading", level=1).click(position={"x": 5, "y": 5})
    expect(site).not_to_have_attribute("open", "")

    site.locator("summary").click()
    page.keyboard.press("Shift+Tab")
    expect(site).not_to_have_attribute("open", "")


def test_group_leads_to_its_lists_without_a_script(browser: Browser, page, site):
    context = browser.new_context(java_script_enabled=False, storage_state=page.context.storage_state())
    plain = context.new_page()
    plain.goto(page.url)

    plain.locator(".sections summary", has_text="Site").click()
    plain.get_by_role("navigation", name="Sections").get_by_role("link", name="Menus").click()

    expect(plain.get_by_role("heading", level=1)).to_contain_text("enu")
    context.close()
