"""Two spellings of one person in a browser: an editor merges them, and a reader's old address leads on; the screens under axe."""

import re

import pytest
from playwright.sync_api import expect

from actors.models import Actor
from tests.actors.merged import article, office, person
from tests.e2e.editors import choose
from tests.e2e.test_addresses import log_in
from tests.e2e.test_admin_axe import WAYS, overflow

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def spellings() -> list[Actor]:
    """Return two records of one person, with a tenure that both have."""
    post = office("Ministry", "Minister").posts.get()
    held = {"tenures": [{"post": post.pk, "start": "2000"}]}
    return [person("Sergey Lavrov", born="1950", **held), person("Sergei Lavroff", born="1950-03-21", **held)]


def test_editor_merges_two_spellings_and_the_old_address_leads_on(page):
    first, second = spellings()
    article(second, title="Talks")
    editor = log_in(page, "/admin/actors/actor/")
    editor.goto(f"/admin/actors/actor/{first.pk}/merge/")
    choose(editor, editor.locator(".merge-choose .select2-selection"), "lavroff", "Sergei Lavroff")
    editor.get_by_role("button", name="Compare").click()

    expect(editor.get_by_text("Both are public")).to_be_visible()
    editor.get_by_role("group", name="Born").get_by_role("radio").nth(1).check()
    expect(editor.get_by_role("checkbox")).to_be_checked()
    editor.get_by_role("button", name="Merge for good").click()

    expect(editor.get_by_text("are one.")).to_be_visible()
    page.goto("/en/actors/sergei-lavroff/")
    expect(page).to_have_url(re.compile("/en/actors/sergey-lavrov/$"))
    expect(page.get_by_role("heading", level=1, name="Sergey Lavrov")).to_be_visible()
    page.goto("/en/news/talks/")
    page.get_by_role("link", name="Sergey Lavrov").first.click()
    expect(page).to_have_url(re.compile("/en/actors/sergey-lavrov/$"))
    actor = Actor.objects.get()
    assert (str(actor.born), actor.tenures.count()) == ("1950-03-21", 1)


@pytest.mark.parametrize(("language", "scheme", "width"), WAYS)
def test_screens_have_no_fault(page, axe, language, scheme, width):
    first, second = spellings()
    at = f"/admin/actors/actor/{first.pk}/merge/"
    editor = log_in(page, "/admin/")
    editor.emulate_media(color_scheme=scheme)
    editor.set_viewport_size({"width": width, "height": 900})
    if language == "ka":
        editor.locator("form.languages button[value=ka]").click()
        expect(editor.locator("html")).to_have_attribute("lang", "ka")

    faults = []
    for path in (at, f"{at}?other={second.pk}", f"{at}?other={first.pk}"):
        editor.goto(path)
        editor.wait_for_load_state("networkidle")
        faults += [f"{path}: {fault}" for fault in axe(editor)]
        faults += [f"{path}: wider than its window"] * (overflow(editor) > 0)
    assert faults == []
