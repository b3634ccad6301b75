"""Every public page before the checkers: axe for accessibility, Nu for HTML, and no word in the wrong language."""

import re

import pytest
from django.test import Client, RequestFactory
from django.utils.translation import override
from lxml import html

from config.views import bad_request, server_error
from publishing import navigation
from tests.e2e.conftest import RULES, RULES_OF_COLOURS
from tests.e2e.everything import make_full_article
from tests.e2e.full_people import make_full_actor, make_full_office

pytestmark = pytest.mark.browser
# Language -> name -> address, of pages that the demo content fills.
DEMO_PAGES = {
    "en": {
        "home": "/en/",
        "list": "/en/news/",
        "tag": "/en/news/tag/tskhinvali-region/",
        "tag-without-name": "/en/news/tag/ergneti/",
        "tags": "/en/tags/",
        "year": "/en/news/2024/",
        "month": "/en/news/2024/09/",
        "article": "/en/news/what-is-the-iprm/",
        "untranslated": "/en/news/participation-of-representatives-main-news-of-september/",
        "tag-events": "/en/news/tag/tskhinvali-region/events/",
        "corrections": "/en/corrections/",
        "author": "/en/authors/tamta-mtvarelidze/",
        "version": "/en/news/vladimir-putin-signs-agreement-military-technical-support/v/3/",
        "versions": "/en/news/vladimir-putin-signs-agreement-military-technical-support/v/",
        "missing": "/en/news/no-such-article/",
        "missing-cursor": "/en/news/?before=x",
        "withdrawn": "/en/news/counting-sessions-a-table/",
        "page": "/en/pages/methodology/",
        "page-under": "/en/pages/how-to-cite/",
        "glossary": "/en/glossary/",
        "search": "/en/search/?q=Lavrov",
        "subscribe": "/en/subscribe/",
        "chronologies": "/en/chronology/",
        "chronology": "/en/chronology/visits/",
        "timeline": "/en/chronology/visits/timeline/",
        "timeline-year": "/en/chronology/visits/timeline/?period=2008",
        "timeline-no-period": "/en/chronology/visits/timeline/?period=x",
        "event": "/en/events/sergei-lavrovs-visit-in-tskhinvali-region/",
        "event-articles": "/en/events/tenth-session-of-the-demarcation-commission/articles/",
        "event-in-chronology": "/en/chronology/visits/gagloyev-meets-kozak/",
        "format": "/en/formats/iprm-gali/",
        "agreements": "/en/agreements/",
        "agreements-asked": "/en/agreements/?party=russia&state=ratified",
        "agreements-unseen": "/en/agreements/?state=unseen",
        "agreements-no-stage": "/en/agreements/?state=1",
        "agreement": "/en/agreements/military-technical-agreement/",
        "agreement-twin": "/en/agreements/plan-of-consultations-with-sokhumi-2024-2025/",
        "meetings": "/en/meetings/?a=sergey-lavrov&b=eduard-kokoiti",
        "meetings-wrong": "/en/meetings/?a=nobody&b=nobody",
        "actors": "/en/actors/",
        "actors-asked": "/en/actors/?office=ministry-of-foreign-affairs&on=2024-10-15",
        "actors-no-day": "/en/actors/?on=2008-13-45",
        "units": "/en/offices/?under=government-of-russia",
        "actor": "/en/actors/dmitry-kozak/",
        "offices": "/en/offices/",
        "office": "/en/offices/embassy-of-russia-in-tskhinvali/",
        "office-on": "/en/offices/ministry-of-foreign-affairs/?on=2024-10-15",
        "office-no-day": "/en/offices/ministry-of-foreign-affairs/?on=2008-13-45",
        "places": "/en/places/",
        "place": "/en/places/georgia/",
        "place-on": "/en/places/tskhinvali-region/?on=2024-10-15",
        "place-no-day": "/en/places/tskhinvali-region/?on=2008-13-45",
        "remits": "/en/remits/tskhinvali-region/2024/",
        "api": "/api/v1/docs/",
    },
    "ka": {
        "home": "/ka/",
        "list": "/ka/news/",
        "tag": "/ka/news/tag/tskhinvalis-regioni/",
        "tag-without-name": "/ka/news/tag/ergneti/",
        "tags": "/ka/tags/",
        "year": "/ka/news/2024/",
        "month": "/ka/news/2024/09/",
        "article": "/ka/news/ra-aris-intsidentebis-preventsiis-mekanizmi/",
        "untranslated": "/ka/news/shekhvedrebi-sakhelmtsipo-dumashi/",
        "tag-events": "/ka/news/tag/tskhinvalis-regioni/events/",
        "corrections": "/ka/corrections/",
        "author": "/ka/authors/tamta-mtvarelidze/",
        "version": "/ka/news/samkhedro-teknikuri-dakhmarebis-shetankhmeba/v/3/",
        "versions": "/ka/news/samkhedro-teknikuri-dakhmarebis-shetankhmeba/v/",
        "missing": "/ka/news/no-such-article/",
        "missing-cursor": "/ka/news/?before=x",
        "withdrawn": "/ka/news/skhdomebis-datvla-tskhrili/",
        "page": "/ka/pages/metodologia/",
        "page-under": "/ka/pages/rogor-davimotsmot/",
        "glossary": "/ka/glossary/",
        "search": "/ka/search/?q=ლავროვი",
        "subscribe": "/ka/subscribe/",
        "chronologies": "/ka/chronology/",
        "chronology": "/ka/chronology/visits/",
        "timeline": "/ka/chronology/visits/timeline/",
        "timeline-year": "/ka/chronology/visits/timeline/?period=2008",
        "timeline-no-period": "/ka/chronology/visits/timeline/?period=x",
        "event": "/ka/events/sergei-lavrovs-visit-in-tskhinvali-region/",
        "event-articles": "/ka/events/demarkatsiis-komisiis-meate-rigiti-skhdoma/articles/",
        "event-in-chronology": "/ka/chronology/visits/alan-gagloevi-dmitri-kozaks-khvdeba/",
        "format": "/ka/formats/samkhret-osetisa-da-rusetis-demarkatsiis-komisia/",
        "agreements": "/ka/agreements/",
        "agreements-asked": "/ka/agreements/?party=ruseti&state=ratified",
        "agreements-unseen": "/ka/agreements/?state=unseen",
        "agreements-no-stage": "/ka/agreements/?state=1",
        "agreement": "/ka/agreements/samkhedro-teknikuri-shetankhmeba-tskhinvalis-regiontan/",
        "agreement-twin": "/ka/agreements/konsultatsiebis-gegma-sokhumtan-2024-2025/",
        "meetings": "/ka/meetings/?a=sergei-lavrovi&b=eduard-kokoiti",
        "actors": "/ka/actors/",
        "actors-asked": "/ka/actors/?office=sagareo-sakmeta-saministro&on=2024-10-15",
        "actors-no-day": "/ka/actors/?on=2008-13-45",
        "units": "/ka/offices/?under=rusetis-mtavroba",
        "actor": "/ka/actors/dmitri-kozaki/",
        "offices": "/ka/offices/",
        "office": "/ka/offices/rusetis-saelcho-tskhinvalshi/",
        "office-on": "/ka/offices/sagareo-sakmeta-saministro/?on=2024-10-15",
        "office-no-day": "/ka/offices/sagareo-sakmeta-saministro/?on=2008-13-45",
        "places": "/ka/places/",
        "place": "/ka/places/sakartvelo/",
        "place-on": "/ka/places/tskhinvalis-regioni/?on=2024-10-15",
        "place-no-day": "/ka/places/tskhinvalis-regioni/?on=2008-13-45",
        "remits": "/ka/remits/tskhinvalis-regioni/2024/",
    },
}
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
