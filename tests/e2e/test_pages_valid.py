"""Every public page before the checkers: axe for accessibility, Nu for HTML, and no word in the wrong language."""

import re

import pytest
from django.test import Client, RequestFactory
from django.utils.translation import override
from lxml import html

from config.views import bad_request, server_error
from publishing import navigation
from tests.e2e.conftest import RULES, RULES_OF_COLOURS
from tests.e2e.demo_pages import DEMO_PAGES
from tests.e2e.everything import make_full_article
from tests.e2e.full_people import make_full_actor, make_full_office

pytestmark = pytest.mark.browser
# What the checkers are to see in the article that holds everything.
PARTS = [
    ".article__lead", "a[rel=author]", ".article__facts time", "figure.row img", ".prose h2", ".prose h4", ".prose li li", ".prose blockquote",
    ".prose table th", ".prose figure img", "[role=doc-noteref]", ".embed a", "#corrections li", ".citations > li", ".citations__quote", "a[rel=tag]",
    ".documents a[download]",
]  # fmt: skip
PARTS_OF_PEOPLE = [("full-office", "posts"), ("full-office", "names"), ("full-actor", "posts"), ("full-actor", "remits"), ("full-actor", "names")]
STATUSES = {
    "missing": 404,
    "timeline-no-period": 400,
    "missing-cursor": 404,
    "withdrawn": 410,
    "meetings-wrong": 400,
    "office-no-day": 400,
    "actors-no-day": 400,
    "agreements-no-stage": 400,
    "place-no-day": 400,
}
# Words of another script, in pages of a language.
OTHER_SCRIPT = {"en": "[\u10a0-\u10ff\u0400-\u04ff]+", "ka": "[A-Za-z]{2,}|[\u0400-\u04ff]+"}
# Names that Georgian writes in Latin letters too.
NAMES = {"Matiane", "Atom", "RSS", "JSON", "Feed", "CSV", "PDF", "CC", "BY", "Creative", "Commons", "EUMM", "IPRM", "Wikidata"}
NAMES |= {"iCalendar", "TimelineJS", "GeoJSON", "RIS", "BibTeX", "CSL"}
# What Chromium says of something that a policy does not allow.
REFUSAL = re.compile("Content.Security.Policy|Permissions.Policy|Trusted", re.IGNORECASE)
WIDTHS = [375, 1280]
# At which width a language is judged by all rules: at the other one by those that a width can break.
FULLY = {"en": 1280, "ka": 375}
RULES_OF_WIDTH = [*RULES_OF_COLOURS, "target-size", "scrollable-region-focusable"]


@pytest.fixture(params=["en", "ka"])
def pages(request: pytest.FixtureRequest, demo: None) -> dict[str, str]:
    """The addresses of one page of each kind in a language, by name."""
    full = make_full_article()
    own = {"full": navigation.record_address(full, request.param), "report": navigation.report_address(full, request.param)}
    own["document"] = f"/{request.param}/documents/{full.documents.first().document.short_id}/"
    return {**DEMO_PAGES[request.param], **own, **full_people(request.param)}


def full_people(language: str) -> dict[str, str]:
    """Return the addresses of a person and an office with everything, and of the pages of their long histories, by name."""
    office = make_full_office()
    person = navigation.record_address(make_full_actor(office), language)
    own = {"full-office": navigation.record_address(office, language), "full-actor": person}
    own["holders"] = f"{own['full-office']}posts/{office.posts.get(title_en='Head').pk}/"
    return {**own, **{f"{name}-{part}": f"{own[name]}{part}/" for name, part in PARTS_OF_PEOPLE}}


def test_article_that_holds_everything_shows_everything(page, pages):
    page.goto(pages["full"])

    assert [part for part in PARTS if not page.locator(part).count()] == []


def test_axe_finds_nothing_on_any_page_light_or_dark_narrow_or_wide(page, pages, axe):
    faults = []
    fully = FULLY[pages["home"].strip("/")]
    for name, path in pages.items():
        answer = page.goto(path)
        assert answer.status == STATUSES.get(name, 200), path
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            for scheme, rules in [("light", RULES if width == fully else RULES_OF_WIDTH), ("dark", RULES_OF_COLOURS)]:
                page.emulate_media(color_scheme=scheme)
                faults += [f"{path} {width} {scheme}: {fault}" for fault in axe(page, rules=rules)]
            faults += [f"{path} {width}: wider than its window"] * (page.evaluate("document.documentElement.scrollWidth") > width)

    assert faults == []


def test_policy_refuses_nothing_on_any_page_and_no_page_calls_another_site(page, pages, live_server):
    faults = []
    page.on("console", lambda message: REFUSAL.search(message.text) and faults.append(f"{page.url}: {message.text}"))
    page.on("request", lambda request: request.url.startswith(live_server.url) or faults.append(f"{page.url} asks {request.url}"))

    for path in pages.values():
        answer = page.goto(path, wait_until="load")
        assert "require-trusted-types-for" in answer.headers["content-security-policy"], path

    assert faults == []


def test_nu_finds_no_error_in_any_page(pages, nu):
    client = Client()
    language = pages["home"].strip("/")

    texts = {name: client.get(path).content.decode() for name, path in pages.items()}
    with override(language):
        request = RequestFactory().get(f"/{language}/")
        texts["bad-request"] = bad_request(request, Exception()).content.decode()
        texts["server-error"] = server_error(request).content.decode()

    assert nu(**texts) == []


def words_of(page: str, script: str) -> set[str]:
    """Return the words in a script that a page shows or a screen reader says, but for those that stand in an element with a language.

    Texts and leads are left out: an editor may name something in its own script there.
    """
    body = html.fromstring(page).body
    for element in body.xpath(".//*[@lang or contains(@class, 'prose') or contains(@class, '__lead')] | .//script"):
        element.drop_tree()
    spoken = body.xpath(".//@aria-label | .//@alt | .//@title | .//@placeholder | .//@data-done")
    return set(re.findall(script, re.sub(r"https?://\S+|\S+@\S+", "", " ".join([*body.xpath(".//text()"), *spoken]))))


def test_no_word_stands_in_another_script_than_the_page_without_saying_so(pages):
    language = pages["home"].strip("/")
    client = Client()

    found = {name: words_of(client.get(path).content.decode(), OTHER_SCRIPT[language]) - NAMES for name, path in pages.items()}

    assert {name: words for name, words in found.items() if words} == {}
