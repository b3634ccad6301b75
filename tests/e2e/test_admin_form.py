"""What scripts add to the form of a record: tabs, counts, rows, a warning before work is lost."""

import uuid
from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Browser, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from news.models import Article, Author, Byline
from tests.e2e.editors import hush, wait_for_form
from tests.factories import make_published_article

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def article() -> Article:
    article = make_published_article(title_en="Visit", lead_en="He came.", title_ka="ვიზიტი")
    for position, name in enumerate(["Nino", "Giorgi"]):
        Byline.objects.create(article=article, author=Author.objects.create(name_en=name), position=position)
    return article


@pytest.fixture
def form(browser: Browser, live_server: LiveServer, article: Article) -> Iterator[Page]:
    """The form of the article, under the site's own policy; anything the browser refuses fails the test."""
    User.objects.create_superuser("editor", password="matiane-demo")
    page = browser.new_page(locale="en")
    complaints: list[str] = []
    page.on("console", lambda message: message.type == "error" and complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{live_server.url}/admin/news/article/{article.pk}/change/")
    page.fill("#id_username", "editor")
    page.fill("#id_password", "matiane-demo")
    page.click("#login-form [type=submit]")
    wait_for_form(page)
    yield page
    hush(page.context)
    page.close(run_before_unload=False)
    assert complaints == []


def chosen(form: Page) -> str:
    return form.get_by_role("tab", selected=True).locator("span").first.inner_text()


def rows(form: Page) -> Locator:
    return form.locator("#bylines-group .record-row")


def positions(form: Page) -> list[tuple[str, str]]:
    """Return (chosen author, position) of each byline, as they stand."""
    return [(row.locator("select option:checked").inner_text(), row.locator("input[name$='-position']").input_value()) for row in rows(form).all()]


def test_tabs_go_by_the_keyboard(form):
    tabs = form.get_by_role("tab")
    first, last = tabs.first.locator("span").first.inner_text(), tabs.last.locator("span").first.inner_text()
    tabs.first.click()

    form.keyboard.press("ArrowLeft")
    assert chosen(form) == last
    form.keyboard.press("Home")
    assert chosen(form) == first
    form.keyboard.press("End")
    assert chosen(form) == last
    form.keyboard.press("ArrowRight")
    assert chosen(form) == first
    expect(tabs.first).to_be_focused()


def test_one_part_shows_at_a_time(form):
    form.get_by_role("tab", name="Georgian").click()

    assert form.locator("#id_title_ka").is_visible()
    assert not form.locator("#id_title_en").is_visible()


def test_without_script_every_part_stands_on_the_page(browser, live_server, form):
    context = browser.new_context(java_script_enabled=False, storage_state=form.context.storage_state())
    plain = context.new_page()
    plain.goto(form.url)

    assert plain.locator("#id_title_en").is_visible()
    assert plain.locator("#id_title_ka").is_visible()
    assert plain.get_by_role("tab").count() == 0
    context.close()


def test_a_link_to_a_field_opens_its_part(form):
    form.get_by_role("tab", name="English").click()

    form.evaluate("location.hash = '#id_lead_ka'")

    expect(form.locator("#id_lead_ka")).to_be_focused()
    assert chosen(form) == "Georgian"


def test_a_language_says_that_it_is_incomplete_until_it_is_not(form):
    georgian = form.get_by_role("tab", name="Georgian")
    assert "incomplete" in georgian.inner_text()

    georgian.click()
    form.fill("#id_lead_ka", "ის მოვიდა.")

    assert "incomplete" not in georgian.inner_text()


def test_lead_is_counted_while_it_is_written(form):
    tally = form.locator(".tally:visible")
    assert "Words: 2 · Characters: 8" in tally.inner_text()

    form.fill("#id_lead_en", "He came and went.")

    assert "Words: 4 · Characters: 17" in tally.inner_text()


def test_rows_change_places_by_buttons_and_say_so(form):
    form.get_by_role("tab", name="Byline").click()

    rows(form).first.get_by_role("button", name="Move down").click()

    assert positions(form) == [("Giorgi", "1"), ("Nino", "2")]
    assert form.get_by_text("Row 2 of 2").count() == 1
    expect(rows(form).nth(1).get_by_role("button", name="Move down")).to_be_disabled()


def test_a_new_row_gets_its_key_in_the_form(form):
    form.get_by_role("tab", name="Byline").click()

    form.locator("#bylines-group .add-row button").click()

    new = rows(form).last
    assert uuid.UUID(new.locator("input[name$='-id']").input_value()).version == 4
    assert new.locator("input[name$='-position']").input_value() == "3"


def test_rows_change_places_by_the_keyboard(form):
    form.get_by_role("tab", name="Byline").click()

    rows(form).first.get_by_role("combobox").press("Tab")
    form.keyboard.press("Alt+ArrowDown")

    assert positions(form) == [("Giorgi", "1"), ("Nino", "2")]


def test_a_row_that_was_removed_stays_struck_out_until_it_is_saved(form):
    form.get_by_role("tab", name="Byline").click()

    rows(form).first.get_by_label("Remove").check()

    expect(rows(form).first.get_by_role("combobox")).to_be_hidden()
    expect(rows(form).first.locator(".record-row__title")).to_be_visible()
    rows(form).first.get_by_label("Remove").uncheck()
    expect(rows(form).first.get_by_role("combobox")).to_be_visible()


def test_a_new_row_that_was_removed_is_gone_and_never_arrives(form):
    form.get_by_role("tab", name="Byline").click()
    form.locator("#bylines-group .add-row button").click()

    rows(form).last.get_by_label("Remove").check()

    expect(rows(form).last).to_be_hidden()
    with form.expect_navigation():
        form.get_by_role("button", name="Save draft").click()
    form.get_by_role("tab", name="Byline").click()
    assert len(positions(form)) == 2
