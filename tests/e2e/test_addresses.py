"""Old addresses, figures and reports of errors, as people meet them in a browser."""

import re

import pytest
from django.contrib.auth.models import User
from django.core import mail
from playwright.sync_api import Browser, Page, expect

from pages.old import missing
from publishing.models import MissingAddress
from tests.e2e.editors import choose
from tests.e2e.test_admin_axe import WAYS, overflow
from tests.factories import make_published_article, make_tag

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SCREENS = [
    "/admin/publishing/redirect/",
    "/admin/publishing/redirect/add/",
    "/admin/publishing/redirect/import/",
    "/admin/publishing/redirect/missing/",
    "/admin/publishing/visits/",
    "/admin/publishing/visits/output/",
]


def log_in(page: Page, path: str) -> Page:
    """Log in on the way to a screen that is no form of a record."""
    User.objects.create_superuser("nino", password="matiane-demo")
    page.goto(path)
    page.fill("#id_username", "nino")
    page.fill("#id_password", "matiane-demo")
    page.click("#login-form [type=submit]")
    page.wait_for_url(f"**{path}")
    return page


def test_editor_leads_a_missing_address_to_a_text(page):
    make_published_article(title_en="Visit to Ergneti")
    page.goto("/2019/05/visit/")
    missing.tally.flush()

    editor = log_in(page, "/admin/publishing/redirect/missing/")
    editor.get_by_role("link", name="Redirect this to… /2019/05/visit").click()
    expect(editor.get_by_label("Old address:")).to_have_value("/2019/05/visit")
    choose(editor, editor.locator(".select2-selection"), "ergneti", "Visit to Ergneti (English)")
    editor.get_by_role("button", name="Save", exact=True).click()

    expect(editor).to_have_url(re.compile("/missing/$"))
    expect(editor.get_by_text("Nobody asked for a page that is not there.")).to_be_visible()
    page.goto("/2019/05/visit/")
    expect(page).to_have_url(re.compile("/en/news/visit-to-ergneti/$"))


@pytest.mark.parametrize(("language", "scheme", "width"), WAYS)
def test_screens_have_no_fault(page, axe, language, scheme, width):
    make_published_article(title_en="Visit", title_ka="ვიზიტი", tags=[make_tag("Visits", "ვიზიტები")])
    MissingAddress.objects.create(day="2026-11-01", path="/2019/05/a-long-address-of-the-old-site-that-somebody-linked-to.html", hits=3)
    editor = log_in(page, "/admin/")
    editor.emulate_media(color_scheme=scheme)
    editor.set_viewport_size({"width": width, "height": 900})
    if language == "ka":
        editor.locator("form.languages button[value=ka]").click()
        expect(editor.locator("html")).to_have_attribute("lang", "ka")

    faults = []
    for path in SCREENS:
        editor.goto(path)
        editor.wait_for_load_state("networkidle")
        faults += [f"{path}: {fault}" for fault in axe(editor)]
        faults += [f"{path}: wider than its window"] * (overflow(editor) > 0)
    assert faults == []


def test_reader_reports_an_error_without_script(browser: Browser, live_server, monkeypatch):
    monkeypatch.setattr("publishing.strangers.FASTEST", -1)
    make_published_article(title_en="Visit")
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()

    page.goto("/en/news/visit/")
    page.get_by_role("link", name="Report an error").click()
    page.get_by_role("button", name="Send to the editors").click()
    expect(page.get_by_text("Say what is wrong.")).to_be_visible()
    page.get_by_label("What is wrong?").fill("It was on 5 May.")
    page.get_by_role("button", name="Send to the editors").click()

    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    assert "It was on 5 May." in mail.outbox[0].body
    assert context.cookies() == []
    context.close()
