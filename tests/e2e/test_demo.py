"""The demo as it is really served, by several processes and with hashed files, and the main job done in it by a browser."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.config.test_demo import copied, demo_environment, running_demo
from tests.e2e.conftest import PATIENCE, watch
from tests.e2e.desk import Desk

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]


def test_editor_publishes_a_sixteenth_article_and_it_heads_the_archive(browser: Browser, made_demo: Path, tmp_path: Path):
    environment = demo_environment(copied(made_demo, tmp_path))
    with running_demo(environment):
        context = browser.new_context(base_url=f"http://127.0.0.1:{environment['PORT']}", locale="en-GB")
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        complaints = watch(page, f"http://127.0.0.1:{environment['PORT']}")

        desk = Desk(page).log_in("editor").open()
        desk.write("English", title="Line reopens at Ergneti", lead="After two years.", body="It rang.").kind("News")
        desk.tag("Tskhin", chosen="Tskhinvali Region")
        desk.press("Publish")
        page.goto("/en/news/tag/tskhinvali-region/")

        expect(page.get_by_role("main").get_by_role("article").first.get_by_role("heading")).to_have_text("Line reopens at Ergneti")
        assert complaints == []
        context.close()
