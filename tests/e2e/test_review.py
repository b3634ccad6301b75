"""An author submits, an editor comments and returns, the author answers and submits again, the editor approves; and a reader by a link."""

import re

import pytest
from playwright.sync_api import expect

from news.models import Article
from publishing import drafts
from publishing.models import DeskNotice, Review
from publishing.publishable import State
from tests.e2e.editors import form_of, wait_for_form
from tests.factories import make_kind
from tests.roles import member_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def log_in(page, name):
    page.goto("/admin/")
    page.fill("#id_username", name)
    page.fill("#id_password", "matiane-demo")
    page.click("#login-form [type=submit]")
    page.wait_for_url("**/admin/")
    return page


def opened(page, record):
    page.goto(form_of(record))
    return wait_for_form(page)


def pressed(page, name):
    """Press a button that answers with the form again."""
    with page.expect_navigation():
        page.locator(f"button[name={name}]:visible").last.click()
    return wait_for_form(page)


def test_submitted_commented_returned_and_approved(browser, live_server):
    people = {name: member_of(role, name) for name, role in (("nino", "Author"), ("giorgi", "Editor"))}
    for person in people.values():
        person.set_password("matiane-demo")
        person.save()
    record = drafts.create(Article, {"title_en": "Talks", "lead_en": "They met.", "kind": make_kind().pk}, by=people["nino"])
    nino, giorgi = (log_in(browser.new_context(base_url=live_server.url).new_page(), name) for name in people)

    opened(nino, record).get_by_text("Review", exact=True).click()
    nino.select_option("#id_review_assignee", label="giorgi")
    nino.fill("#id_review_note", "Mind the day.")
    pressed(nino, "_submit")

    giorgi.reload()
    expect(giorgi.get_by_text("nino asks you to review “Talks”.")).to_be_visible()
    giorgi.get_by_text("nino asks you to review “Talks”.").click()
    wait_for_form(giorgi)
    expect(giorgi.get_by_text("Mind the day.")).to_be_visible()
    giorgi.locator(".comments summary").first.click()
    giorgi.fill("#id_comment_text", "Which day? @nino")
    giorgi.select_option("#id_comment_key", "lead_en")
    pressed(giorgi, "_comment")
    giorgi.fill("#id_review_said", "Say the day.")
    pressed(giorgi, "_return")
    assert Article.objects.get().state == State.DRAFT

    opened(nino, record)
    expect(nino.locator(".tools__count")).to_contain_text("2")
    expect(nino.locator(".cell__threads")).to_contain_text("giorgi: Which day? @nino")
    nino.fill("#id_lead_en", "They met on Monday.")
    nino.locator(".comment__more summary").click()
    nino.locator(".comment__more textarea").fill("Done.")
    pressed(nino, "_reply")
    pressed(nino, "_resolve")
    pressed(nino, "_submit")

    opened(giorgi, record)
    expect(giorgi.locator("#id_lead_en")).to_have_value("They met on Monday.")
    pressed(giorgi, "_approve")
    expect(giorgi.locator(".record-review")).to_contain_text(re.compile("Approved"))
    assert Review.objects.get(ended_at=None).approved_by == people["giorgi"]
    assert DeskNotice.objects.filter(person=people["nino"], kind="approved").count() == 1
