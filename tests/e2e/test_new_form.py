"""A form that was just opened, in a real browser."""

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(("address", "name"), [("/admin/news/article/add/", "title_en"), ("/admin/actors/actor/add/", "name_en")])
def test_new_form_begins_at_its_first_text(desk, address, name):
    page = desk(address)

    expect(page.locator(f"[name={name}]")).to_be_focused()
