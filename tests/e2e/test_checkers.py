"""A checker that finds nothing proves nothing: each is shown a fault first."""

import pytest

pytestmark = pytest.mark.browser


def test_axe_finds_a_picture_without_description(page, axe):
    page.set_content('<html lang="en"><title>T</title><main><h1>T</h1><img src="data:," width="9" height="9"></main></html>')

    assert [line.partition(":")[0] for line in axe(page)] == ["image-alt"]


def test_axe_finds_nothing_in_a_sound_page(page, axe):
    page.set_content('<html lang="en"><title>T</title><main><h1>T</h1><p>Text.</p></main></html>')

    assert axe(page) == []


def test_nu_tells_which_page_has_an_error(nu):
    sound = '<!DOCTYPE html><html lang="en"><head><title>T</title></head><body><p>Text.</p></body></html>'
    faulty = sound.replace("<p>", "<p><p id=a><b id=a>").replace("</p>", "</b></p>")

    assert nu(sound=sound) == []
    assert {line.partition(":")[0] for line in nu(sound=sound, faulty=faulty)} == {"faulty"}


def test_browser_is_served_pages_and_styles(page):
    refused = []
    page.on("response", lambda response: refused.append(response.url) if response.status >= 400 else None)

    page.goto("/en/")

    assert page.locator("h1").count() == 1
    assert refused == []
