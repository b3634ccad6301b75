"""An editor puts an article and a person into a bundle, reads why nothing is published, mends it and publishes all at once."""

import pytest
from playwright.sync_api import expect

from actors.models import Actor
from news.models import Article
from publishing import drafts
from publishing.models import Bundle
from publishing.publishable import State
from tests.e2e.desk import Desk
from tests.factories import make_kind
from tests.roles import member_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_bundle_is_put_together_refused_mended_and_published(browser, live_server):
    editor = member_of("Editor", "giorgi")
    editor.set_password("matiane-demo")
    editor.save()
    text = {"lead_en": "They met.", "body_en": "<p>They met on Monday.</p>"}
    article = drafts.create(Article, {"title_en": "Talks", "kind": make_kind().pk, **text}, by=editor)
    actor = drafts.create(Actor, {"name_en": "Nino Beridze"}, by=editor)
    desk = Desk(browser.new_context(base_url=live_server.url).new_page()).log_in("giorgi")
    page = desk.page

    page.goto("/admin/news/article/")
    page.get_by_role("row", name="Talks").get_by_role("checkbox").check()
    page.locator("select[name=action]").select_option("bundle_chosen")
    page.locator("button[name=index]").click()
    page.get_by_role("textbox", name="Title").fill("The visit")
    page.get_by_role("button", name="Put into the bundle").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The visit")

    desk.open(f"/admin/actors/actor/{actor.pk}/change/")
    page.locator("#more").get_by_text("Bundle", exact=True).click()
    page.get_by_role("link", name="Put into a bundle").click()
    page.get_by_role("combobox", name="An open bundle").select_option(label="The visit")
    page.get_by_role("button", name="Put into the bundle").click()
    expect(page.locator(".bundle-record")).to_have_count(2)

    drafts.save(article, {"kind": ""}, by=editor)
    page.reload()
    page.get_by_role("button", name="Publish all").click()
    expect(page.locator(".bundle-record").filter(has_text="Talks")).to_contain_text("required")
    assert {Article.objects.get().state, Actor.objects.get().state} == {State.DRAFT}

    drafts.save(article, {"kind": make_kind().pk}, by=editor)
    page.goto(f"/admin/publishing/bundle/{Bundle.objects.get().pk}/change/")
    page.locator(".bundle-record").filter(has_text="Nino Beridze").locator("button[name=_up]").click()
    expect(page.locator(".bundle-record").first).to_contain_text("Nino Beridze")
    page.get_by_role("button", name="Publish all").click()

    expect(page.get_by_text("Published, all at once.")).to_be_visible()
    assert {Article.objects.get().state, Actor.objects.get().state} == {State.PUBLISHED}
    page.goto("/en/news/")
    expect(page.get_by_role("link", name="Talks").first).to_be_visible()
