"""A reader searches from the header, by keyboard."""

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(
    ("language", "word", "said", "kind"),
    [("en", "lavrov", "Lavrov", "Events"), ("ka", "ლავროვის", "ლავროვ", "მოვლენები")],
)
def test_reader_searches_narrows_opens_and_comes_back(reader: Page, language: str, word: str, said: str, kind: str):
    reader.goto(f"/{language}/")
    door = reader.locator("header a[rel=search]")
    door.focus()
    reader.keyboard.press("Enter")
    reader.get_by_role("searchbox").focus()
    reader.keyboard.type(word)
    reader.keyboard.press("Enter")
    expect(reader.locator("mark").first).to_contain_text(said)

    choice = reader.get_by_role("link", name=re.compile(f"^{kind} "))
    choice.focus()
    reader.keyboard.press("Enter")
    expect(reader).to_have_url(re.compile("kind=event"))
    narrowed = reader.url
    reader.locator("main h2 a").first.focus()
    reader.keyboard.press("Enter")
    expect(reader).to_have_url(re.compile("/events/"))
    reader.go_back()

    expect(reader).to_have_url(narrowed)
    expect(reader.get_by_role("link", name=re.compile(f"^{kind} "))).to_have_attribute("aria-current", "true")
    expect(reader.get_by_role("searchbox")).to_have_value(word)
