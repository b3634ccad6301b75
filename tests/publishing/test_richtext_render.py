"""What readers get of a stored text."""

import re
import sys

import pytest
from django.test import override_settings
from django.utils.safestring import SafeString, mark_safe

from publishing.fields.richtext import image_ids, plain_text, render
from publishing.fields.richtext_render import Picture

IMAGE = "3f2504e0-4f89-41d3-9a0c-0305e82c3301"
OTHER = "3f2504e0-4f89-41d3-9a0c-0305e82c3302"
FIGURE = f'<figure data-image="{IMAGE}"></figure>'
NOTE = '<span class="footnote">See <em>b</em></span>'


def test_render_returns_safe_text():
    assert isinstance(render("<p>a</p>"), SafeString)
    assert render("<p>a &lt;b&gt; &amp; c</p>") == "<p>a &lt;b&gt; &amp; c</p>"
    assert render("") == ""


def test_render_is_safe_whatever_the_column_holds():
    assert render("<p onclick=alert(1)>a<script>alert(1)</script><img src=x onerror=alert(1)>") == "<p>a</p>"


@override_settings(SITE_URL="https://matiane.example")
@pytest.mark.parametrize(
    ("href", "rel"),
    [
        ("https://example.org/", ' rel="noopener noreferrer external"'),
        ("https://matiane.example.org/", ' rel="noopener noreferrer external"'),
        ("https://matiane.example/en/", ""),
        ("/en/news/", ""),
        ("#h-a", ""),
        ("mailto:desk@example.org", ""),
    ],
)
def test_render_marks_links_to_other_sites(href, rel):
    assert render(f'<p><a href="{href}">a<em>b</em></a></p>') == f'<p><a href="{href}"{rel}>a<em>b</em></a></p>'


def test_render_numbers_notes_and_leads_back():
    assert render(f"<p>a{NOTE} b{NOTE}</p>", prefix="x-") == (
        '<p>a<sup class="noteref"><a id="x-noteref-1" href="#x-note-1" role="doc-noteref" aria-label="Note 1">1</a></sup>'
        ' b<sup class="noteref"><a id="x-noteref-2" href="#x-note-2" role="doc-noteref" aria-label="Note 2">2</a></sup></p>'
        '<section class="endnotes" role="doc-endnotes" aria-labelledby="x-notes"><h2 id="x-notes">Notes</h2><ol>'
        '<li id="x-note-1">See <em>b</em> <a class="endnotes__back" href="#x-noteref-1" role="doc-backlink"'
        ' aria-label="Back to note 1 in the text">↩</a></li>'
        '<li id="x-note-2">See <em>b</em> <a class="endnotes__back" href="#x-noteref-2" role="doc-backlink"'
        ' aria-label="Back to note 2 in the text">↩</a></li></ol></section>'
    )


def test_render_numbers_notes_in_the_order_of_the_page():
    html = f"<table><tr><td>{NOTE}</td></tr></table><ul><li>{NOTE}</li></ul>{FIGURE.replace('></', f'><figcaption>{NOTE}</figcaption></')}"
    picture = Picture(mark_safe("<picture></picture>"))

    numbers = re.findall(r'doc-noteref" aria-label="Note (\d)"', render(html, pictures={IMAGE: picture}))

    assert numbers == ["1", "2", "3"]


def test_render_gives_headings_ids_that_last():
    html = render("<h2>The visit</h2><h3>ვიზიტი აქ</h3><h2>The visit</h2><h4>?</h4>", prefix="x-")

    assert re.findall(r'id="([^"]*)"', html) == ["x-h-the-visit", "x-h-ვიზიტი-აქ", "x-h-the-visit--2", "x-h-"]


def test_render_repeats_no_id():
    html = render(f"<h2>a</h2><h2>a</h2><h2>a--2</h2><h2>?</h2><h2>!</h2><p>{NOTE}{NOTE}</p>" * 3)

    ids = re.findall(r' id="([^"]*)"', html)
    assert len(ids) == len(set(ids))


