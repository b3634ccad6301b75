"""Quotations and tables in the editor, in a real browser under the site's Content-Security-Policy."""

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.urls("tests.e2e.richtext_page")]


def test_quotation_gets_who_said_it_and_loses_it_again(editor):
    editor.open("<p>Words</p>")

    editor.text.focus()
    editor.button("Quotation").click()
    editor.button("Who said it").click()
    editor.page.keyboard.type("A minister, in parliament")
    editor.press("Enter")
    editor.page.keyboard.type("After")
    quote = '<figure class="quote"><blockquote><p>Words</p></blockquote><figcaption>A minister, in parliament</figcaption></figure>'
    editor.expect_stored(f"{quote}<p>After</p>")

    editor.text.get_by_text("Words").click()
    editor.button("Quotation").click()
    editor.expect_stored("<p>Words</p><p>A minister, in parliament</p><p>After</p>")

    editor.press("Control+z")
    editor.expect_stored(f"{quote}<p>After</p>")


def test_empty_place_for_who_said_it_goes_by_backspace(editor):
    editor.open("<blockquote><p>Words</p></blockquote>")

    editor.text.get_by_text("Words").click()
    editor.button("Who said it").click()
    editor.press("Backspace", "End", "!")

    editor.expect_stored("<blockquote><p>Words!</p></blockquote>")


def test_quotation_of_another_page_keeps_who_said_it(editor):
    editor.open()

    editor.paste("<figure class='x'><blockquote><p>a</p></blockquote><figcaption>b</figcaption></figure>", "text/html")

    editor.expect_stored('<figure class="quote"><blockquote><p>a</p></blockquote><figcaption>b</figcaption></figure>')


def test_table_gets_a_caption_and_a_column_that_names_its_rows(editor):
    editor.open("<table><caption>Old words</caption><tr><td>a</td><td>b</td></tr></table>")

    editor.text.get_by_text("a", exact=True).click()
    editor.button("Header column").click()
    editor.button("Caption of the table").click()
    expect(editor.dialog.get_by_role("textbox")).to_have_value("Old words")
    editor.dialog.get_by_role("textbox").fill("What it shows")
    editor.press("Enter")

    editor.expect_stored("<table><caption>What it shows</caption><tbody><tr><th><p>a</p></th><td><p>b</p></td></tr></tbody></table>")
