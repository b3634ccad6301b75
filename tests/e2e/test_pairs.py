"""Language pairs in a browser: an editor confirms, refuses, chooses and splits; by keyboard, without script, under axe."""

import datetime as dt
import re

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, expect

from news.models import Article
from pages.pairs import acts
from pages.pairs.finding import propose
from tests.e2e.test_addresses import log_in
from tests.e2e.test_admin_axe import WAYS, overflow
from tests.factories import make_kind, make_published_article, publisher

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LIST = "/admin/pages/pairproposal/"
NOON = timezone.now() - dt.timedelta(days=30)


def pair(number, **more):
    one = make_published_article(title_en=f"Bridge {number}", slug_en=f"bridge-no{number}", at=NOON)
    other = make_published_article(title_ka=f"ხიდი {number}", slug_ka=f"bridge-no{number}-ka", at=NOON + dt.timedelta(hours=1), **more)
    return one, other


def test_editor_confirms_a_pair_and_splits_it_again(page):
    _one, other = pair(1)
    propose()
    editor = log_in(page, LIST)

    editor.get_by_role("button", name="Join: Bridge 1 – ხიდი 1").click()
    expect(editor.get_by_text("1 pair joined.")).to_be_visible()
    page.goto("/ka/news/bridge-no1-ka/")
    expect(page.get_by_role("heading", name="ხიდი 1")).to_be_visible()
    page.goto(f"/a/{other.short_id}")
    expect(page).to_have_url(re.compile("/ka/news/bridge-no1-ka/$"))
    editor.goto(f"{LIST}joined/")
    editor.get_by_role("link", name="Split: Bridge 1").click()
    editor.get_by_role("button", name="Split").click()

    expect(editor.get_by_text("Two texts again: “Bridge 1” and “ხიდი 1”.")).to_be_visible()
    assert Article.objects.count() == 2


def test_editor_works_by_keyboard_and_without_script(browser: Browser, live_server):
    pair(1)
    pair(2, kind=make_kind("review"))
    propose()
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    editor = log_in(context.new_page(), LIST)

    editor.get_by_role("checkbox", name="Tick: Bridge 1 – ხიდი 1").focus()
    editor.keyboard.press("Space")
    editor.get_by_role("button", name="Join the ticked ones").focus()
    editor.keyboard.press("Enter")
    expect(editor.get_by_text("1 pair joined.")).to_be_visible()
    editor.get_by_role("button", name="Join: Bridge 2 – ხიდი 2").click()
    expect(editor.get_by_text("They do not agree in: Kind.")).to_be_visible()
    editor.get_by_role("link", name="Choose another text for Bridge 2").click()
    editor.get_by_label("Words of the title").fill("ხიდი 2")
    editor.keyboard.press("Enter")
    editor.get_by_role("link", name="ხიდი 2").click()
    editor.get_by_role("button", name="Join", exact=True).click()

    expect(editor.get_by_text("Joined: Bridge 2")).to_be_visible()
    assert Article.objects.get(title_en="Bridge 2").title_ka == "ხიდი 2"
    context.close()


@pytest.mark.parametrize(("language", "scheme", "width"), WAYS)
def test_screens_have_no_fault(page, axe, language, scheme, width):
    pairs = [pair(number, kind=make_kind("review")) for number in range(4)]
    propose()
    acts.refuse("article", *(record.pk for record in pairs[0]), by=publisher())
    acts.join_pair("article", *(record.pk for record in pairs[1]), by=publisher())
    keys = [str(record.pk) for record in pairs[2]]
    paths = ["", "joined/", "?show=refused", f"article/{keys[0]}/{keys[1]}/", f"article/{keys[0]}/choose/", f"article/{pairs[1][0].pk}/split/"]
    editor = log_in(page, "/admin/")
    editor.emulate_media(color_scheme=scheme)
    editor.set_viewport_size({"width": width, "height": 900})
    if language == "ka":
        editor.locator("form.languages button[value=ka]").click()
        expect(editor.locator("html")).to_have_attribute("lang", "ka")

    faults = []
    for path in paths:
        editor.goto(LIST + path)
        editor.wait_for_load_state("networkidle")
        faults += [f"{path}: {fault}" for fault in axe(editor)]
        faults += [f"{path}: wider than its window"] * (overflow(editor) > 0)
    assert faults == []
