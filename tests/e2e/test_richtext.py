"""The editor in a real browser, under the site's Content-Security-Policy."""

import re
from pathlib import Path

import pytest
from django.utils.safestring import mark_safe
from playwright.sync_api import expect

from publishing.fields.richtext import render
from publishing.fields.richtext_render import Picture
from tests.e2e.richtext_page import DOT, IMAGE, UPLOADED
from tests.publishing.test_richtext_clean import STORED

pytestmark = [pytest.mark.browser, pytest.mark.urls("tests.e2e.richtext_page")]
VIDEO = "https://www.youtube.com/watch?v=abc"


def test_opening_and_sending_leaves_the_text_as_it_was(editor):
    html = "".join(STORED.values())
    editor.open(html, body_ka=html)

    assert editor.send() == {"body_en": [html, html], "body_ka": [html, html]}


def test_empty_text_stays_empty_and_begins_with_a_paragraph(editor):
    editor.open()

    editor.text.focus()
    editor.press("x")
    editor.expect_stored("<p>x</p>")

    editor.press("Backspace")
    assert editor.send() == {"body_en": ["", ""], "body_ka": ["", ""]}


def test_what_the_editor_writes_anew_compares_equal(editor):
    html = f"<p>start</p>{''.join(STORED.values())}"
    editor.open(html)

    editor.text.press("Control+Home")
    editor.press("x", "Backspace")

    [written, stored] = editor.send()["body_en"]
    assert written != html
    assert stored == html


def test_text_box_has_the_name_and_language_of_its_field(editor):
    editor.open()

    boxes = [editor.text, editor.page.get_by_role("textbox", name="ტექსტი ქართულად")]
    assert [box.get_attribute("lang") for box in boxes] == ["en", "ka"]
    editor.page.get_by_text("Text in English").click()
    expect(editor.text).to_be_focused()


def test_toolbar_works_by_keyboard(editor):
    editor.open("<p>a</p>")

    editor.text.focus()
    editor.press("Shift+Tab")
    expect(editor.button("Heading")).to_be_focused()
    editor.press("ArrowRight", "Enter")

    editor.expect_stored("<h3>a</h3>")
    expect(editor.button("Subheading")).to_have_attribute("aria-pressed", "true")


def test_tab_leaves_a_table_after_escape(editor):
    editor.open("<table><tr><td>a</td><td>b</td></tr></table>", body_ka="<p>გ</p>")

    editor.text.get_by_text("a").click()
    editor.press("Tab", "x", "Escape", "Tab")

    expect(editor.text).not_to_be_focused()
    assert editor.stored.count("<td>") == 2


def test_link_is_made_changed_and_removed(editor):
    editor.open("<p>word</p>")

    editor.text.press("Control+a")
    editor.button("Link").click()
    editor.dialog.get_by_label("Address").fill("javascript:alert(1)")
    editor.press("Enter")
    expect(editor.dialog.get_by_role("alert")).to_contain_text("Write a full address")
    editor.dialog.get_by_label("Address").fill("https://example.org/")
    editor.press("Enter")
    editor.expect_stored('<p><a href="https://example.org/">word</a></p>')

    editor.press("Control+k")
    expect(editor.dialog.get_by_label("Address")).to_have_value("https://example.org/")
    editor.dialog.get_by_role("button", name="Remove").click()
    editor.expect_stored("<p>word</p>")


def test_link_without_selection_brings_its_text(editor):
    editor.open("<p>See </p>")

    editor.type(" ")
    editor.button("Link").click()
    editor.dialog.get_by_label("Text", exact=True).fill("this")
    editor.dialog.get_by_label("Address").fill("/en/news/")
    editor.press("Enter")

    editor.expect_stored('<p>See <a href="/en/news/">this</a></p>')


def test_footnote_is_written_changed_and_removed(editor):
    editor.open("<p>word</p>")

    editor.type("")
    editor.button("Footnote").click()
    editor.dialog.get_by_role("button", name="Save").click()
    expect(editor.dialog.get_by_role("alert")).to_have_text("Write the note, or remove it.")
    editor.dialog.get_by_role("textbox", name="Text of the note").focus()
    editor.page.keyboard.type("See ")
    editor.press("Control+i")
    editor.page.keyboard.type("Times")
    editor.dialog.get_by_role("button", name="Save").click()
    editor.expect_stored('<p>word<span class="footnote">See <em>Times</em></span></p>')

    editor.text.get_by_role("button", name="Footnote: See Times").click()
    editor.press("Control+End", "!")
    editor.dialog.get_by_role("button", name="Save").click()
    editor.expect_stored('<p>word<span class="footnote">See <em>Times!</em></span></p>')

    editor.text.get_by_role("button", name="Footnote").click()
    editor.dialog.get_by_role("button", name="Remove").click()
    editor.expect_stored("<p>word</p>")


