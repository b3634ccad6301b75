"""The form of a record with three kinds of rows, in a browser: refusals lead to their place, rows and steps go by the keyboard."""

from collections.abc import Callable, Iterator

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from news.models import Author
from tests.desk_type.factories import make_published_dossier
from tests.desk_type.models import Dossier
from tests.e2e.editors import choose, wait_for_form

WAYS = [{"language": "en", "scheme": "light", "width": 1280}, {"language": "ka", "scheme": "dark", "width": 375}]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def dossier() -> Dossier:
    return make_published_dossier(2, title_en="Visit")


def opened(browser: Browser, server: LiveServer, dossier: Dossier, *, language: str = "en", scheme: str = "light", width: int = 1280) -> Page:
    """Return the form, as an administrator has it."""
    User.objects.create_superuser("editor", password="matiane-demo")
    page = browser.new_context(color_scheme=scheme, locale=language, viewport={"width": width, "height": 800}).new_page()
    page.goto(f"{server.url}/admin/desk_type/dossier/{dossier.pk}/change/")
    page.fill("#id_username", "editor")
    page.fill("#id_password", "matiane-demo")
    page.click("#login-form [type=submit]")
    wait_for_form(page)
    return page


@pytest.fixture
def form(browser: Browser, live_server: LiveServer, dossier: Dossier) -> Iterator[Page]:
    page = opened(browser, live_server, dossier)
    yield page
    page.context.close()


def tab(form: Page, name: str) -> None:
    form.get_by_role("tab", name=name).click()


def test_refused_publication_opens_the_part_and_its_badge_counts(form):
    form.fill("#id_title_en", "")
    tab(form, "Details")

    with form.expect_navigation():
        form.get_by_role("button", name="Publish changes").click()

    selected = form.get_by_role("tab", selected=True)
    expect(selected).to_contain_text("English")
    expect(selected.locator(".tab-badge--errors")).to_have_text("1 has errors")
    expect(form.locator("#id_title_en")).to_be_visible()


def test_refused_row_is_reached_by_its_link(form):
    tab(form, "Deadlines")
    form.locator("#id_deadlines-1-on").fill("")

    with form.expect_navigation():
        form.get_by_role("button", name="Publish changes").click()
    form.get_by_role("link", name="deadline 2: Date").click()

    expect(form.get_by_role("tab", selected=True)).to_contain_text("Deadlines")
    expect(form.locator("#id_deadlines-1-on")).to_be_focused()


def test_rows_are_added_and_moved_without_a_mouse(form):
    tab(form, "Deadlines")

    form.get_by_role("button", name="Add: deadline").press("Enter")
    expect(form.locator("#id_deadlines-2-on")).to_be_focused()
    form.keyboard.press("Alt+ArrowUp")

    numbers = form.locator("#deadlines-group .record-row input[name$='-number']")
    assert [number.input_value() for number in numbers.all()] == ["0", "", "1"]


def test_choices_in_a_new_row_are_found_by_typing(form):
    tab(form, "Exhibits")
    form.get_by_role("button", name="Add: exhibit").click()

    keeper = Author.objects.first().name_en
    choose(form, form.locator("#exhibits-2").get_by_role("combobox", name="Author"), keeper, keeper)

    expect(form.locator("#exhibits-2 select[name$='-holder'] option:checked")).to_contain_text("Keeper")


def test_state_and_steps_stay_in_view_on_a_phone(browser, live_server, dossier):
    page = opened(browser, live_server, dossier, width=375)

    page.evaluate("scrollTo(0, document.body.scrollHeight)")

    expect(page.locator(".record-bar__facts .state__name")).to_be_in_viewport()
    expect(page.get_by_role("button", name="Publish changes")).to_be_in_viewport()
    taken = page.evaluate("[...document.querySelectorAll('.record-bar__facts, .record-actions')].reduce((sum, part) => sum + part.offsetHeight, 0)")
    assert taken <= 120
    page.context.close()


@pytest.mark.parametrize("way", WAYS, ids=lambda way: "-".join(map(str, way.values())))
def test_every_part_and_step_is_without_fault(browser, live_server, dossier, axe: Callable[[Page], list[str]], way):
    page = opened(browser, live_server, dossier, **way)
    for step in page.locator("details.record-step > summary:visible").all():
        step.click()
    page.locator("[name$='-DELETE']").first.evaluate("box => box.click()")

    for number in range(page.get_by_role("tab").count()):
        page.get_by_role("tab").nth(number).click()
        page.wait_for_load_state("networkidle")
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    page.context.close()
