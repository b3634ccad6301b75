"""A reader asks for mails about a topic, says yes, gets one, and ends them with one click of the mail program (RFC 8058)."""

from collections.abc import Callable

import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from library.models import Tag
from publishing import strangers
from syndication.models import Reader
from tests.e2e.demo_pages import MORE_PAGES
from tests.factories import make_published_article
from tests.syndication.digests.reading import link, next_morning, work

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_reader_gets_mails_about_a_topic_until_one_click_ends_them(
    reader: Page, axe: Callable[..., list[str]], nu: Callable[..., list[str]], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(strangers, "FASTEST", -1)
    texts, faults = {}, []

    def look(name: str) -> None:
        texts[name] = reader.content()
        faults.extend(axe(reader))

    reader.goto(MORE_PAGES["en"]["topic"])
    reader.get_by_role("main").get_by_role("link", name="By e-mail").press("Enter")
    reader.get_by_label("Your e-mail address").fill("nino@example.org")
    reader.get_by_role("button", name="Send me the link").press("Enter")
    expect(reader.get_by_role("heading", level=1)).to_have_text("Look into your mail")
    look("asked")

    (first,) = work()
    reader.goto(link(first, "confirm"))
    look("confirm")
    reader.get_by_role("button", name="Yes, subscribe").press("Enter")
    expect(reader.get_by_role("heading", level=1)).to_have_text("You are subscribed")
    look("begun")

    make_published_article(title_en="Talks", tags=[Tag.objects.get(slug_en="geneva-international-discussions")])
    (letter,) = next_morning()
    assert "Talks" in letter.body
    for name in ("manage", "stop"):
        reader.goto(link(letter, name))
        look(name)
    once = reader.request.post(one_click(letter), form={"List-Unsubscribe": "One-Click"})

    reader.goto(link(letter, "manage"))
    look("ended")
    assert (once.status, Reader.objects.exists(), faults, nu(**texts)) == (200, False, [], [])


def one_click(letter: mail.EmailMultiAlternatives) -> str:
    """Return the path to which a mail program posts, without a reader who looks at anything."""
    return letter.extra_headers["List-Unsubscribe"].strip("<>").removeprefix("http://testserver")
