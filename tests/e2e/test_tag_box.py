"""The box of tags, in a real browser."""

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from tests.factories import make_tag

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(
    ("typed", "taken"),
    [("Tskhinvali R", "Tskhinvali Region"), ("Gali", "Gali"), ("region", "region")],
    ids=["a known one that begins so", "a new one", "a new one beside one that has it within"],
)
def test_enter_takes_the_tag_that_begins_so_and_makes_a_new_one_where_none_does(desk, typed, taken):
    make_tag("Tskhinvali Region")
    page = desk("/admin/news/article/add/")
    page.get_by_role("tab", name="Details").click()

    page.get_by_role("searchbox", name="tags").click()
    with page.expect_response(lambda response: parse_qs(urlsplit(response.url).query).get("term") == [typed]):
        page.keyboard.type(typed)
    expect(page.get_by_role("option", name=taken, exact=True)).to_be_visible()
    page.keyboard.press("Enter")

    chosen = page.locator("select[name=tags] + .select2 .select2-selection__choice")
    expect(chosen).to_have_count(1)
    assert chosen.get_attribute("title") == taken
