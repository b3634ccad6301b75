"""What the editor makes of what other programs copied, in a real browser under the site's Content-Security-Policy."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.richtext_page import DOT, UPLOADED

pytestmark = [pytest.mark.browser, pytest.mark.urls("tests.e2e.richtext_page")]
# As Word puts it on the clipboard: declarations, conditional comments, lists and notes that are paragraphs with a style.
WORD = """
<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta name=Generator content="Microsoft Word 15">
<!--[if gte mso 9]><xml><w:WordDocument>never shown</w:WordDocument></xml><![endif]-->
<style><!-- p.MsoNormal {margin:0cm; mso-style-unhide:no;} --></style></head><body lang=KA style='tab-interval:36.0pt'><!--StartFragment-->
<h1 style='mso-list:l1 level1 lfo2'><![if !supportLists]><span style='mso-list:Ignore'>1.<span>&nbsp;&nbsp;</span></span><![endif]>Talks</h1>
<p class=MsoNormal style='text-align:justify'><span lang=KA style='font-family:"Sylfaen",serif;mso-bidi-font-weight:bold'>შეხვედრა </span><b
style='mso-bidi-font-weight:normal'>took place</b><span style='mso-spacerun:yes'>&nbsp;&nbsp; </span><a href="https://example.org/"><span
style='color:blue'>here</span></a>.<a style='mso-footnote-id:ftn1' href="#_ftn1" name="_ftnref1"><span class=MsoFootnoteReference><span
style='mso-special-character:footnote'>[1]</span></span></a><o:p></o:p></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<h2>Points</h2>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><span style='font-family:Symbol'><span
style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span></span>one<o:p></o:p></p>
<p class=MsoListParagraphCxSpMiddle style='mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>a)<span>&nbsp; </span></span>deeper</p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·<span>&nbsp; </span></span>two</p>
<p class=MsoListParagraph style='mso-list:l2 level1 lfo3'><span style='mso-list:Ignore'>3.<span>&nbsp; </span></span>third</p>
<p class=MsoNormal><img width=90 src="file:///C:/Users/x/image001.png" v:shapes="Picture_1">CO<span style='vertical-align:sub'>2</span></p>
<div style='mso-element:footnote-list'><hr><div style='mso-element:footnote' id=ftn1><p class=MsoFootnoteText><a style='mso-footnote-id:ftn1'
href="#_ftnref1" name="_ftn1"><span class=MsoFootnoteReference>[1]</span></a> The <i>minutes</i>.</p></div></div>
<!--EndFragment--></body></html>"""
GOOGLE = (
    '<meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-1"><p dir="ltr" style="line-height:1.38"><span '
    'style="font-size:11pt;font-weight:400">a </span><span style="font-size:11pt;font-weight:700;font-style:italic">b</span></p><br />'
    '<ul style="margin-top:0"><li dir="ltr" style="list-style-type:disc" aria-level="1"><p role="presentation"><span>c</span></p></li>'
    '<ul><li aria-level="2"><p><span>d</span></p></li></ul></ul><p><span></span></p></b><br class="Apple-interchange-newline">'
)
WORD_ONLINE = (
    '<div class="OutlineElement"><p role="heading" aria-level="2" class="Paragraph"><span class="TextRun">a</span></p></div>'
    '<div class="ListContainerWrapper"><ol start="1"><li data-aria-level="1"><p><span>b</span></p></li></ol></div>'
    '<div class="ListContainerWrapper"><ul><li data-aria-level="2"><p><span>c</span></p></li></ul></div>'
    '<div class="ListContainerWrapper"><ol start="2"><li data-aria-level="1"><p><span>d</span></p></li></ol></div>'
)


def test_text_from_word_becomes_ours(editor):
    editor.open()

    editor.paste(WORD, "text/html")

    expect(editor.text).to_contain_text("Talks")
    editor.expect_stored(
        "<h2>Talks</h2>"
        '<p>შეხვედრა <strong>took place</strong> <a href="https://example.org/">here</a>.<span class="footnote">The <em>minutes</em>.</span></p>'
        "<h3>Points</h3><ul><li><p>one</p><ol><li><p>deeper</p></li></ol></li><li><p>two</p></li></ul>"
        '<ol start="3"><li><p>third</p></li></ol><p>CO<sub>2</sub></p>'
    )
    expect(editor.below).to_contain_text("Images that were not taken over: 1.")


@pytest.mark.parametrize(
    ("pasted", "stored"),
    [
        (GOOGLE, "<p>a <strong><em>b</em></strong></p><ul><li><p>c</p><ul><li><p>d</p></li></ul></li></ul>"),
        (WORD_ONLINE, "<h2>a</h2><ol><li><p>b</p><ul><li><p>c</p></li></ul></li><li><p>d</p></li></ol>"),
    ],
)
def test_text_from_other_offices_keeps_its_lists(editor, pasted, stored):
    editor.open()

    editor.paste(pasted, "text/html")

    expect(editor.text).to_contain_text("a")
    editor.expect_stored(stored)


def test_picture_in_the_clipboard_goes_to_the_library(editor):
    editor.open("<p>a</p>")

    editor.text.focus()
    editor.give_files("paste", DOT, "image/gif", "dot")
    editor.dialog.get_by_label("What the image shows (English)").fill("A dot")
    editor.dialog.get_by_role("button", name="Upload and insert").click()
    editor.expect_stored(f'<p>a</p><figure data-image="{UPLOADED}"></figure>')

    editor.give_files("paste", DOT, "image/gif", "dot")
    editor.dialog.get_by_role("button", name="Cancel").click()
    expect(editor.below).to_contain_text("Images that were not taken over: 1.")


@pytest.mark.parametrize(
    ("pasted", "stored"),
    [
        ("<h1>a</h1><h2>b</h2><h4>c</h4>", "<h2>a</h2><h3>b</h3><h4>c</h4>"),
        ("<p style='color:red' onclick='alert(1)'>a<u>b</u><img src='/c.png'></p><script>alert(1)</script>", "<p>ab</p>"),
        ("<b style='font-weight:normal;'><p>a</p><p><span style='font-weight:700'>b</span></p></b>", "<p>a</p><p><strong>b</strong></p>"),
        ("<p><span style='font-style:italic;font-weight:bold'>a</span></p>", "<p><strong><em>a</em></strong></p>"),
        ("<table><tr><td style='width:9px' width=9>a</td></tr></table>", "<table><tbody><tr><td><p>a</p></td></tr></tbody></table>"),
        ("<p><a href='javascript:alert(1)'>a</a></p>", "<p>a</p>"),
        ('<div style="margin:0">a style="b"</div>', '<p>a style="b"</p>'),
    ],
)
def test_pasted_text_is_cleaned_by_the_same_rules(editor, pasted, stored):
    editor.open()

    editor.paste(pasted, "text/html")

    expect(editor.text).to_contain_text("a")
    editor.expect_stored(stored)
    assert not re.search("style=(?!.b)|javascript|onclick|<u>", editor.page.locator("#id_body_en").input_value())
