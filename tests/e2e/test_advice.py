"""Advice beside the form, in a real browser: shown, leading to its words, offering a row, and renewed when the form is saved."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from publishing import drafts
from tests.e2e.editors import SAVED, form_of, line
from tests.factories import make_published_actor, make_published_article

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_advice_leads_to_its_words_and_adds_the_row_it_offers(desk):
    actor = make_published_actor(name_en="Ann Lee")
    body = '<p>Ann Lee came. See <a href="https://example.org/a">here</a>.</p>'
    article = make_published_article(title_en="Visit", body_en=body, title_ka="ვიზიტი", body_ka="<p>ტექსტი.</p>")
    page = desk(form_of(article))
    advice = page.locator("[data-advice]")

    expect(advice.locator("summary")).to_contain_text("2")
    advice.locator("summary").click()
    page.get_by_role("tab", name="Georgian").click()
    advice.get_by_role("link", name="Body (English)").first.click()
    expect(page.locator("#id_body_en_editor")).to_be_focused()
    assert page.evaluate("getSelection().toString()") == "here"

    advice.get_by_role("button", name="Add Ann Lee").click()
    expect(line(page)).to_contain_text(SAVED)
    expect(advice.get_by_role("button", name="Add Ann Lee")).to_have_count(0)
    expect(advice.locator("summary")).to_contain_text("1")
    state = drafts.state_of(article)
    assert [state[f"mentions/{row}/actor"] for row in state["mentions"]] == [str(actor.pk)]


def test_new_form_has_advice_and_its_look_once_it_saved_itself(desk):
    page = desk(reverse("admin:news_article_add"))
    advice = page.locator("[data-advice]")
    expect(advice).to_be_hidden()

    page.fill("#id_title_en", "A" * 70)
    expect(line(page)).to_contain_text(SAVED)
    advice.locator("summary").click()

    expect(advice.get_by_text("70 characters")).to_be_visible()
    expect(advice.locator(".look--card .look__title")).to_have_text("A" * 70)
    expect(advice.locator(".look--card .look__title")).to_be_visible()


def test_advice_is_drawn_on_the_preview(desk):
    body = '<p>Read <a href="https://example.org/a">he<strong>re</strong></a>.</p><h2>Part</h2><h4>Deep</h4>'
    article = make_published_article(title_en="Visit", body_en=body, title_ka="ვიზიტი", body_ka="<p>ტექსტი.</p>")
    page = desk(form_of(article))

    page.goto(f"{reverse('admin:news_article_preview', args=[article.pk])}?language=en")

    page.get_by_text("Advice: 2").click()
    assert page.evaluate("[...CSS.highlights.get('advice')].map(String).sort()") == ["Deep", "here"]
    page.locator("button[data-words=here]").click()
    assert page.evaluate("getSelection().toString()") == "here"
