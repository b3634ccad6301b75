"""An editor recomposes the front page: picks, orders by keyboard, previews, publishes, and leaves the next change to its moment."""

import datetime as dt
import re
from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from pages.models import FrontPage
from publishing import drafts
from tests.e2e.editors import choose, form_of, wait_for_form
from tests.factories import make_published_article, make_published_event, publisher

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def press(page: Page, button: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=button, exact=True).click()
    wait_for_form(page)


def add_highlight(page: Page) -> Locator:
    panel = page.get_by_role("tabpanel")
    panel.get_by_role("button", name="Add: highlight").click()
    return page.locator(f"#{panel.locator('.record-row:visible').last.get_attribute('id')}")


def stories(page: Page) -> list[str]:
    """Return what stands first on the front page, in its order."""
    page.goto("/en/")
    return [" ".join(text.split()) for text in page.locator("main .lead__title, main .highlight__title").all_inner_texts()]


def test_editor_recomposes_the_front_page(desk: Callable[..., Page], axe: Callable[..., list[str]]):
    began = timezone.now() - dt.timedelta(hours=1)
    for number, title in enumerate(("Old story", "Better story", "Newest story")):
        make_published_article(title_en=title, at=began + dt.timedelta(minutes=number))
    make_published_event(title_en="The session", date="2008-10-15")
    record = drafts.create(FrontPage, {"title_en": "Everyday", "entries": 6}, by=publisher())
    drafts.publish(record, by=publisher())
    page = desk(form_of(record))
    reader = page.context.new_page()
    assert stories(reader) == ["Newest story"]

    page.get_by_role("tab", name="What stands there").click()
    choose(page, page.get_by_role("combobox", name="First story"), "Old", "Old story")
    page.get_by_role("tab", name="Highlights").click()
    first = add_highlight(page)
    choose(page, first.get_by_role("combobox", name="Event"), "session", "The session")
    second = add_highlight(page)
    choose(page, second.get_by_role("combobox", name="Article"), "Better", "Better story")
    second.get_by_role("combobox", name="Article").press("Tab")
    page.keyboard.press("Alt+ArrowUp")
    assert axe(page) == []

    page.get_by_role("button", name="Preview", exact=True).click()
    preview = page.frame_locator(".preview-panel iframe:not(.preview-panel__coming)")
    expect(preview.locator(".lead__title")).to_have_text("Old story")
    assert stories(reader) == ["Newest story"]
    press(page, "Publish changes")
    assert stories(reader) == ["Old story", "Better story", "The session"]
    assert axe(reader) == []

    page.goto(form_of(record))
    wait_for_form(page)
    page.get_by_role("tab", name="What stands there").click()
    choose(page, page.get_by_role("combobox", name="First story"), "Newest", "Newest story")
    page.locator("summary").filter(has_text=re.compile(r"^\s*Schedule\s*$")).click()
    tomorrow = timezone.localtime() + dt.timedelta(days=1)
    page.locator("[name=_schedule_at]").fill(f"{tomorrow:%Y-%m-%dT10:00}")
    press(page, "Schedule")
    expect(page.get_by_role("main")).to_contain_text(re.compile(f"{tomorrow.day} \\w+ {tomorrow.year}"))
    assert stories(reader) == ["Old story", "Better story", "The session"]
