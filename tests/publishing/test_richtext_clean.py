"""What of a text is stored, construct by construct."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publishing.fields.richtext import clean

IMAGE = "3f2504e0-4f89-41d3-9a0c-0305e82c3301"
OTHER = "3f2504e0-4f89-41d3-9a0c-0305e82c3302"
# One of each construct, as the editor writes it; in Georgian where words matter.
STORED = {
    "paragraph": "<p>პარლამენტმა კანონი მიიღო.</p>",
    "headings": "<h2>შეფასება</h2><h3>ფონი</h3><h4>წყარო</h4>",
    "marks": "<p>a<strong>b<em>c</em></strong><sub>2</sub><sup>3</sup></p>",
    "lists": '<ul><li><p>ერთი</p><ol start="3"><li><p>ორი</p></li></ol></li></ul>',
    "quote": "<blockquote><p>„ციტატა“</p><ul><li><p>ა</p></li></ul></blockquote>",
    "quote with who said it": (
        '<figure class="quote"><blockquote><p>ციტატა</p></blockquote><figcaption>ვინ, <a href="https://example.org/">სად</a></figcaption></figure>'
    ),
    "post": (
        '<figure class="post" data-author="ავტორი &amp; ქ." data-handle="@a" data-time="2024-05-01T10:05" data-href="https://x.com/a/status/1"'
        f' data-image="{IMAGE}"><blockquote><p>სიტყვა</p><ul><li><p>ა</p></li></ul></blockquote></figure>'
    ),
    "post that is a picture": f'<figure class="post" data-image="{IMAGE}"></figure>',
    "gallery": (
        f'<figure class="gallery"><figure data-image="{IMAGE}"><figcaption>ა</figcaption></figure><figure data-image="{OTHER}"></figure></figure>'
    ),
    "table with a caption": "<table><caption>რა და საიდან</caption><tbody><tr><th><p>ა</p></th></tr></tbody></table>",
    "link": '<p><a href="https://example.org/?a=1&amp;b=2" title="წყარო">აქ</a></p>',
    "nested link": '<p><a href="/ka/news/">a<strong>b</strong></a></p>',
    "break": "<p>ა<br>ბ</p>",
    "line": "<p>ა</p><hr><p>ბ</p>",
    "table": ('<table><tbody><tr><th scope="row"><p>ა</p></th><th><p>ბ</p></th></tr><tr><td colspan="2"><p>გ</p><p>დ</p></td></tr></tbody></table>'),
    "figure": f'<figure data-image="{IMAGE}"><figcaption>სურათი <em>აქ</em></figcaption></figure>',
    "figure alone": f'<figure data-image="{IMAGE}"></figure>',
    "footnote": '<p>ა<span class="footnote">იხ. <a href="https://example.org/"><em>აქ</em></a></span> ბ</p>',
    "card": ('<figure class="embed"><a href="https://www.youtube.com/watch?v=abc">სიტყვა</a><figcaption>ავტორი</figcaption></figure>'),
    "no-break space": "<p>12&nbsp;000</p>",
}


@pytest.mark.parametrize("html", STORED.values(), ids=STORED.keys())
def test_clean_keeps_each_construct_as_it_is(html):
    assert clean(html) == html


@pytest.mark.parametrize(
    ("html", "stored"),
    [
        ("", ""),
        ("<p></p>", ""),
        ("<p>&nbsp; <br></p><h2> </h2><ul><li></li></ul><blockquote></blockquote>", ""),
        ("two\n\nlines &amp; a < b", "<p>two lines &amp; a &lt; b</p>"),
        ("<p> a  b\t<br>\n c<br></p>", "<p>a b<br>c</p>"),
        ("<b>a<i>b</b>c</i>", "<p><strong>a<em>b</em></strong><em>c</em></p>"),
        ("<h1>a</h1><h5>b</h5><h6>c</h6>", "<h2>a</h2><h4>b</h4><h4>c</h4>"),
        ("<h2><div>a</div></h2>", "<h2>a</h2>"),
        ("<div>a</div>b<section>c</section>", "<p>a</p><p>b</p><p>c</p>"),
        ("<ul><li>a<li>b<ul><li>c</ul>", "<ul><li><p>a</p></li><li><p>b</p><ul><li><p>c</p></li></ul></li></ul>"),
        ("<ul><li>a</li><ul><li>b</li></ul></ul>", "<ul><li><p>a</p><ul><li><p>b</p></li></ul></li></ul>"),
        ("<li>a", "<ul><li><p>a</p></li></ul>"),
        ("<ul><li><h3>a</h3></li></ul>", "<ul><li><p>a</p></li></ul>"),
        ("<blockquote><blockquote>a</blockquote>b</blockquote>c", "<blockquote><p>a</p><p>b</p></blockquote><p>c</p>"),
        ("<u>a</u> <s>b</s> <font color=red>c</font> <code>d</code>", "<p>a b c d</p>"),
        ("<p class='x' id='y' style='color:red' lang='ka' onclick='z'>a</p>", "<p>a</p>"),
        ("a<!-- b -->c<!--d", "<p>ac</p>"),
        ("a<!>b<?php c ?>d</>e", "<p>abde</p>"),
        ("<img src='https://example.org/a.png' alt='b'>c", "<p>c</p>"),
        ("<figure><img src='/a.png'><figcaption>b</figcaption></figure>", "<p>b</p>"),
        (f"<figure data-image='{IMAGE.upper()}'>", f'<figure data-image="{IMAGE}"></figure>'),
        ("<figure data-image='1'>a</figure>", "<p>a</p>"),
        ("<figure class=quote><blockquote>a</blockquote></figure>", "<blockquote><p>a</p></blockquote>"),
        ("<figure class=quote><figcaption>b</figcaption></figure>", "<p>b</p>"),
        (
            "<figure class=quote>a<figcaption>b<br></figcaption>c",
            '<figure class="quote"><blockquote><p>a</p><p>c</p></blockquote><figcaption>b</figcaption></figure>',
        ),
        (
            "<figure class='post x' data-time='2024-02-30' data-href='javascript:alert(1)' data-author=' A  B '>a<figcaption>b</figcaption></figure>",
            '<figure class="post" data-author="A B"><blockquote><p>a</p><p>b</p></blockquote></figure>',
        ),
        ("<figure class=post data-author=A data-time=2024-05-01T10:05 data-href=/x></figure>", "<p>A 2024-05-01 10:05 /x</p>"),
        ("<figure class=post data-image=x></figure>", ""),
        ("<figure data-image='1' data-author=x>a", "<p>a</p>"),
        (f"<figure data-image={IMAGE} data-author=x>a", f'<figure data-image="{IMAGE}"><figcaption>a</figcaption></figure>'),
        (
            f"<figure class=gallery>a<figure data-image={IMAGE}></figure>b<figcaption>c</figcaption></figure>",
            f'<figure data-image="{IMAGE}"></figure><p>a</p><p>b</p><p>c</p>',
        ),
        ("<figure class=gallery><figure class=quote><blockquote>a", "<blockquote><p>a</p></blockquote>"),
        ("<table><caption><p>a <b>b</b></p></caption><tr><td>c", "<table><caption>a b</caption><tbody><tr><td><p>c</p></td></tr></tbody></table>"),
        ("<table><caption>a</caption></table>", "<p>a</p>"),
        ("<span class='footnote x'>a</span><span>b</span>", '<p><span class="footnote">a</span>b</p>'),
        ("<a href='/x'>a<span class='footnote'>b</span>", '<p><a href="/x">a</a><span class="footnote">b</span></p>'),
        ("<p>a<span class='footnote'>b<p>c", '<p>a<span class="footnote">b</span></p><p>c</p>'),
        ("<a href='/x'>a <a href='/y'>b</a></a>c", '<p><a href="/x">a </a><a href="/y">b</a>c</p>'),
        ("<ol start='0'><li>a</ol><ol start='-3' type='i'><li>b", "<ol><li><p>a</p></li></ol><ol><li><p>b</p></li></ol>"),
    ],
)  # fmt: skip
def test_clean_writes_each_text_in_one_way(html, stored):
    assert clean(html) == stored


@pytest.mark.parametrize(
    ("href", "stored"),
    [
        ("https://example.org/a b", "https://example.org/a%20b"),
        (" HTTPS://Example.org/ ", "https://Example.org/"),
        ("//example.org/", "https://example.org/"),
        ("www.example.org", "https://www.example.org"),
        ("/ka/news/", "/ka/news/"),
        ("#h-notes", "#h-notes"),
        ("mailto:desk@example.org", "mailto:desk@example.org"),
        ("tel:+995322000000", "tel:+995322000000"),
        ("https://ka.wikipedia.org/wiki/ცხინვალი", "https://ka.wikipedia.org/wiki/ცხინვალი"),
    ],
)
def test_clean_keeps_addresses(href, stored):
    assert clean(f'<a href="{href}">a</a>') == f'<p><a href="{stored}">a</a></p>'


@pytest.mark.parametrize("href", ["", "page.html", "ftp://example.org/", "https://", "https://exa mple.org/", "https://[", "http://a:b/", "x" * 3000])
def test_clean_drops_addresses_that_lead_nowhere(href):
    assert clean(f'<a href="{href}">a</a>') == "<p>a</p>"


@pytest.mark.parametrize(
    "address",
    [
        "https://www.youtube.com/watch?v=abc",
        "https://youtu.be/abc",
        "https://vimeo.com/123",
        "https://x.com/someone/status/1",
        "https://www.facebook.com/someone/posts/1",
        "https://t.me/channel/1",
        "https://www.tiktok.com/@someone/video/1",
    ],
)
def test_clean_makes_a_card_of_an_address_alone(address):
    card = f'<figure class="embed"><a href="{address}">{address}</a></figure>'

    assert clean(f"<p>{address}</p>") == card
    assert clean(f'<p><strong><a href="{address.replace("https", "http")}">{address}</a></strong></p>') == card
    assert clean(f'<a href="{address}">A speech</a>') == card.replace(f">{address}<", ">A speech<")


def test_clean_takes_no_address_for_a_title():
    html = '<a href="https://www.youtube.com/watch?v=abc">http://youtu.be/abc</a>'

    assert clean(html) == '<figure class="embed"><a href="https://www.youtube.com/watch?v=abc">https://www.youtube.com/watch?v=abc</a></figure>'


@pytest.mark.parametrize(
    "html",
    [
        "<p>See https://youtu.be/abc</p>",
        "<p>https://example.org/watch?v=abc</p>",
        "<p>https://youtu.be.example.org/abc</p>",
        '<p>See <a href="https://youtu.be/abc">this</a></p>',
        '<p><a href="https://x.com/someone">A profile</a></p>',
        "<ul><li><p>https://youtu.be/abc</p></li></ul>",
    ],
)
def test_clean_makes_no_card_of_anything_else(html):
    assert clean(html) == html


def test_clean_makes_a_link_of_a_card_of_an_unknown_site():
    html = '<figure class="embed"><a href="https://example.org/">a</a><figcaption>b</figcaption></figure>'

    assert clean(html) == '<p><a href="https://example.org/">a</a></p><p>b</p>'


@pytest.mark.parametrize(
    ("rows", "stored"),
    [
        ("<tr><td>a<tr><td>b<td>c", [["a", ""], ["b", "c"]]),
        ("<tr><td rowspan=9>a<td>b", [["a", "b"]]),
        ("<td>a", [["a"]]),
        ("<tr></tr><tr><td>a", [["a"]]),
        ("<tr><td><table><tr><td>a<td>b</table>c", [["a</p><p>b</p><p>c"]]),
    ],
)
def test_clean_makes_tables_square(rows, stored):
    written = "".join(f"<tr>{''.join(f'<td><p>{cell}</p></td>' for cell in row)}</tr>" for row in stored)

    assert clean(f"<table>{rows}</table>") == f"<table><tbody>{written}</tbody></table>"


def test_clean_shortens_a_span_over_a_row_that_it_drops():
    rows = "<tr><td rowspan=3>a</td><td>b</td></tr><tr></tr><tr><td>c</td></tr>"

    assert clean(f"<table>{rows}</table>") == (
        '<table><tbody><tr><td rowspan="2"><p>a</p></td><td><p>b</p></td></tr><tr><td><p>c</p></td></tr></tbody></table>'
    )


def test_clean_makes_paragraphs_of_a_table_that_is_mostly_missing():
    rows = f"<tr>{'<td colspan=50>a' * 2}</tr>" + "<tr><td>b</td></tr>" * 3

    assert clean(f"<table>{rows}</table>") == "<p>a</p><p>a</p>" + "<p>b</p>" * 3


PIECES = st.sampled_from(
    [
        *(f"<{tag}>" for tag in ["p", "h2", "ul", "ol", "li", "blockquote", "table", "tr", "td", "th", "br", "hr", "b", "i",
            "sub", "sup", "div", "span", "figcaption", "caption"]),
        *(f"</{tag}>" for tag in ["p", "h2", "ul", "ol", "li", "blockquote", "table", "tr", "td", "b", "i", "a", "span", "figure",
            "figcaption", "div"]),
        "<a href='/x'>", "<a href='https://x y/'>", "<a href='//[x'>", "<a title=t href=https://youtu.be/a>",
        "<span class=footnote>", f"<figure data-image={IMAGE}>", "<figure class=embed>", "<figure class=quote>",
        "<figure class=gallery>", "<figure class=post data-author=A>",
        "<figure class=post data-time=2024-13-01 data-href='//[x'>", "<figure>",
        "<td colspan=3 rowspan=2>", "<th rowspan=4 scope=col>", "<ol start=4>", "https://youtu.be/a", "https://t.me/a/1",
        " ", "\n", "&nbsp;", "ა", "a", "&amp;", "&lt;", "<", ">", "'", '"', "<!--", "-->", "&#0;", "\x00", "\ud800",
    ]
)  # fmt: skip


@pytest.mark.drill
@given(st.lists(st.one_of(PIECES, st.text(max_size=5)), max_size=40).map("".join))
def test_clean_twice_is_clean_once(html):
    stored = clean(html)

    assert clean(stored) == stored


@pytest.mark.parametrize(
    "html",
    [
        "<table><caption>one</caption><colgroup><col></colgroup><thead><tr><th>two</thead><tfoot><tr><td>three</tfoot></table>",
        "<table>one<tr>two<td>three</table>",
        "<figure>one<blockquote>two</blockquote><figcaption>three</figcaption></figure>",
        "<figure class=post data-author=x>one<figcaption>two</figcaption><p>three</figure>",
        f"<table><tr><td>one<figure data-image={IMAGE}><figcaption>two</figcaption></figure>three</table>",
        "<details><summary>one</summary>two</details><marquee>three</marquee>",
        "<o:p>one</o:p><w:sdt><span style='mso-list:Ignore'>two</span></w:sdt><custom-part>three</custom-part>",
        "<dl><dt>one<dd>two</dl><select><option>three</select>",
        "<svg><text>one</text></svg><math><mi>two</mi></math><object>three</object>",
        "<ruby>one<rp>(</rp><rt>two</rt></ruby><kbd>three",
        "<blockquote>one<table><tr><td>two</table>three</blockquote>",
        "<ul>one<figure class=gallery><li>two</figure>three</ul>",
        "<span class=footnote>one<table><tr><td>two</table></span>three",
    ],
)
def test_clean_loses_no_word_of_markup_that_it_does_not_know(html):
    assert sorted(re.findall("one|two|three", clean(html))) == ["one", "three", "two"]


@pytest.mark.drill
@given(st.lists(st.one_of(PIECES.filter(lambda piece: piece not in {"<!--", "<"}), st.just("ა")), max_size=40))
def test_clean_loses_no_word_whatever_stands_around_it(pieces):
    html = "".join(f"w{number}w {piece}" for number, piece in enumerate(pieces))

    assert set(re.findall(r"w\d+w", clean(html))) == set(re.findall(r"w\d+w", html))
