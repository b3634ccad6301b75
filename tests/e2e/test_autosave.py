"""The open form saves itself, in a real browser: through closed tabs and ended sessions."""

import re

import pytest
from playwright.sync_api import expect

from accounts.models import Session
from news.models import Article
from publishing import drafts
from publishing.models import Draft
from tests.desk_type.factories import make_published_dossier
from tests.e2e.editors import SAVED, choose, form_of, line, unreachable
from tests.factories import make_published_article

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ADD = "/admin/news/article/add/"


@pytest.fixture
def article() -> Article:
    return make_published_article(title_en="Visit", lead_en="He came.", body_en="<p>One <b>bold</b> word.</p>", title_ka="ვიზიტი")


# Saving


def test_saves_a_moment_after_a_change_and_says_so(desk, article):
    page = desk(form_of(article))

    page.locator("#id_lead_en").press("Control+End")
    page.keyboard.type(" And went.")

    expect(line(page)).to_contain_text(SAVED)
    assert drafts.state_of(article)["lead_en"] == "He came. And went."
    assert Article.objects.get().lead_en == "He came."


def test_untouched_form_saves_nothing_though_the_editor_has_rewritten_its_text(desk, article):
    sent: list[str] = []
    page = desk(form_of(article))
    page.on("request", lambda request: "autosave" in request.url and sent.append(request.method))

    page.get_by_role("tab", name="Georgian").click()
    page.get_by_role("tab", name="English").click()
    page.locator("#id_body_en_editor").click()
    page.wait_for_timeout(5000)

    assert sent == []
    assert not Draft.objects.exists()


def test_rich_text_tags_and_rows_are_saved_as_they_are_made(desk):
    dossier = make_published_dossier(rows=2)
    page = desk(form_of(dossier))

    page.locator("#id_body_en_editor").click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" More.")
    page.get_by_role("tab", name="Details").click()
    choose(page, page.get_by_role("searchbox", name="tags"), "Newly typed", "Newly typed")
    page.get_by_role("tab", name="remarks").click()
    page.locator("#remarks-group .add-row button").click()
    page.locator("#id_remarks-2-text_en").fill("Third")
    expect(line(page)).to_contain_text(SAVED)
    page.wait_for_timeout(1500)

    state = drafts.state_of(dossier)
    assert state["body_en"] == "<p>Text. More.</p>"
    assert state["tags"] == ["+Newly typed"]
    page.get_by_text("One language", exact=True).click()
    expect(page.locator("[data-along]")).to_have_text(re.compile(r"goes along with either one: Tags, Remarks \(3\)"))
    new = state["remarks"][2]
    assert state[f"remarks/{new}/text_en"] == "Third"

    # The first row goes; the third keeps its key.
    page.locator("#remarks-group .record-row").first.locator("[name$=-DELETE]").check()
    page.locator("#id_remarks-2-text_en").fill("Third, again")
    page.wait_for_timeout(5000)

    state = drafts.state_of(dossier)
    assert (len(state["remarks"]), state["remarks"][1], state[f"remarks/{new}/text_en"]) == (2, new, "Third, again")


def test_new_record_gets_its_address_and_a_reload_goes_on(desk):
    page = desk(ADD)

    page.locator("#id_title_en").fill("New")
    expect(line(page)).to_contain_text(SAVED)

    article = Article.objects.get()
    expect(page).to_have_url(re.compile(f"{form_of(article)}$"))
    page.reload()
    expect(page.locator("#id_title_en")).to_have_value("New")
    page.locator("#id_title_en").fill("Newer")
    expect(line(page)).to_contain_text(SAVED)
    assert drafts.state_of(Article.objects.get())["title_en"] == "Newer"


def test_closed_tab_loses_nothing(desk, article):
    page = desk(form_of(article))
    context = page.context
    page.locator("#id_lead_en").fill("Typed a moment before")

    page.close(run_before_unload=True)

    again = context.new_page()
    again.wait_for_timeout(1500)
    assert drafts.state_of(article)["lead_en"] == "Typed a moment before"


def test_button_pressed_right_after_typing_takes_everything_along(desk, article):
    page = desk(form_of(article))
    page.locator("#id_title_en").fill("First")
    expect(line(page)).to_contain_text(SAVED)
    page.locator("#id_title_en").fill("Second")

    with page.expect_navigation():
        page.get_by_role("button", name="Publish changes", exact=True).click()

    assert Article.objects.get().title_en == "Second"
    assert not Draft.objects.exists()
    assert page.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('matiane:text'))") == []


def test_leaving_asks_only_if_text_could_be_lost(desk, article):
    page = desk(form_of(article))
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))

    page.locator("#id_lead_en").press_sequentially("!")
    page.goto(form_of(article))
    assert asked == []

    page.route("**/autosave/", unreachable)
    page.locator("#id_lead_en").press_sequentially("?")
    expect(line(page)).to_contain_text("server cannot be reached")
    page.goto("/admin/")
    assert asked == ["beforeunload"]


# The session


def test_ended_session_loses_nothing_and_goes_on_after_logging_in_in_another_tab(desk, article):
    page = desk(form_of(article))
    Session.objects.all().delete()
    page.locator("#id_lead_en").fill("Typed without a session")
    expect(line(page)).to_contain_text("session has ended")

    with page.context.expect_page() as opened:
        line(page).get_by_role("link").click()
    other = opened.value
    other.fill("#id_username", "nino")
    other.fill("#id_password", "matiane-demo")
    other.click("#login-form [type=submit]")
    other.get_by_role("heading", name="Editorial desk").wait_for()
    other.close()
    page.bring_to_front()
    page.evaluate("dispatchEvent(new Event('focus'))")

    expect(line(page)).to_contain_text(SAVED)
    assert drafts.state_of(article)["lead_en"] == "Typed without a session"


def test_button_pressed_without_a_session_keeps_the_form(desk, article):
    page = desk(form_of(article))
    page.locator("#id_lead_en").fill("Typed")
    Session.objects.all().delete()

    page.get_by_role("button", name="Publish changes", exact=True).click()

    expect(line(page)).to_contain_text("session has ended")
    expect(page.locator("#id_lead_en")).to_have_value("Typed")
    assert Article.objects.get().lead_en == "He came."
