"""Quotations, tables, posts, galleries and what is typed in the editor, in a real browser under the site's Content-Security-Policy."""

import json

import pytest
from playwright.sync_api import expect

from tests.e2e.richtext_page import DOT, IMAGE, UPLOADED

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

    expect(editor.text.get_by_role("caption")).to_have_text("Old words")
    editor.text.get_by_text("a", exact=True).click()
    editor.button("Header column").click()
    editor.button("Caption of the table").click()
    expect(editor.dialog.get_by_role("textbox")).to_have_value("Old words")
    editor.dialog.get_by_role("textbox").fill("What it shows")
    editor.press("Enter")

    expect(editor.text.get_by_role("caption")).to_have_text("What it shows")
    editor.expect_stored("<table><caption>What it shows</caption><tbody><tr><th><p>a</p></th><td><p>b</p></td></tr></tbody></table>")


def test_key_gives_the_quotation_marks_of_the_language(editor):
    editor.open(body_ka="<p>ა</p>")

    editor.text.focus()
    editor.page.keyboard.type('He said: "yes" ("no").')
    editor.expect_stored("<p>He said: “yes” (“no”).</p>")

    editor.page.get_by_role("textbox", name="ტექსტი ქართულად").press("Control+End")
    editor.page.keyboard.type(' "დიახ"')
    assert editor.send()["body_ka"][1] == "<p>ა „დიახ“</p>"


def test_undo_gives_the_straight_mark_and_paste_leaves_marks_alone(editor):
    editor.open()

    editor.text.focus()
    editor.page.keyboard.type('5"')
    editor.press("Control+z")
    editor.expect_stored('<p>5"</p>')

    editor.press("Control+End")
    editor.paste(' "a" „b“')
    editor.expect_stored('<p>5" "a" „b“</p>')


def test_words_are_counted_below_each_text(editor):
    editor.open(f"<p>{'word ' * 1200}<span class='footnote'>not counted</span></p>", body_ka="<p>ორი სიტყვა — აქ</p>")

    expect(editor.page.locator(".prose-editor__count")).to_have_text(["Words: 1,200 · about 6 min to read", "Words: 3"])
    # Wherever the caret stands, a word of its own.
    editor.type(" more ")
    expect(editor.page.get_by_text("Words: 1,201")).to_be_visible()


def test_post_is_quoted_with_its_screenshot_and_changed(editor):
    editor.open("<p>a</p>")

    editor.type("")
    editor.button("Quoted post").click()
    editor.dialog.get_by_label("Author").fill("A minister")
    editor.dialog.get_by_label("Name on the network").fill("@minister")
    editor.dialog.get_by_label("Date").fill("2024-05-01")
    editor.dialog.get_by_label("Time").fill("10:05")
    editor.dialog.get_by_label("Address").fill("nowhere")
    editor.press("Enter")
    expect(editor.dialog.get_by_role("alert")).to_contain_text("Write a full address")
    editor.dialog.get_by_label("Address").fill("https://x.com/minister/status/1")
    editor.press("Enter")
    # The caret stands where the words of the post go; a second Enter leaves it.
    expect(editor.text).to_be_focused()
    expect(editor.text.locator("figure.post")).to_be_visible()
    # The editor listens to a caret that was moved a moment after it was.
    editor.page.wait_for_timeout(100)
    editor.page.keyboard.type("We signed.")
    editor.press("Enter", "Enter")
    editor.page.keyboard.type("After")
    told = 'data-author="A minister" data-handle="@minister" data-time="2024-05-01T10:05" data-href="https://x.com/minister/status/1"'
    words = "<blockquote><p>We signed.</p></blockquote>"
    editor.expect_stored(f'<p>a</p><figure class="post" {told}>{words}</figure><p>After</p>')

    editor.text.get_by_role("button", name="Screenshot").click()
    editor.dialog.get_by_role("button", name="The bridge").click()
    editor.expect_stored(f'<p>a</p><figure class="post" {told} data-image="{IMAGE}">{words}</figure><p>After</p>')
    editor.text.get_by_role("button", name="Edit").click()
    editor.dialog.get_by_label("Author").fill("The minister")
    editor.press("Enter")
    editor.expect_stored(f'<p>a</p><figure class="post" {told.replace("A min", "The min")} data-image="{IMAGE}">{words}</figure><p>After</p>')


