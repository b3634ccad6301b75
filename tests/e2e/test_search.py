"""A reader searches from the header, by keyboard."""

import re
from collections.abc import Callable

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
    reader.get_by_role("combobox").focus()
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
    expect(reader.get_by_role("combobox")).to_have_value(word)


@pytest.mark.parametrize(("language", "typed", "name"), [("en", "lavr", "Sergey Lavrov"), ("ka", "ლავრ", "სერგეი ლავროვი")])
def test_reader_is_offered_names_and_opens_one_by_key(reader: Page, axe: Callable[..., list[str]], language: str, typed: str, name: str):
    reader.goto(f"/{language}/search/")
    box = reader.get_by_role("combobox")
    box.focus()
    reader.keyboard.type(typed)
    offered = reader.get_by_role("option", name=name).first
    expect(offered).to_be_visible()
    assert axe(reader) == []
    reader.keyboard.press("Escape")
    expect(offered).to_be_hidden()

    reader.keyboard.press("ArrowDown")
    expect(box).to_have_attribute("aria-expanded", "true")
    while name not in reader.locator("[aria-selected=true]").inner_text():
        reader.keyboard.press("ArrowDown")
    reader.keyboard.press("Enter")

    expect(reader.locator("h1")).to_contain_text(name)


def test_reader_narrows_by_a_person_and_frees_the_search_again(reader: Page, axe: Callable[..., list[str]]):
    reader.goto("/en/search/?q=lavrov")
    reader.locator("summary", has_text="person").focus()
    reader.keyboard.press("Enter")
    assert axe(reader) == []

    reader.get_by_role("link", name=re.compile(r"^Eduard Kokoiti \d")).press("Enter")
    expect(reader).to_have_url(re.compile("actor="))
    reader.get_by_role("link", name=re.compile(r"^Eduard Kokoiti.*do not narrow by it")).press("Enter")

    expect(reader).to_have_url(re.compile("q=lavrov$"))