def test_image_is_chosen_and_captioned(editor):
    editor.open("<p>a</p>")

    editor.type("")
    editor.button("Image").click()
    editor.dialog.get_by_label("Search the library").fill("nothing")
    expect(editor.dialog.get_by_role("status")).to_have_text("No image found.")
    editor.dialog.get_by_label("Search the library").fill("bridge")
    editor.dialog.get_by_role("button", name="The bridge").click()
    expect(editor.text).to_be_focused()
    # The caret stands in the caption.
    editor.page.keyboard.type("Here")
    editor.press("Enter")
    editor.page.keyboard.type("b")

    editor.expect_stored(f'<p>a</p><figure data-image="{IMAGE}"><figcaption>Here</figcaption></figure><p>b</p>')


def test_image_breaks_no_sentence(editor):
    editor.open("<p>one sentence</p><p>another</p>")

    editor.text.press("Control+Home")
    editor.press("ArrowRight", "ArrowRight")
    editor.button("Image").click()
    editor.dialog.get_by_role("button", name="The bridge").click()

    editor.expect_stored(f'<p>one sentence</p><figure data-image="{IMAGE}"></figure><p>another</p>')


def test_image_is_found_beyond_the_first_page(editor):
    editor.open()

    editor.button("Image").click()
    editor.dialog.get_by_role("button", name="Show more").click()
    expect(editor.dialog.get_by_role("status")).to_have_text("Images: 2")
    expect(editor.dialog.get_by_role("button", name="Show more")).to_be_hidden()
    editor.press("Enter")

    editor.expect_stored(f'<figure data-image="{UPLOADED}"></figure>')


def test_image_is_uploaded(editor, tmp_path: Path):
    file = tmp_path / "dot.gif"
    file.write_bytes(DOT)
    editor.open(f'<figure data-image="{IMAGE}"><figcaption>Kept</figcaption></figure>')

    editor.page.get_by_role("button", name="Change image").click()
    # What is found stands above the button, and moves it.
    expect(editor.dialog.get_by_role("status")).to_have_text("Images: 1")
    editor.dialog.get_by_role("button", name="Upload and insert").click()
    expect(editor.dialog.get_by_role("alert")).to_have_text("Image file: Choose a file.")
    expect(editor.dialog.get_by_label("Image file")).to_be_focused()
    editor.dialog.get_by_label("Image file").set_input_files(file)
    editor.dialog.get_by_label("What the image shows (English)").fill("A dot")
    editor.dialog.get_by_role("button", name="Upload and insert").click()
    expect(editor.page.get_by_role("dialog")).to_have_count(0)

    editor.expect_stored(f'<figure data-image="{UPLOADED}"><figcaption>Kept</figcaption></figure>')
    editor.complaints.remove("Failed to load resource: the server responded with a status of 400 (Bad Request)")


def test_image_that_is_gone_says_so(editor):
    editor.open(f'<figure data-image="{IMAGE[:-1]}9"></figure>')

    expect(editor.page.get_by_text("This image is no longer in the library.")).to_be_visible()
    editor.complaints.clear()


@pytest.mark.parametrize("act", ["type", "paste"])
def test_address_of_a_video_becomes_a_card(editor, act):
    editor.open()

    editor.text.focus()
    if act == "type":
        editor.type(VIDEO)
        editor.press("Enter")
    else:
        editor.paste(VIDEO)
    editor.text.get_by_role("button", name="Edit").click()
    editor.dialog.get_by_label("Title").fill("A speech")
    editor.dialog.get_by_label("Author").fill("A channel")
    editor.dialog.get_by_role("button", name="Save").click()

    editor.expect_stored(f'<figure class="embed"><a href="{VIDEO}">A speech</a><figcaption>A channel</figcaption></figure>')


def test_card_of_an_unknown_site_is_refused(editor):
    editor.open()

    editor.button("Video or post").click()
    editor.dialog.get_by_label("Address").fill("https://example.org/")
    editor.press("Enter")

    expect(editor.dialog.get_by_role("alert")).to_contain_text("YouTube, Vimeo, X, Facebook, Telegram, TikTok")
    editor.press("Escape")
    editor.expect_stored("")


@pytest.mark.parametrize("button", ["Link", "Footnote", "Image", "Video or post"])
def test_dialog_has_nothing_that_axe_minds(editor, axe, button):
    editor.open("<p>word</p>")

    editor.button(button).click()
    expect(editor.dialog).to_be_visible()

    assert axe(editor.page) == []


def test_editor_has_nothing_that_axe_minds(editor, axe):
    editor.open("".join(html for name, html in STORED.items() if "link" not in name))

    assert axe(editor.page) == []


def test_rendered_text_is_valid_html(nu):
    picture = Picture(mark_safe('<picture><img src="/a.jpg" alt="a"></picture>'), caption="c", caption_lang="en", credit="d")
    body = render("".join(STORED.values()), pictures={IMAGE: picture})
    head = '<!doctype html><html lang="ka"><head><meta charset="utf-8"><title>ა</title></head>'

    assert nu(text=f"{head}<body><main><h1>ა</h1>{body}</main></body></html>") == []


def test_table_begins_with_a_head(editor):
    editor.open()

    editor.button("Table").click()
    editor.button("Delete column").click()
    editor.button("Delete row").click()

    assert re.findall(r"<t[hdr]", editor.stored) == ["<tr", "<td", "<td", "<tr", "<td", "<td"]
