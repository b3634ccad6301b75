"""The timeline of a chronology in a browser: from mark to mark by keyboard."""

import pytest
from playwright.sync_api import Page, expect

from tests.factories import make_published_chronology, make_published_event

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_marks_are_reached_seen_and_followed_by_keyboard(page: Page) -> None:
    visits = make_published_chronology(title_en="Visits", slug_en="visits")
    make_published_event(title_en="Visit", slug_en="visit", date="2008-09-15", chronologies=[visits])
    make_published_event(title_en="Talks", slug_en="talks", date="2008-10", chronologies=[visits])
    page.set_viewport_size({"width": 375, "height": 800})
    page.goto("/en/chronology/visits/timeline/")
    first, second = page.get_by_role("link", name="1. Visit, 15 September 2008"), page.get_by_role("link", name="2. Talks, October 2008")
    expect(first.locator("circle")).not_to_have_css("stroke-width", "4px")

    page.get_by_role("navigation", name="Periods").get_by_role("link").last.focus()
    page.keyboard.press("Tab")

    expect(first).to_be_focused()
    expect(first.locator("circle")).to_have_css("stroke-width", "4px")
    page.keyboard.press("Tab")
    expect(second).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url("/en/chronology/visits/talks/")