def test_pictures_of_a_gallery_change_places_by_button_and_by_key_with_their_captions(editor, axe):
    one, two = (f'<figure data-image="{image}"><figcaption>{words}</figcaption></figure>' for image, words in ((IMAGE, "One"), (UPLOADED, "Two")))
    editor.open(f'<p>a</p><figure class="gallery">{one}{two}</figure><figure data-image="{IMAGE}"></figure>')
    # The picture by itself has no place among others.
    expect(editor.text.get_by_role("button", name="Earlier")).to_have_count(2)

    editor.text.get_by_role("button", name="Earlier").last.click()
    editor.expect_stored(f'<p>a</p><figure class="gallery">{two}{one}</figure><figure data-image="{IMAGE}"></figure>')
    expect(editor.page.get_by_text("Picture 1 of 2")).to_be_visible()
    expect(editor.text.get_by_role("button", name="Earlier").first).to_be_focused()
    editor.page.keyboard.press("Enter")
    editor.expect_stored(f'<p>a</p><figure class="gallery">{two}{one}</figure><figure data-image="{IMAGE}"></figure>')
    assert axe(editor.page) == []

    editor.point("Two")
    editor.press("End", "Alt+ArrowDown")
    editor.expect_stored(f'<p>a</p><figure class="gallery">{one}{two}</figure><figure data-image="{IMAGE}"></figure>')
    editor.press("Control+z")
    editor.expect_stored(f'<p>a</p><figure class="gallery">{two}{one}</figure><figure data-image="{IMAGE}"></figure>')
    editor.press("Control+Shift+z")
    editor.point("One")
    editor.press("End", "Alt+ArrowDown", "!")
    editor.expect_stored(f'<p>a</p><figure class="gallery">{two}{one.replace("One", "One!")}</figure><figure data-image="{IMAGE}"></figure>')


def test_pictures_dropped_together_become_a_gallery(editor, axe):
    editor.open("<p>a</p>")

    editor.text.focus()
    editor.give_files("drop", DOT, "image/gif", "bridge", "dot")
    pictures = [editor.dialog.get_by_role("group", name=name) for name in ("bridge", "dot")]
    pictures[0].get_by_label("What the image shows (English)").fill("A bridge")
    editor.dialog.get_by_label("Credit of all (English)").fill("Agency")
    assert axe(editor.page) == []
    editor.dialog.get_by_role("button", name="Upload and insert").click()
    expect(editor.dialog.get_by_role("alert")).to_have_text("dot: What the image shows (English): Describe it.")
    expect(pictures[1].get_by_label("What the image shows (English)")).to_be_focused()
    pictures[1].get_by_label("Decorative").check()
    with editor.page.expect_response(lambda response: response.status == 201) as sent:
        editor.dialog.get_by_role("button", name="Upload and insert").click()
    assert json.loads(sent.value.json()["title"]) == ["", "", "on", "Agency"]

    first, second = (f'<figure data-image="{image}"></figure>' for image in (IMAGE, UPLOADED))
    editor.expect_stored(f'<p>a</p><figure class="gallery">{first}{second}</figure>')
    # Without the second there is no gallery; without both nothing is left.
    editor.text.get_by_role("button", name="Remove").last.click()
    editor.expect_stored(f"<p>a</p>{first}")
    editor.text.get_by_role("button", name="Remove").click()
    editor.expect_stored("<p>a</p>")
    editor.complaints.remove("Failed to load resource: the server responded with a status of 400 (Bad Request)")
