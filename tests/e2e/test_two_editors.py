"""Two browsers over one record: who is there, what clashes, who keeps it locked."""

import re

import pytest
from playwright.sync_api import Page, expect

from news.models import Article
from publishing import drafts
from publishing.models import Audit, Lock, Presence
from tests.e2e.editors import SAVED, form_of, line, log_in
from tests.factories import make_published_article

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def article() -> Article:
    return make_published_article(title_en="Visit", lead_en="He came.", title_ka="ვიზიტი")


def beat(page: Page) -> None:
    """Let the page say and hear now what it does every few seconds."""
    with page.expect_response("**/presence/"):
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def test_editors_see_each_other_and_that_one_left(desk, article):
    nino, giorgi = desk(form_of(article), "nino"), desk(form_of(article), "giorgi")

    expect(giorgi.get_by_text("nino is editing")).to_be_visible()
    beat(nino)
    expect(nino.get_by_text("giorgi is editing")).to_be_visible()

    giorgi.goto("/admin/news/article/")
    expect(giorgi.get_by_role("main").get_by_text("nino is editing")).to_be_visible()
    beat(nino)
    expect(nino.get_by_text("giorgi is editing")).to_have_count(0)
    nino.close()
    giorgi.wait_for_timeout(1500)
    assert not Presence.objects.exists()


def test_untouched_form_is_still_seen_after_logging_in_anew_in_another_tab(desk, article):
    nino = desk(form_of(article), "nino")
    nino.context.clear_cookies(name="sessionid")
    log_in(nino.context.new_page(), form_of(article), "nino").close()
    nino.bring_to_front()

    with nino.expect_response(lambda answer: answer.url.endswith("/presence/") and answer.ok):
        nino.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def test_texts_in_different_places_are_merged_and_the_other_is_told(desk, article):
    nino, giorgi = desk(form_of(article), "nino"), desk(form_of(article), "giorgi")
    nino.locator("#id_lead_en").fill("Hers")
    expect(line(nino)).to_contain_text(SAVED)

    giorgi.locator("#id_title_en").fill("His")

    expect(line(giorgi)).to_contain_text("Others changed: Lead (English)")
    state = drafts.state_of(article)
    assert (state["title_en"], state["lead_en"]) == ("His", "Hers")
    beat(nino)
    expect(nino.get_by_text(re.compile(r"giorgi saved changes at \d\d:\d\d"))).to_be_visible()


def clash(desk, article: Article) -> Page:
    """Return the page of somebody whose autosave has paused, since another changed the same texts."""
    nino, giorgi = desk(form_of(article), "nino"), desk(form_of(article), "giorgi")
    nino.locator("#id_title_en").fill("Hers")
    nino.locator("#id_lead_en").fill("Her lead")
    expect(line(nino)).to_contain_text(SAVED)
    giorgi.locator("#id_title_en").fill("His")
    giorgi.locator("#id_lead_en").fill("His lead")
    expect(line(giorgi)).to_contain_text("somebody else changed the same text")
    return giorgi


def test_autosave_pauses_on_a_clash_and_goes_on_once_each_text_is_decided(desk, article, axe):
    giorgi = clash(desk, article)
    assert drafts.state_of(article)["title_en"] == "Hers"

    with giorgi.expect_navigation():
        giorgi.get_by_role("button", name="Save draft", exact=True).click()
    title = giorgi.get_by_role("region", name="Title (English)")
    lead = giorgi.get_by_role("region", name="Lead (English)")
    expect(title).to_contain_text("Hers")
    expect(line(giorgi)).to_contain_text("until you have decided")
    assert axe(giorgi) == []
    giorgi.wait_for_timeout(4000)
    assert drafts.state_of(article)["title_en"] == "Hers"

    title.get_by_role("button", name="Take theirs").click()
    expect(giorgi.locator("#id_title_en")).to_have_value("Hers")
    lead.get_by_role("button", name="Keep mine").click()

    expect(line(giorgi)).to_contain_text(SAVED)
    state = drafts.state_of(article)
    assert (state["title_en"], state["lead_en"]) == ("Hers", "His lead")


def test_all_of_mine_is_kept_at_once(desk, article):
    giorgi = clash(desk, article)
    with giorgi.expect_navigation():
        giorgi.get_by_role("button", name="Save draft", exact=True).click()

    with giorgi.expect_navigation():
        giorgi.get_by_role("button", name="Keep all of mine").click()

    state = drafts.state_of(article)
    assert (state["title_en"], state["lead_en"]) == ("His", "His lead")


def test_all_of_theirs_is_taken_and_mine_is_still_offered(desk, article):
    giorgi = clash(desk, article)
    giorgi.on("dialog", lambda dialog: dialog.accept())
    with giorgi.expect_navigation():
        giorgi.get_by_role("button", name="Save draft", exact=True).click()

    with giorgi.expect_navigation():
        giorgi.get_by_role("link", name="Reload, and take all of theirs").click()

    expect(giorgi.locator("#id_title_en")).to_have_value("Hers")
    expect(giorgi.get_by_role("region", name=re.compile("was not saved"))).to_contain_text("His lead")
    assert drafts.state_of(article)["title_en"] == "Hers"


def test_lock_stops_the_other_and_breaking_it_is_written_down(desk, article):
    nino, giorgi = desk(form_of(article), "nino"), desk(form_of(article), "giorgi")
    nino.get_by_role("group").filter(has_text="Lock").locator("summary").click()
    nino.get_by_label("Why, for your colleagues").fill("Waiting for the lawyer")
    with nino.expect_navigation():
        nino.get_by_role("button", name="Lock", exact=True).click()

    giorgi.locator("#id_title_en").fill("His")
    expect(line(giorgi)).to_contain_text("Locked by nino")
    expect(line(giorgi)).to_contain_text("kept in this browser")
    nino.get_by_role("group").filter(has_text="Lock").first.get_by_role("button", name="Release the lock").click()
    expect(nino.get_by_text("The lock is released.")).to_be_visible()
    beat(giorgi)
    expect(line(giorgi)).to_contain_text(SAVED)
    assert drafts.state_of(article)["title_en"] == "His"

    with nino.expect_navigation():
        nino.reload()
    nino.get_by_role("group").filter(has_text="Lock").locator("summary").click()
    with nino.expect_navigation():
        nino.get_by_role("button", name="Lock", exact=True).click()
    with giorgi.expect_navigation():
        giorgi.goto(form_of(article))
    expect(giorgi.get_by_text("Locked by nino")).to_be_visible()
    expect(giorgi.locator("#id_title_en")).to_be_disabled()
    with giorgi.expect_navigation():
        giorgi.get_by_role("button", name="Break the lock").click()
    assert not Lock.objects.exists()
    assert Audit.objects.latest("id").action == "lock broken"
