"""The past of a record in a browser: compare two versions, bring one back, look into the trash; and what readers see of it."""

import re
from collections.abc import Callable, Iterator

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from news.models import Article
from publishing import drafts
from publishing.workflow import transition
from tests.e2e.desk import Desk
from tests.e2e.test_admin_axe import WAYS, overflow
from tests.factories import make_author, make_kind, make_tag

Axe = Callable[[Page], list[str]]
BEFORE = "<h2>The visit</h2><p>Ten people crossed the bridge.</p><p>They returned in the evening.</p><ul><li><p>One</p></li></ul>"
AFTER = "<p>The visit</p><p>Twelve people <strong>crossed</strong> the bridge.</p><p>They returned in the evening.</p><ol><li><p>Two</p></li></ol>"

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(params=WAYS, ids=["-".join(map(str, way)) for way in WAYS])
def seen(request: pytest.FixtureRequest, browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """A page in one of the ways in which people look at it."""
    language, scheme, width = request.param
    options = {"color_scheme": scheme, "locale": language, "viewport": {"width": width, "height": 900}}
    context = browser.new_context(base_url=str(live_server), **options)
    yield context.new_page()
    context.close()


@pytest.fixture
def article() -> Article:
    """An article with a past: two publications, a pending draft, rows that came, went and moved."""
    editor = User.objects.create_superuser("editor", password="matiane-demo")
    bylines = [{"author": make_author(name).pk} for name in ("Ana", "Beka", "Ciala")]
    fields = {"kind": make_kind().pk, "title_en": "Visit", "body_en": BEFORE, "title_ka": "ვიზიტი", "body_ka": "<p>ათი კაცი.</p>"}
    found = drafts.create(Article, {**fields, "bylines": bylines}, by=editor)
    drafts.publish(found, by=editor)
    ana, _beka, ciala = drafts.state_of(found)["bylines"]
    changed = {
        "body_en": AFTER,
        "lead_ka": "თორმეტი კაცი",
        "tags": [make_tag("Visits").pk],
        "bylines": [ciala, ana, {"author": make_author("Dato").pk}],
    }
    drafts.save(found, changed, by=editor)
    drafts.publish(found, by=editor, note="Checked", public_note={"en": "The number was put right.", "ka": "რიცხვი გასწორდა."})
    drafts.save(found, {"title_en": "Unfinished"}, by=editor)
    return found


def is_sound(page: Page, axe: Axe) -> None:
    page.wait_for_load_state("networkidle")
    assert axe(page) == []
    assert overflow(page) == 0


def test_history_comparison_and_trash_for_everybody(seen, article, axe):
    Desk(seen).log_in("editor")

    seen.goto(f"/admin/news/article/{article.pk}/history/")
    is_sound(seen, axe)
    seen.goto(f"/admin/news/article/{article.pk}/compare/?from=1&to=draft")
    is_sound(seen, axe)
    drafts.withdraw(article, by=User.objects.get())
    transition(article, "trashed", by=User.objects.get())
    seen.goto("/admin/news/article/?state=trashed")
    is_sound(seen, axe)


def test_pages_of_versions_for_everybody(seen, article, axe):
    for path in ("/en/news/visit/v/1/", "/en/news/visit/v/2/", "/en/news/visit/v/", "/ka/news/viziti/v/1/", "/en/news/visit/"):
        seen.goto(path)
        is_sound(seen, axe)


def test_editor_compares_two_versions_and_brings_one_back(page, article):
    desk = Desk(page).log_in("editor")
    desk.find("Unfinished")
    page.get_by_role("link", name="History").click()
    page.get_by_role("radio", name="From: Version 1", exact=True).check()
    page.get_by_role("radio", name="To: Draft, as it is now").check()
    page.get_by_role("button", name="Compare the chosen").click()

    main = page.get_by_role("main")
    expect(main.locator("del", has_text="Ten")).to_have_count(1)
    expect(main.locator("ins", has_text="Twelve")).to_have_count(1)
    expect(main.get_by_role("heading", name="− removed")).to_have_count(1)
    expect(main.get_by_role("heading", name="↕ moved")).to_have_count(1)

    main.get_by_role("button", name=re.compile("Restore ?: Version 1")).click()

    expect(page.get_by_text("Version 1 is the draft now.")).to_be_visible()
    expect(page.locator("#id_title_en")).to_have_value("Visit")


def test_editor_brings_a_record_back_from_the_trash(page, article):
    drafts.withdraw(article, by=User.objects.get())
    transition(article, "trashed", by=User.objects.get())
    Desk(page).log_in("editor")
    page.goto("/admin/news/article/")
    page.get_by_role("link", name="Trash", exact=True).click()

    page.get_by_role("button", name=re.compile("Bring back ?: Unfinished")).click()

    expect(page.get_by_text("Brought back from the trash.")).to_be_visible()
    expect(page.locator("#id_title_en")).to_have_value("Unfinished")


def test_reader_finds_what_the_text_said_before(page, article):
    page.goto("/en/news/visit/")
    page.get_by_role("link", name="earlier versions").click()
    expect(page.get_by_text("The number was put right.")).to_be_visible()
    page.get_by_role("link", name="Version 1").click()

    expect(page.get_by_text("Ten people crossed the bridge.")).to_be_visible()
    page.get_by_role("link", name="Read the text as it stands today").click()
    expect(page.get_by_text("Twelve people crossed the bridge.")).to_be_visible()
