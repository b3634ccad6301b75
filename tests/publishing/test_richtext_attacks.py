"""Text that means harm: it leaves nothing that runs, and costs no more than its length."""

import re
import sys
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publishing.fields.richtext import clean, render

ATTACKS = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<script/x>alert(1)</script\n>",
    "<img src=x onerror=alert(1)>",
    "<img src='javascript:alert(1)'>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x></svg>",
    "<svg><a xlink:href='javascript:alert(1)'><text>a</text></a></svg>",
    "<math><a xlink:href='javascript:alert(1)'>a</a></math>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<template><script>alert(1)</script></template>",
    "<template shadowrootmode=open><img src=x onerror=alert(1)></template>",
    "<iframe src='javascript:alert(1)' srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data='data:text/html,<script>alert(1)</script>'></object>",
    "<embed src='javascript:alert(1)'>",
    "<form action='javascript:alert(1)'><form><button formaction='javascript:alert(1)'>a</button></form>",
    "<input onfocus=alert(1) autofocus>",
    "<details open ontoggle=alert(1)>a</details>",
    "<p onclick='alert(1)' style='background:url(javascript:alert(1))'>a</p>",
    "<style>@import 'javascript:alert(1)';</style>",
    "<link rel=stylesheet href='javascript:alert(1)'>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<base href='javascript:alert(1)//'>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<!--->a<script>alert(1)</script>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<a href='javascript:alert(1)'>a</a>",
    "<a href=' \x01java\nscript:alert(1)'>a</a>",
    "<a href='java&Tab;script&colon;alert(1)'>a</a>",
    "<a href='&#x6A;&#97vascript:alert(1)'>a</a>",
    "<a href='JaVaScRiPt&#58;alert(1)'>a</a>",
    "<a href='javascript://example.org/%0aalert(1)'>a</a>",
    "<a href='vbscript:msgbox(1)'>a</a>",
    "<a href='data:text/html;base64,PHNjcmlwdD4='>a</a>",
    "<a href='blob:https://example.org/1'>a</a>",
    "<a href='view-source:javascript:alert(1)'>a</a>",
    "<a href='/x' onmouseover=alert(1) target=_blank ping='https://evil.example'>a</a>",
    "<a href='/x\" onclick=\"alert(1)'>a</a>",
    "<a title='\"><script>alert(1)</script>' href='/x'>a</a>",
    "<a href='/x' title=`onclick=alert(1)`>a</a>",
    "<span class='footnote'><img src=x onerror=alert(1)><a href='javascript:alert(1)'>a</a></span>",
    "<span class='footnote\" onclick=alert(1)'>a</span>",
    "<figure data-image='\"><script>alert(1)</script>'></figure>",
    "<figure class='embed' onclick=alert(1)><a href='javascript:alert(1)//youtu.be/a'>a</a></figure>",
    "<figure class='embed'><a href='https://youtu.be/a\"onclick=alert(1)'>a</a></figure>",
    "<th scope='col\" onclick=\"alert(1)'>a</th>",
    "<table><td colspan='2\" onclick=\"alert(1)'>a</td></table>",
    "<ol start='1\" onclick=\"alert(1)'><li>a</ol>",
    "<p\x00 onclick=alert(1)>a\x00<scr\x00ipt>alert(1)</scr\x00ipt>",
    "<p/onclick=alert(1)/>a",
    "<a\x0chref=javascript:alert(1)>a</a>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<xmp><script>alert(1)</script></xmp><plaintext><script>alert(1)</script>",
    "<title><img src=x onerror=alert(1)></title><textarea><script>alert(1)</script></textarea>",
]
TAG = re.compile(r"</?([a-z0-9]+)((?: [a-z-]+=\"[^\"<>]*\")*)>")
STORED_TAGS = {
    "p",
    "br",
    "hr",
    "h2",
    "h3",
    "h4",
    "strong",
    "em",
    "sub",
    "sup",
    "a",
    "span",
    "ul",
    "ol",
    "li",
    "blockquote",
    "table",
    "tbody",
    "tr",
    "td",
    "th",
    "figure",
    "figcaption",
}
PUBLIC_TAGS = STORED_TAGS | {"div", "section", "thead"}
STORED_ATTRIBUTES = {"href", "title", "class", "start", "data-image", "colspan", "rowspan", "scope"}
PUBLIC_ATTRIBUTES = STORED_ATTRIBUTES - {"data-image"} | {
    "id",
    "role",
    "aria-label",
    "aria-labelledby",
    "tabindex",
    "rel",
}


