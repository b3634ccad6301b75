"""Texts made to be dear: the work that they cause is bounded, counted in lines of Python that run, since lines are the same on every machine."""

import sys
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from publishing.fields.text import readable
from publishing.slugs import slugify
from publishing.typed_dates import read
from syndication.addresses import check_form
from tests.factories import make_published_article
from tests.roles import client_of, member_of

OWN = ("config/", "publishing/", "pages/", "news/", "chronicle/", "actors/", "library/", "syndication/", "django/")


def lines(act: Callable[[], object]) -> int:
    """Return how many lines of the site and of Django run."""
    count = 0

    def trace(frame, _event, _argument):
        nonlocal count
        if not any(part in frame.f_code.co_filename for part in OWN):
            return None
        count += 1
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        act()
    finally:
        sys.settrace(before)
    return count


def asked(path: str, **headers: str) -> Callable[[], object]:
    """Return a request whose page is not kept."""
    client = Client(headers={name.replace("_", "-"): value for name, value in headers.items()})
    return lambda: client.get(path)


def is_bounded(act: Callable[[str], Callable[[], object]], piece: str, count: int = 60) -> bool:
    """Tell whether ten times the text costs no more than twenty times the work, and more than that much nothing more at all."""
    act(piece)()
    short, long = lines(act(piece * count)), lines(act(piece * count * 10))
    # Said where it fails.
    assert long <= 20 * short + 20_000, (short, long)
    return True


HEADERS = {
    # Django CVE-2023-23969: each header of languages was remembered, however long.
    "Django CVE-2023-23969": ("Accept_Language", "en-us;q=0.1,"),
    # Django CVE-2024-39614: the code of a language was cut back piece by piece.
    "Django CVE-2024-39614": ("Accept_Language", "x-"),
    "cookies without end": ("Cookie", "a=1; "),
    "kinds of answers without end": ("Accept", "text/html;q=0.1,"),
    "tags of versions without end": ("If_None_Match", 'W/"\u00e9",'),
}


@pytest.mark.parametrize(("header", "piece"), HEADERS.values(), ids=HEADERS)
def test_header_made_to_be_dear_costs_no_more_than_its_length(header, piece):
    make_published_article(title_en="Known")

    for path in ("/", "/admin/login/"):
        assert is_bounded(lambda text, path=path: asked(path, **{header: text.encode("latin-1").decode("latin-1")}), piece)


def test_cve_2023_23969_header_of_languages_is_not_kept_for_ever():
    """Django CVE-2023-23969: memory was filled by headers that all differ."""
    for number in range(50):
        assert Client().get("/", headers={"Accept-Language": f"en-{number}," * 1000}).status_code == 302


QUESTIONS = {
    # Wagtail CVE-2024-39317: a search for quotation marks without end.
    "Wagtail CVE-2024-39317": '"a:b ',
    "Django CVE-2023-43665": "<&amp;",
    "Django CVE-2024-38875": "((((http://",
    "Django CVE-2018-7536": "a.b@c.",
    "Django CVE-2024-53907": "<<a ",
    "Django CVE-2024-24680": "9",
}


@pytest.mark.parametrize("piece", QUESTIONS.values(), ids=QUESTIONS)
def test_question_made_to_be_dear_is_refused_or_cut(piece):
    make_published_article(title_en="Known")
    desk = client_of(member_of("Editor"))

    for path in ("/en/search/", "/api/v1/search/"):
        assert is_bounded(lambda text, path=path: lambda: Client().get(path, {"q": text}), piece)
    assert is_bounded(lambda text: lambda: desk.get("/admin/search/", {"q": text}), piece)
    assert is_bounded(lambda text: lambda: desk.get("/admin/news/article/", {"q": text}), piece)
    assert is_bounded(lambda text: lambda: desk.get("/admin/dates/", {"text": text}), piece)


TEXTS = {
    "Django CVE-2022-41323": "[.*",
    "Django CVE-2019-6975": "1e9999999",
    "letters without end": "ab",
    "Django CVE-2023-46695": "\u2126",
    "Django CVE-2025-26699": "a ",
    "Django CVE-2018-7537": "<b>&",
}
ACTS = {
    "date": lambda text: suppressed(read, text),
    "address": lambda text: suppressed(check_form, f"https://{text}/"),
    "slug": lambda text: suppressed(slugify, text),
    "line": lambda text: suppressed(readable, text),
    "old address": lambda text: suppressed(Client().get, f"/old/{text[:50_000]}"),
}


def suppressed(act: Callable[[str], object], text: str) -> Callable[[], object]:
    """Return a call whose refusal is an answer."""

    def call() -> object:
        try:
            return act(text)
        except ValidationError as error:
            return error

    return call


@pytest.mark.parametrize("piece", TEXTS.values(), ids=TEXTS)
@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_text_made_to_be_dear_costs_no_more_than_its_length(act, piece):
    assert is_bounded(act, piece)
