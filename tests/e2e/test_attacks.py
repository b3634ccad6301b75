"""Texts that are attacks, before a browser: under the site's policy, which must not even have to refuse anything, and without it."""

from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from publishing import drafts, navigation
from publishing.publishable import Publishable
from tests.e2e.conftest import PATIENCE
from tests.e2e.editors import form_of, hush, wait_for_form
from tests.factories import publisher
from tests.roles import client_of
from tests.security import desk
from tests.security.payloads import ATTACK, attacked

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("own_media"), pytest.mark.django_db(transaction=True)]
SCREENS = [
    "languages/",
    "calendar/",
    "notices/",
    "search/?q=img",
    "pages/term/",
    "pages/menu/",
    "auth/group/",
    "publishing/bundle/",
    "publishing/audit/",
]


@pytest.fixture(params=[False, True], ids=["under the policy", "without it"])
def somebody(request: pytest.FixtureRequest, browser: Browser, live_server: LiveServer) -> Iterator[tuple[BrowserContext, User]]:
    """A browser in which somebody with every right is at the desk, under a name that is an attack too."""
    user = User.objects.create_superuser("nino", password="matiane-demo", first_name=ATTACK[:100])
    context = browser.new_context(base_url=live_server.url, locale="en-GB", bypass_csp=request.param)
    context.add_cookies([{"name": "sessionid", "value": client_of(user).cookies["sessionid"].value, "url": live_server.url}])
    yield context, user
    hush(context)
    context.close()


def addresses(records: dict[str, Publishable]) -> Iterator[str]:
    """Yield where the texts of the records stand: lists, forms, histories, comparisons, uses and public pages."""
    for record in records.values():
        form = form_of(record)
        yield from (
            form.replace(f"{record.pk}/change/", ""),
            form.replace("/change/", "/history/"),
            form.replace("/change/", "/compare/?from=1&to=draft"),
        )
        yield navigation.record_address(record, "en")
    yield from (f"/admin/{screen}" for screen in SCREENS)


def test_no_stored_text_runs_anywhere(somebody: tuple[BrowserContext, User]):
    context, user = somebody
    records = attacked()
    for record in records.values():
        drafts.save(record, {f"{record.title_field}_en": f"{ATTACK} anew"}, by=publisher())
    desk.furnish(user, ATTACK)
    page, ran = context.new_page(), list[str]()
    page.set_default_timeout(PATIENCE)
    page.on("dialog", lambda dialog: (ran.append(f"{page.url}: {dialog.message}"), dialog.dismiss()))
    page.on("pageerror", lambda error: ran.append(f"{page.url}: {error}"))
    page.on("console", lambda message: "Content Security Policy" in message.text and ran.append(f"{page.url}: {message.text}"))

    for where in addresses(records):
        page.goto(where)
        look(page, ran)
    for record in records.values():
        page.goto(form_of(record))
        wait_for_form(page)
        look(page, ran)
    write(page, records["article"])
    look(page, ran)

    assert ran == []


def look(page: Page, ran: list[str]) -> None:
    """Note markup that a text became, whether it has run yet or not."""
    if page.locator("img[src=x]").count():
        ran.append(f"{page.url}: a text became markup")


def write(page: Page, record: Publishable) -> None:
    """Let the scripts of the desk show texts of others: suggestions, the quick search, what is chosen in the editor."""
    page.goto(form_of(record))
    wait_for_form(page).get_by_role("tab", name="Details").click()
    page.get_by_role("tabpanel").get_by_role("searchbox", name="tags").click()
    page.keyboard.type("zq")
    expect(page.locator(".select2-results__option").first).to_be_visible()
    look(page, [])
    page.keyboard.press("Escape")
    page.get_by_role("heading").first.click()
    page.keyboard.press("Control+k")
    page.keyboard.type("zq")
    expect(page.locator("dialog.quick a").first).to_be_visible()