def harms(html: str, tags: set[str], attributes: set[str]) -> list[str]:
    """Return what of the HTML is not plain text or a harmless tag."""
    left = TAG.sub("", html)
    found = [] if "<" not in left else [left]
    for tag, written in TAG.findall(html):
        names = dict(re.findall(r" ([a-z-]+)=\"([^\"]*)\"", written))
        if tag not in tags or set(names) - attributes:
            found.append(f"<{tag}{written}>")
        if not re.match(r"$|https?://|mailto:|tel:|/|#|\?", names.get("href", "")):
            found.append(names["href"])
    return found


@pytest.mark.parametrize("html", ATTACKS)
@pytest.mark.parametrize("around", ["{}", "<p>{}</p>", "<table><tr><td>{}", "<span class=footnote>{}</span>", "<b>{}"])
def test_attack_leaves_nothing_that_runs(html, around):
    html = around.format(html)

    assert harms(clean(html), STORED_TAGS, STORED_ATTRIBUTES) == []
    assert harms(render(html), PUBLIC_TAGS, PUBLIC_ATTRIBUTES) == []


@pytest.mark.drill
@given(st.lists(st.one_of(st.sampled_from(ATTACKS), st.text(max_size=8)), max_size=8), st.integers(0, 60))
def test_attack_in_pieces_leaves_nothing_that_runs(attacks, cut):
    html = "".join(attacks)[cut:]

    assert harms(clean(html), STORED_TAGS, STORED_ATTRIBUTES) == []
    assert harms(render(html), PUBLIC_TAGS, PUBLIC_ATTRIBUTES) == []


def steps(act: Callable[[str], str], html: str) -> int:
    """Return how many lines of our Python run, which unlike time is the same on every machine."""
    count = 0

    def trace(frame, _event, _argument):
        nonlocal count
        if "publishing/" not in frame.f_code.co_filename:
            return None
        count += 1
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        act(html)
    finally:
        sys.settrace(before)
    return count


FLOODS = {
    "open tags": "<b>",
    "tags with attributes": '<b class="x">',
    "paragraphs in marks": "<b><p>",
    "nested lists": "<ul><li>",
    "lists and ends": "<ul><li></ul>",
    "nested quotes": "<blockquote><p>a",
    "nested tables": "<table><tr><td>",
    "rows": "<table><tr><td colspan=50><tr><td>a</table>",
    "notes": "<span class=footnote>a",
    "captions": f"<figure data-image={'0' * 8}-0000-0000-0000-{'0' * 12}><p>a",
    "half tags": "<a ",
    "half quotes": '<a href="',
    "half comments": "<!--",
    "scripts": "<script>",
    "ends": "</li></td></b>",
    "entities": "&amp;&#60;",
    "breaks": "a<br>",
    "brackets": "<",
}


@pytest.mark.parametrize("piece", FLOODS.values(), ids=FLOODS.keys())
@pytest.mark.parametrize("act", [clean, render])
def test_flood_costs_in_proportion_to_its_length(act, piece):
    short, long = (steps(act, piece * count) for count in (200, 2000))

    assert long < 15 * short + 1000


@pytest.mark.parametrize("piece", FLOODS.values(), ids=FLOODS.keys())
def test_flood_leaves_a_text_of_like_size(piece):
    html = piece * (50_000 // len(piece))

    stored = clean(html)

    assert len(stored) < 30 * len(html)
    assert clean(stored) == stored


def test_megabyte_of_misnested_marks_leaves_no_more_than_its_text():
    html = "<b>" * 200_000 + "<p>a" * 100_000

    assert len(clean(html)) == len("<p><strong>a</strong></p>") * 100_000
