"""An administrator makes the site his own; readers see it in both languages."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from publishing import site
from tests.e2e.desk import Desk
from tests.uploads import drawn

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("own_media")]
SETTINGS, HEADER = "/admin/publishing/sitesettings/1/change/", "/admin/pages/menu/header/change/"
BLUE = "rgb(26, 74, 122)"


@pytest.fixture
def owner(page: Page, demo: None) -> Page:
    return Desk(page).log_in("admin").page


@pytest.fixture
def logo(tmp_path: Path) -> Path:
    path = tmp_path / "logo.png"
    drawn((400, 100)).save(path)
    return path


def overflow(page: Page) -> int:
    """Return by how many pixels the page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def test_owner_renames_the_site_and_readers_see_it_in_both_languages(owner, logo, axe):
    owner.goto(SETTINGS)
    owner.get_by_label("Name (English)").fill("The Ledger")
    owner.get_by_label("Name (Georgian)").fill("დავთარი")
    owner.get_by_label("Logo", exact=False).first.set_input_files(logo)
    owner.get_by_label("Accent on light paper").fill("#1a4a7a")
    owner.get_by_role("button", name="Save", exact=True).click()
    expect(owner.get_by_text("Every page shows it from now on")).to_be_visible()
    assert axe(owner) == []

    owner.goto(HEADER)
    owner.get_by_role("button", name="Add:").click()
    owner.get_by_label("Leads to").last.fill("/en/news/what-is-the-iprm/")
    owner.get_by_label("Label (Georgian)").last.fill("მექანიზმი")
    owner.get_by_label("Leads to").last.press("Alt+ArrowUp")
    assert axe(owner) == []
    owner.get_by_role("button", name="Save", exact=True).click()
    expect(owner.get_by_text("was changed successfully")).to_be_visible()

    for language, name, entry in (("en", "The Ledger", "What Is the Incident"), ("ka", "დავთარი", "მექანიზმი")):
        owner.goto(f"/{language}/news/")
        picture = owner.get_by_role("banner").get_by_role("img", name=name)
        expect(picture).to_be_visible()
        assert picture.evaluate("image => image.naturalWidth") == site.read().logo_light.width
        assert name in owner.title()
        entries = owner.get_by_role("banner").get_by_role("navigation").first.get_by_role("link")
        expect(entries.nth(-2)).to_contain_text(entry)
        assert axe(owner) == []
        owner.set_viewport_size({"width": 375, "height": 800})
        assert overflow(owner) == 0
        assert min(box["height"] for link in entries.all() if (box := link.bounding_box())) >= 44
        owner.set_viewport_size({"width": 1280, "height": 800})


def test_readers_see_the_accent(owner):
    owner.goto(SETTINGS)
    owner.get_by_label("Accent on light paper").fill("#1a4a7a")
    owner.get_by_role("button", name="Save", exact=True).click()
    expect(owner.get_by_text("Every page shows it from now on")).to_be_visible()

    owner.goto("/en/")

    assert owner.locator(".onward a").evaluate("link => getComputedStyle(link).color") == BLUE


def test_settings_and_menus_fit_a_phone(owner, axe):
    owner.set_viewport_size({"width": 375, "height": 800})
    for path in (SETTINGS, HEADER, "/admin/pages/menu/footer/change/"):
        owner.goto(path)
        owner.wait_for_load_state("networkidle")
        assert axe(owner) == []
        assert overflow(owner) == 0


def test_owner_writes_a_page_in_both_languages(owner, axe):
    desk = Desk(owner).open("/admin/pages/page/add/")
    desk.write("English", title="Who pays us", lead="Every grant above 1,000 euros.", body="Nobody who is in the news.")
    desk.write("Georgian", title="ვინ გვაფინანსებს", body="არავინ, ვის შესახებაც ვწერთ.")
    assert axe(owner) == []
    desk.press("Publish")

    owner.goto("/en/pages/who-pays-us/")
    expect(owner.get_by_role("heading", level=1)).to_have_text("Who pays us")
    expect(owner.get_by_text("Nobody who is in the news.")).to_be_visible()
    owner.get_by_role("banner").get_by_role("link", name="ქართული").click()
    expect(owner.get_by_role("heading", level=1)).to_have_text("ვინ გვაფინანსებს")
    assert axe(owner) == []
