"""A server out of reach: the form says so, keeps the text in the browser, and offers it again; and forgets it where it should."""

import re
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from accounts.models import Session
from news.models import Article
from publishing import drafts
from publishing.models import Draft
from tests.desk_type.factories import make_published_dossier
from tests.e2e.editors import SAVED, choose, form_of, line, log_in, unreachable, wait_for_form
from tests.factories import make_published_article

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def article() -> Article:
    return make_published_article(title_en="Visit", lead_en="He came.", body_en="<p>One <b>bold</b> word.</p>", title_ka="ვიზიტი")


def test_server_out_of_reach_is_said_and_the_text_goes_when_it_is_back(desk, article):
    page = desk(form_of(article))
    page.route("**/admin/**", unreachable)

    page.locator("#id_lead_en").fill("Typed meanwhile")
    expect(line(page)).to_contain_text("server cannot be reached")
    expect(line(page)).to_contain_text("kept in this browser")
    assert not Draft.objects.exists()

    page.unroute("**/admin/**")
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(line(page)).to_contain_text(SAVED)
    assert drafts.state_of(article)["lead_en"] == "Typed meanwhile"


def test_ten_minutes_out_of_reach_lose_nothing(desk, article):
    page = desk(form_of(article))
    page.clock.install()
    page.reload()
    wait_for_form(page)
    page.route("**/admin/**", unreachable)
    page.locator("#id_lead_en").fill("Begun")
    page.clock.run_for(4000)
    expect(line(page)).to_contain_text("server cannot be reached")
    since = line(page).inner_text()

    for minute in range(10):
        page.locator("#id_lead_en").fill(f"Typed in minute {minute}")
        page.clock.run_for(60_000)
    expect(line(page)).to_have_text(since)
    page.unroute("**/admin/**")
    pass_time_until_saved(page)

    assert drafts.state_of(article)["lead_en"] == "Typed in minute 9"


def pass_time_until_saved(page: Page) -> None:
    """Let the next try come, and the one after it: one that began while the server was away may still have to fail."""
    for _try in range(4):
        page.clock.run_for(31_000)
        try:
            expect(line(page)).to_contain_text(SAVED, timeout=5000)
        except AssertionError:
            continue
        return
    expect(line(page)).to_contain_text(SAVED)


def test_text_kept_in_the_browser_is_offered_on_the_next_open_and_taken(desk, axe):
    dossier = make_published_dossier(rows=1)
    page = kept_text(desk, dossier)

    offer = page.get_by_role("region", name=re.compile("was not saved"))
    assert axe(page) == []
    expect(offer).to_contain_text("Typed meanwhile")
    expect(offer).to_contain_text("A new row")
    offer.get_by_role("button", name="Put it into the form").click()

    expect(offer).to_have_count(0)
    expect(page.locator("#id_lead_en")).to_have_value("Typed meanwhile")
    expect(line(page)).to_contain_text(SAVED)
    page.wait_for_timeout(1500)
    state = drafts.state_of(dossier)
    assert state["lead_en"] == "Typed meanwhile"
    assert state["body_en"] == "<p>Text. Offline.</p>"
    assert state["tags"] == ["+Offline tag"]
    assert [state[f"remarks/{key}/text_en"] for key in state["remarks"]][1:] == ["A new row"]


def test_text_kept_in_the_browser_is_dropped(desk):
    dossier = make_published_dossier(rows=1)
    page = kept_text(desk, dossier)

    page.get_by_role("button", name="Throw it away").click()
    page.reload()
    wait_for_form(page)

    assert page.get_by_role("region", name=re.compile("was not saved")).count() == 0
    assert not Draft.objects.exists()


def kept_text(desk: Callable[..., Page], dossier: object) -> Page:
    """Type into a form whose server is out of reach, close it, and open it again."""
    page = desk(form_of(dossier))
    context = page.context
    page.route("**/admin/**/autosave/", unreachable)
    page.locator("#id_lead_en").fill("Typed meanwhile")
    page.locator("#id_body_en_editor").click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" Offline.")
    page.get_by_role("tab", name="Details").click()
    choose(page, page.get_by_role("searchbox", name="tags"), "Offline tag", "Offline tag")
    page.get_by_role("tab", name="remarks").click()
    page.locator("#remarks-group .add-row button").click()
    page.locator("#id_remarks-1-text_en").fill("A new row")
    expect(line(page)).to_contain_text("server cannot be reached")
    page.wait_for_timeout(1500)
    # What the page says when it is closed must not arrive either.
    Session.objects.all().delete()
    page.close()
    return log_in(context.new_page(), form_of(dossier), "nino")


def test_kept_text_is_forgotten_at_log_out(desk, article):
    page = desk(form_of(article))
    page.route("**/admin/**/autosave/", unreachable)
    page.locator("#id_lead_en").fill("Secret")
    expect(line(page)).to_contain_text("kept in this browser")
    page.on("dialog", lambda dialog: dialog.accept())

    page.get_by_role("button", name="Log out").click()
    page.wait_for_url("**/logout/")

    assert page.evaluate("JSON.stringify(localStorage)").count("Secret") == 0


def test_nothing_is_kept_where_that_is_switched_off(desk, article):
    page = desk(form_of(article))
    page.route("**/admin/**/autosave/", unreachable)
    page.get_by_text("This computer").click()
    page.get_by_label("Keep text that could not be saved in this browser").uncheck()

    page.locator("#id_lead_en").fill("Secret")

    expect(line(page)).to_contain_text("nothing is kept in this browser")
    page.wait_for_timeout(1500)
    assert page.evaluate("JSON.stringify(localStorage)").count("Secret") == 0
    page.reload()
    expect(page.get_by_label("Keep text that could not be saved in this browser")).not_to_be_checked()


def test_kept_text_of_another_user_is_not_offered(desk, article):
    page = desk(form_of(article))
    page.route("**/admin/**/autosave/", unreachable)
    page.locator("#id_lead_en").fill("Secret")
    expect(line(page)).to_contain_text("kept in this browser")
    Session.objects.all().delete()
    page.close()
    User.objects.create_superuser("giorgi", password="matiane-demo")

    again = log_in(page.context.new_page(), form_of(article), "giorgi")

    assert again.get_by_role("region", name=re.compile("was not saved")).count() == 0
    assert "Secret" not in again.content()
