"""What got past the sanitisers of others: through ours it leaves nothing that runs, for any reader and however it is read again."""

import pytest
from lxml import html as parser

from publishing.fields.richtext import clean, render
from tests.publishing.test_richtext_attacks import PUBLIC_ATTRIBUTES, PUBLIC_TAGS, STORED_ATTRIBUTES, STORED_TAGS, harms, steps
from tests.security.payloads import run_in

ADVISORIES = {
    # Schemes written as entities.
    "bleach CVE-2018-7753": "<a href='javas&#x09;cript:alert(1)'>a</a><a href='&#106;avascript&colon;alert(1)'>b</a>",
    # What stands in noscript is text to a parser that runs scripts, and markup to one that does not.
    "bleach CVE-2020-6802": "<noscript><style></noscript><img src=x onerror=alert(1)>",
    "bleach CVE-2020-6816": "<math></p><style><!--</style><img src=x onerror=alert(1)>--></style></math>"
    "<svg><p><xmp></svg><img src=x onerror=alert(1)>",
    "bleach CVE-2021-23980": "<svg></p><style><!--</style><img title='--></style><img src=x onerror=alert(1)>'>",
    "lxml CVE-2020-27783": "<noscript><style><a title='</style></noscript><img src=x onerror=alert(1)>'>",
    "lxml CVE-2021-28957": "<form><input type=submit formaction='javascript:alert(1)' value=a>"
    "<button formaction=javascript:alert(1)>b</button></form>",
    "lxml CVE-2021-43818": "<svg><image href='data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9YWxlcnQoMSk+'/><style>@import 'data:,x';</style></svg>",
    # The cleaner of lxml, since it is a package of its own.
    "lxml_html_clean CVE-2024-52595": "<svg><style><img src=x onerror=alert(1)></style></svg>"
    "<math><style><img src=x onerror=alert(1)></style></math>",
    "ammonia CVE-2021-38193": "<svg><style>&lt;img src=x onerror=alert(1)&gt;</style></svg>"
    "<math><annotation-xml encoding='text/html'><style><img src=x onerror=alert(1)>",
    "DOMPurify CVE-2019-16728": "<svg></p><style><a id='</style><img src=x onerror=alert(1)>'>",
    # Found in an editor that cleaned its diagrams.
    "Typora CVE-2019-20374": "<svg><p><style><g title='</style><img src=x onerror=alert(1)>'>",
    "DOMPurify CVE-2020-26870": "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "DOMPurify CVE-2024-45801": "<div>" * 300
    + "<table><caption><svg><title><table><caption></caption></table></title><style><a title='</style><img src=x onerror=alert(1)>'>",
    "DOMPurify CVE-2024-47875": "<form>" + "<div>" * 600 + "<math><mi><style><!--</style><img src=x onerror=alert(1)>-->",
    "DOMPurify CVE-2024-48910": "<p is='x-evil' constructor=1 __proto__='{\"onclick\":1}' onclick=alert(1)>a</p>",
    "DOMPurify CVE-2025-26791": "<p>${alert(1)}<b>{{constructor.constructor('alert(1)')()}}</b><%= alert(1) %></p><img src=x onerror=alert(1)>",
    "Wagtail CVE-2021-29434": "<a linktype='page' id='1' href='JavaScript:alert(1)'>a</a><a href='  javascript:alert(1)'>b</a>",
    "WordPress CVE-2020-4046": "<figure class='embed'><a href='https://youtu.be/a' onclick=alert(1)"
    " class='x\" onmouseover=\"alert(1)'>a</a></figure>",
}


def read_again(html: str) -> str:
    """Return markup as a browser writes it after it has read it: what changes by that is how sanitisers are deceived."""
    return "".join(parser.tostring(each, encoding="unicode") for each in parser.fragments_fromstring(f"<div>{html}</div>"))


@pytest.mark.parametrize("html", ADVISORIES.values(), ids=ADVISORIES)
@pytest.mark.parametrize("around", ["{}", "<p>a</p>{}<p>b</p>", "<table><tr><td>{}</td></tr></table>", "<svg>{}", "<p title='{}'>"])
def test_what_got_past_others_leaves_nothing(html, around):
    html = around.format(html)
    stored, printed = clean(html), str(render(html))

    assert harms(stored, STORED_TAGS, STORED_ATTRIBUTES) == []
    assert harms(printed, PUBLIC_TAGS, PUBLIC_ATTRIBUTES) == []
    assert run_in(f"<body>{read_again(printed)}") == []
    assert clean(read_again(stored)).replace("<div>", "").replace("</div>", "") == clean(stored) == stored


DEEP = {
    # Writing out a tree that was too deep ended the process.
    "ammonia CVE-2019-15542": "<blockquote><p>a",
    # A pattern that tried each part of a style again and again.
    "bleach CVE-2020-6817": "<a style='/*/*/*/*/*/*x:y;'>a",
    "Django CVE-2019-14233 and CVE-2025-32873": "<<<<a<!",
    "Django CVE-2024-27351": "<p>word word &amp; <",
}


@pytest.mark.parametrize("piece", DEEP.values(), ids=DEEP)
@pytest.mark.parametrize("act", [clean, render])
def test_text_made_to_be_dear_costs_its_length_and_ends(act, piece):
    assert steps(act, piece * 3000) < 15 * steps(act, piece * 300) + 1000
    assert harms(clean(piece * 20_000), STORED_TAGS, STORED_ATTRIBUTES) == []