def test_render_shows_the_picture_with_its_words():
    picture = Picture(mark_safe('<picture><img src="/media/a.jpg" alt=""></picture>'), caption="Own & only", caption_lang="ka", credit="A. Author")

    html = render(FIGURE, pictures={IMAGE: picture})

    assert html == (
        '<figure class="figure"><picture><img src="/media/a.jpg" alt=""></picture>'
        '<figcaption><span lang="ka">Own &amp; only</span> <span class="figure__credit">A. Author</span></figcaption></figure>'
    )


def test_render_prefers_the_caption_of_the_text():
    html = f'<figure data-image="{IMAGE}"><figcaption>Here</figcaption></figure>'

    assert "<figcaption>Here</figcaption>" in render(html, pictures={IMAGE: Picture(mark_safe("<img>"), caption="There")})


def test_render_escapes_a_picture_that_is_not_safe():
    assert "<img" not in render(FIGURE, pictures={IMAGE: Picture("<img src=x onerror=alert(1)>", credit="<b>")})


def test_render_leaves_out_a_figure_without_picture():
    assert render(f"<p>a</p>{FIGURE}<p>b</p>") == "<p>a</p><p>b</p>"


def test_render_writes_tables_that_scroll_and_name_their_heads():
    html = "<table><tr><th>a</th><th>b</th></tr><tr><th>c</th><td>d</td></tr></table>"

    assert render(html) == (
        '<div class="table-scroll" role="region" aria-label="Table 1" tabindex="0"><table>'
        '<thead><tr><th scope="col">a</th><th scope="col">b</th></tr></thead>'
        '<tbody><tr><th scope="row">c</th><td>d</td></tr></tbody></table></div>'
    )


def test_render_names_a_table_by_its_caption():
    table = "<table><caption>What &amp; when</caption><tr><td>a</td></tr></table>"

    assert render(table * 2, prefix="x-") == "".join(
        f'<div class="table-scroll" role="region" aria-labelledby="x-table-{number}" tabindex="0"><table>'
        f'<caption id="x-table-{number}">What &amp; when</caption><tbody><tr><td>a</td></tr></tbody></table></div>'
        for number in (1, 2)
    )


def test_render_says_under_a_quotation_who_said_it():
    html = '<figure class="quote"><blockquote><p>a</p></blockquote><figcaption>Who, <a href="/en/">where</a></figcaption></figure>'

    assert render(html) == html
    assert plain_text(html) == "a\nWho, where"


POST = (
    '<figure class="post" data-author="A &amp; B" data-handle="@a" data-time="2024-05-01T10:05" data-href="https://x.com/a/status/1"'
    f' data-image="{IMAGE}"><blockquote><p>Words</p></blockquote></figure>'
)


def test_render_shows_a_post_with_its_screenshot_and_loads_nothing():
    picture = Picture(mark_safe('<img src="/media/a.jpg" alt="The post">'), caption="c", credit="Agency")

    assert render(POST, pictures={IMAGE: picture}, language="en") == (
        '<figure class="post"><blockquote><p>Words</p></blockquote><div class="post__screenshot"><img src="/media/a.jpg" alt="The post"></div>'
        '<figcaption><span class="post__author">A &amp; B</span> @a <time datetime="2024-05-01T10:05">1 May 2024, 10:05</time> '
        '<a href="https://x.com/a/status/1" rel="noopener noreferrer external">x.com/a/status/1</a> '
        '<span class="figure__credit">Agency</span></figcaption></figure>'
    )
    assert '<time datetime="2024-05-01T10:05">1 მაისი, 2024' in render(POST, language="ka")
    assert "<img" not in render(POST)
    assert [str(image) for image in image_ids(POST)] == [IMAGE]
    assert plain_text(POST) == "Words\nA & B @a 2024-05-01 10:05 https://x.com/a/status/1"


