"""Many records changed at once, looked at before, and put back with one undo: a field from their list, and words in their texts."""

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import expect

from library.models import Tag
from news.models import Article
from publishing import drafts
from tests.e2e.desk import Desk
from tests.factories import make_published_article, make_tag

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_tags_are_added_after_a_preview_and_taken_back(browser, live_server, axe):
    tag = make_tag("Talks", "მოლაპარაკებები")
    articles = [make_published_article(title_en=f"Article {number}") for number in range(3)]
    User.objects.create_superuser("giorgi", password="matiane-demo")
    page = Desk(browser.new_context(base_url=live_server.url).new_page()).log_in("giorgi").page
    page.goto("/admin/news/article/")
    page.check("#action-toggle")
    page.select_option("select[name=action]", "add_tags")
    page.click(".actions button[type=submit]")
    page.click(".select2-selection")
    page.click(".select2-results__option >> text=Talks")
    page.click("[name=_look]")
    page.wait_for_selector(".bulk-lines")

    assert axe(page) == []
    assert page.locator(".bulk-lines ins").all_inner_texts() == ["Talks"] * 3
    assert tags_of(articles) == set()

    page.click(".submit-row button.default")
    page.wait_for_selector("[name=_undo]")
    assert tags_of(articles) == {tag}
    assert axe(page) == []

    page.click("[name=_undo]")
    expect(page.get_by_text("3 are as before.")).to_be_visible()
    assert tags_of(articles) == set()


def test_words_are_found_in_context_replaced_as_a_bundle_and_taken_back(browser, live_server, axe):
    record = make_published_article(title_en="Talks", body_en="<p>In Sokhumi they said: “Sokhumi”. <strong>Sokh</strong>umi is far.</p>")
    User.objects.create_superuser("giorgi", password="matiane-demo")
    page = Desk(browser.new_context(base_url=live_server.url).new_page()).log_in("giorgi").page
    page.goto("/admin/pages/replacement/add/")
    page.get_by_label("Find", exact=True).fill("Sokhumi")
    page.get_by_label("Replace with").fill("Sukhumi")
    page.get_by_role("button", name="Find").click()
    page.wait_for_selector("mark")

    assert axe(page) == []
    assert [box.is_checked() for box in page.locator("[name=hit]").all()] == [True, False]
    assert page.locator("mark").count() == 3

    page.get_by_role("button", name="Replace what is ticked").click()
    page.wait_for_selector("[name=_undo]")
    assert axe(page) == []
    text = drafts.state_of(Article.objects.get(pk=record.pk))["body_en"]
    assert text == "<p>In Sukhumi they said: “Sokhumi”. <strong>Sokh</strong>umi is far.</p>"

    page.get_by_role("link", name="“Sokhumi” → “Sukhumi”").click()
    page.get_by_role("button", name="Publish all").click()
    expect(page.get_by_text("Published, all at once.")).to_be_visible()
    page.goto("/admin/pages/replacement/")
    page.get_by_role("link", name="Sokhumi → Sukhumi").click()
    page.click("[name=_undo]")
    expect(page.get_by_text("as before")).to_be_visible()
    assert Article.objects.get(pk=record.pk).body_en == record.body_en


def tags_of(articles: list[Article]) -> set[Tag]:
    return {row.tag for article in articles for row in Article.objects.get(pk=article.pk).tagged.all()}
