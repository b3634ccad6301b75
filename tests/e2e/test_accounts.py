"""The way in as people take it: an app is set up, recovery codes are kept, a passkey is added and used, a session is ended from elsewhere."""

import base64

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.accounts.doors import PHRASE, code_of, make_person
from tests.e2e.conftest import watch
from tests.e2e.test_admin_axe import overflow

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# An authenticator as a laptop has one, that says yes to everything.
BUILT_IN = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def give_phrase(page: Page) -> None:
    page.goto("/admin/")
    page.fill("#id_username", "nino")
    page.fill("#id_password", PHRASE)
    page.click("#login-form [type=submit]")


def let_have_a_key(page: Page) -> None:
    """Give the browser an authenticator."""
    debugger = page.context.new_cdp_session(page)
    debugger.send("WebAuthn.enable")
    debugger.send("WebAuthn.addVirtualAuthenticator", {"options": BUILT_IN})


def test_from_the_first_log_in_to_the_end_of_a_session(browser: Browser, live_server: LiveServer, settings, axe):
    settings.SITE_URL = live_server.url
    make_person()
    laptop, phone = (browser.new_context(base_url=live_server.url, **way).new_page() for way in ({}, {"locale": "ka", "color_scheme": "dark"}))
    complaints = watch(laptop, live_server.url)
    let_have_a_key(laptop)

    give_phrase(laptop)
    secret = base64.b32decode(laptop.locator(".secret").inner_text().replace(" ", ""))
    expect(laptop.get_by_role("img", name="QR code")).to_be_visible()
    assert [*axe(laptop), overflow(laptop)] == [0]
    laptop.fill("#id_code", code_of(secret))
    laptop.get_by_role("button", name="Set up the app").click()
    code = laptop.locator(".codes code").first.inner_text()
    assert [*axe(laptop), overflow(laptop)] == [0]
    laptop.get_by_role("link", name="I have kept them: go on").click()
    expect(laptop.get_by_text("This is the demo")).to_be_visible()

    laptop.get_by_role("link", name="Log-in and security").click()
    laptop.get_by_role("link", name="Add another").click()
    laptop.fill("#id_name", "this laptop")
    laptop.get_by_role("button", name="Set up a passkey").click()
    expect(laptop.get_by_text("this laptop", exact=True)).to_be_visible()
    laptop.get_by_role("button", name="Log out").click()
    give_phrase(laptop)
    laptop.get_by_role("button", name="Use a passkey").click()
    laptop.wait_for_url("**/admin/")

    give_phrase(phone)
    assert [*axe(phone), overflow(phone)] == [0]
    phone.fill("#id_code", code)
    phone.locator("#code-form [type=submit]").click()
    phone.wait_for_url("**/admin/")
    laptop.goto("/admin/security/")
    expect(laptop.get_by_text("9 codes are left.")).to_be_visible()
    assert [*axe(laptop), overflow(laptop)] == [0]
    laptop.get_by_role("button", name="End session").click()
    expect(laptop.get_by_role("button", name="End session")).to_have_count(0)
    phone.reload()
    expect(phone.locator("#login-form")).to_be_visible()
    assert complaints == []