@pytest.mark.parametrize(("told", "shown"), [("", ""), ('data-author="A"', '<p class="post"><span class="post__author">A</span></p>')])
def test_render_of_a_post_whose_only_picture_is_gone(told, shown):
    assert render(f'<figure class="post" {told} data-image="{IMAGE}"></figure>') == shown


GALLERY = f'<figure class="gallery">{FIGURE}<figure data-image="{OTHER}"><figcaption>There</figcaption></figure></figure>'


def test_render_names_once_whom_all_pictures_of_a_gallery_have_to_thank():
    pictures = {IMAGE: Picture(mark_safe("<img>"), credit="Agency"), OTHER: Picture(mark_safe("<img>"), credit="Agency")}

    assert render(GALLERY, pictures=pictures) == (
        '<figure class="gallery" role="group" aria-label="Pictures: 2"><figure class="figure"><img></figure>'
        '<figure class="figure"><img><figcaption>There</figcaption></figure>'
        '<figcaption><span class="figure__credit">Agency</span></figcaption></figure>'
    )
    mixed = render(GALLERY, pictures=pictures | {OTHER: Picture(mark_safe("<img>"), credit="Another")})
    assert re.findall(r'credit">(\w+)', mixed) == ["Agency", "Another"]
    assert [str(image) for image in image_ids(GALLERY)] == [IMAGE, OTHER]
    assert render(GALLERY) == ""
    assert "Pictures: 1" in render(GALLERY, pictures={OTHER: pictures[OTHER]})


@pytest.mark.parametrize("rows", ["<tr><th>a</th></tr>", "<tr><th rowspan=2>a</th><th>b</th></tr><tr><td>c</td></tr>", "<tr><td>a</td></tr>"])
def test_render_makes_no_head_that_reaches_into_the_body(rows):
    assert "<thead>" not in render(f"<table>{rows}</table>")


def test_render_writes_a_card_that_loads_nothing():
    html = '<figure class="embed"><a href="https://www.youtube.com/watch?v=a">Talk</a><figcaption>Author</figcaption></figure>'

    assert render(html) == (
        '<p class="embed embed--youtube"><a href="https://www.youtube.com/watch?v=a" rel="noopener noreferrer external">'
        '<span class="embed__provider">YouTube</span> <span class="embed__title">Talk</span> '
        '<span class="embed__author">Author</span> <span class="embed__address">youtube.com/watch</span></a></p>'
    )


def test_render_writes_short_items_without_paragraphs():
    html = "<ul><li><p>a</p></li><li><p>b</p><ol start=3><li>c</li></ol></li><li><p>d</p><p>e</p></li></ul>"

    assert render(html) == '<ul><li>a</li><li>b<ol start="3"><li>c</li></ol></li><li><p>d</p><p>e</p></li></ul>'


def test_image_ids_names_each_image_once():
    html = f'{FIGURE}<p>a</p><figure data-image="{OTHER}"></figure>{FIGURE}<figure data-image="x"></figure>'

    assert [str(image) for image in image_ids(html)] == [IMAGE, OTHER]
    assert image_ids("<p>a</p>") == []


def test_plain_text_has_the_words_and_no_notes():
    html = f"<h2>a &amp; b</h2><p>c{NOTE}<br>d</p><ul><li>e<ul><li>f</li></ul></li></ul>{FIGURE}<hr><table><tr><td>g<td>h</table>"

    assert plain_text(html) == "a & b\nc d\ne\nf\ng\nh"


def test_render_of_a_long_text_stays_cheap():
    body = (f"<h2>Title</h2><p>{'word <em>two</em> ' * 50}<a href='/x'>link</a>{NOTE}</p>") * 30

    calls = 0

    def count(_frame, event, _argument):
        nonlocal calls
        calls += event == "call"

    sys.setprofile(count)
    try:
        render(body)
    finally:
        sys.setprofile(None)

    # 3,000 words in as many runs of text: some Python calls for each of them, and no more.
    assert calls < 50 * 3000
