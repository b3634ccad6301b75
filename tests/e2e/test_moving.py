"""Moving a site in, at the desk: an administrator looks first, brings it, and the old links work."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from publishing.work import run_next_task
from tests.pages.moving.sites import SAMPLE

Axe = Callable[[Page], list[str]]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("way", [("en", "light", 1280), ("ka", "dark", 375)], ids=["wide", "narrow"])
def test_administrator_moves_the_sample_in(browser, live_server: LiveServer, axe: Axe, way):
    language, scheme, width = way
    shutil.copytree(SAMPLE, Path(settings.DATA_DIR) / "import", dirs_exist_ok=True)
    User.objects.create_superuser("editor", password="matiane-demo")
    context = browser.new_context(color_scheme=scheme, locale=language, viewport={"width": width, "height": 900}, base_url=live_server.url)
    page = context.new_page()
    page.goto("/admin/pages/importrun/add/")
    page.fill("#id_username", "editor")
    page.fill("#id_password", "matiane-demo")
    page.click("#login-form [type=submit]")
    expect(page.locator("#id_source")).to_be_visible()
    assert axe(page) == []

    page.select_option("#id_source", label="wordpress.xml")
    page.select_option("#id_media", label="uploads/")
    page.click("[name=_save]")
    expect(page.locator(".moving__state .button")).to_be_visible()
    assert axe(page) == []
    work_and_look(page)
    assert axe(page) == []
    page.click("form[action$='/run/'] button")
    expect(page.locator(".moving__state .button")).to_be_visible()
    work_and_look(page)
    page.goto("/2019/05/bridge-reopens/")

    assert page.url == f"{live_server.url}/en/news/bridge-reopens/"
    expect(page.locator("h1")).to_have_text("The bridge reopens after repair")
    context.close()


def work_and_look(page: Page) -> None:
    """Do what waits behind the pages, then look at the report."""
    while run_next_task():
        pass
    page.reload()
    expect(page.locator(".moving__numbers")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
