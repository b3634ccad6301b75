"""The pages over all records, in a browser: search by keyboard, days by dragging and without a script, a text beside the form."""

import datetime as dt

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from publishing.models import Standing
from tests.factories import make_published_article

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(page: Page, live_server: LiveServer) -> Page:
    """The front page, after log-in."""
    User.objects.create_superuser("editor", password="matiane-demo")
    page.goto(f"{live_server.url}/admin/")
    page.fill("#id_username", "editor")
    page.fill("#id_password", "matiane-demo")
    page.click("#login-form [type=submit]")
    page.wait_for_url("**/admin/")
    return page


def coming() -> dt.datetime:
    """Return a moment in the middle of next month, at ten by the clocks of the site."""
    later = timezone.localtime() + dt.timedelta(days=31)
    return later.replace(day=11, hour=10, minute=0, second=0, microsecond=0)


def test_search_opens_by_a_key_and_leads_to_a_record(desk):
    record = make_published_article(title_en="The talks in Geneva")
    make_published_article(title_en="Something else")

    desk.keyboard.press("/")
    expect(desk.locator("dialog.quick input")).to_be_focused()
    desk.keyboard.type("talks gen")
    expect(desk.locator("dialog.quick a")).to_have_count(1)
    desk.keyboard.press("ArrowDown")
    expect(desk.locator("dialog.quick a")).to_be_focused()
    desk.keyboard.press("Enter")

    desk.wait_for_url(f"**/admin/news/article/{record.pk}/change/")


def test_search_closes_by_escape_and_enter_takes_what_answers_the_last_letter(desk):
    desk.keyboard.press("Control+k")
    desk.keyboard.press("Escape")
    expect(desk.locator("dialog.quick")).to_be_hidden()

    desk.keyboard.press("Control+k")
    desk.keyboard.type("languages board")
    desk.keyboard.press("Enter")

    desk.wait_for_url("**/admin/languages/")


def test_what_waits_is_dragged_to_another_day(desk, live_server):
    record = make_published_article(title_en="Coming", at=coming())
    desk.goto(f"{live_server.url}/admin/calendar/?month={coming():%Y-%m}")

    desk.locator(".entry").drag_to(desk.locator(f"[data-day='{coming():%Y-%m}-13']"))

    expect(desk.locator(".messagelist .success")).to_be_visible()
    record.refresh_from_db()
    assert timezone.localtime(record.live_at) == coming().replace(day=13)


def test_what_waits_moves_by_its_form_without_a_script(desk, browser: Browser, live_server):
    record = make_published_article(title_en="Coming", at=coming())
    context = browser.new_context(java_script_enabled=False, storage_state=desk.context.storage_state())
    plain = context.new_page()
    plain.goto(f"{live_server.url}/admin/calendar/?month={coming():%Y-%m}")

    plain.locator(".entry__move summary").click()
    plain.locator("input[name=at]").fill(f"{coming():%Y-%m}-14T12:30")
    plain.locator(".entry__move button").click()

    expect(plain.locator(".messagelist .success")).to_be_visible()
    record.refresh_from_db()
    assert timezone.localtime(record.live_at) == coming().replace(day=14, hour=12, minute=30)
    context.close()


def test_cell_of_the_board_opens_the_form_at_its_text_with_the_other_one_beside(desk, live_server):
    record = make_published_article(title_en="Talks", title_ka="მოლაპარაკება")
    Standing.objects.filter(pk=record.pk).update(cell_ka="outdated", behind_ka=1, is_gap=True)
    desk.goto(f"{live_server.url}/admin/languages/")

    desk.locator(".board__square--outdated > a").click()

    expect(desk.locator("#id_title_ka")).to_be_visible()
    expect(desk.locator(".beside:visible")).to_contain_text("Talks")
