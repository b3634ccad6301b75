"""An editor begins an article from an event and an event from an article, takes over what changes, and begins the next one from a template."""

import re

import pytest
from playwright.sync_api import expect

from chronicle.models import Event
from news.models import Article, Counterpart
from publishing import drafts
from tests.e2e.desk import Desk
from tests.factories import make_kind, make_published_event
from tests.roles import member_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_article_from_event_and_back_and_the_next_one_from_a_template(browser, live_server, axe):
    editor = member_of("Editor", "giorgi")
    editor.set_password("matiane-demo")
    editor.save()
    make_kind()
    event = make_published_event(title_en="Talks", lead_en="They met on 24 September.", date="2024-09-24")
    form = f"/admin/chronicle/event/{event.pk}/change/"
    desk = Desk(browser.new_context(base_url=live_server.url).new_page()).log_in("giorgi").open(form)
    page = desk.page

    # The form saves itself, and knows the event as one that was saved by a button does.
    page.get_by_role("link", name="Write an article about it").click()
    page.get_by_label("Title", exact=True).first.fill("They talked")
    page.wait_for_url("**/change/")
    article = Article.objects.get()
    assert Counterpart.objects.get().article == article

    # An open form asks for its record at any moment, and SQLite in memory has one writer.
    page.goto("about:blank")
    drafts.save(event, {"date": "2024-10-05", "title_en": "Talks in Geneva"}, by=editor)
    desk.open(form)
    offers = page.locator(".record-linked")
    expect(offers).to_contain_text("Changed here, and not in the article They talked")
    assert axe(page) == []
    offers.get_by_role("button", name=re.compile("Update there.*Date")).click()
    expect(page.get_by_text("“They talked” is updated.")).to_be_visible()
    desk.open(f"/admin/news/article/{article.pk}/change/")
    offers.get_by_role("button", name=re.compile("Leave it.*Title")).click()
    expect(offers).to_have_count(0)
    state = drafts.state_of(article)
    assert (state["title_en"], state["lead_en"]) == ("They talked", "They met on 5 October.")

    page.get_by_role("link", name="Make an event of it").click()
    page.get_by_role("button", name="Make the event").click()
    page.wait_for_url("**/chronicle/event/*/change/")
    assert drafts.state_of(Event.objects.exclude(pk=event.pk).get())["title_en"] == "They talked"

    desk.open(f"/admin/news/article/{article.pk}/change/")
    page.locator("#more").get_by_text("Template", exact=True).click()
    page.get_by_label("Name of the template").fill("Report of talks")
    page.get_by_role("button", name="Make it a template").click()
    expect(page.locator(".record-bar__template")).to_have_text("Template: Report of talks")
    page.goto("/admin/news/article/")
    page.get_by_role("link", name="New from a template").click()
    assert axe(page) == []
    page.get_by_role("row", name="Report of talks").get_by_role("link", name="Begin from it").click()
    expect(page.get_by_label("Title", exact=True).first).to_have_value("They talked")
