"""What editors and authors do, in a real browser on the demo content: write, illustrate, publish, withdraw."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from news.models import Article
from publishing.publishable import State
from tests.e2e.conftest import watch
from tests.e2e.desk import Desk
from tests.uploads import drawn, written

pytestmark = pytest.mark.browser
GEORGIAN_ONLY = "/en/news/participation-of-representatives-main-news-of-september"
IPRM = {"en": "/en/news/what-is-the-iprm/", "ka": "/ka/news/ra-aris-intsidentebis-preventsiis-mekanizmi/"}


@pytest.fixture
def complaints(page: Page, demo: None, live_server: LiveServer) -> list[str]:
    return watch(page, live_server.url)


@pytest.fixture
def desk(page: Page, complaints: list[str]) -> Iterator[Desk]:
    """Somebody who has yet to log in. A script's error, a refused file or a call to another site fails the test."""
    yield Desk(page)
    assert complaints == []


@pytest.fixture
def editor(desk: Desk) -> Desk:
    return desk.log_in("editor")


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "gate.jpg"
    path.write_bytes(written(drawn()))
    return path


def titles(page: Page, path: str) -> list[str]:
    """Return the titles in a list, first page."""
    page.goto(path)
    return page.locator("article.card h2").all_inner_texts()


def notice(page: Page) -> Locator:
    return page.get_by_role("main").get_by_role("link", name="Article is available in Georgian.", exact=True)


def write_in_both_languages(editor: Desk) -> None:
    editor.open().write("English", title="Line reopens at Ergneti", lead="The hotline works again.", body="It rang at noon.")
    editor.write("Georgian", title="ხაზი ერგნეთში აღდგა", lead="ცხელი ხაზი კვლავ მუშაობს.", body="შუადღისას დარეკა.")
    editor.kind("News").tag("tskhinv", chosen="Tskhinvali Region")


def test_article_in_both_languages_heads_lists_and_archives_once_published(editor):
    paths = ["/en/news/", "/en/news/tag/tskhinvali-region/", "/ka/news/", "/ka/news/tag/tskhinvalis-regioni/"]
    before = [titles(editor.page, path) for path in paths]
    write_in_both_languages(editor)

    editor.press("Save draft")
    assert [titles(editor.page, path) for path in paths] == before
    editor.find("Line reopens at Ergneti").press("Publish")

    heads = ["Line reopens at Ergneti"] * 2 + ["ხაზი ერგნეთში აღდგა"] * 2
    assert [titles(editor.page, path) for path in paths] == [[head, *rest[:14]] for head, rest in zip(heads, before, strict=True)]


def test_text_picture_tags_and_byline_reach_the_page(editor, photo):
    write_in_both_languages(editor)
    editor.upload("English", photo, alt_en="A closed gate", alt_ka="დახურული ჭიშკარი")
    editor.choose_image("Georgian", "gate")
    editor.tag("Crossing points", chosen="Crossing points").picture("Ridges", chosen="Ridges, stylised")
    editor.byline("Tamta", chosen="Tamta Mtvarelidze").press("Publish")
    page = editor.page

    for language, words, alt in [("en", "It rang at noon.", "A closed gate"), ("ka", "შუადღისას დარეკა.", "დახურული ჭიშკარი")]:
        page.goto(f"/{language}/news/{Article.objects.get(title_en='Line reopens at Ergneti').slug_in(language)}/")
        expect(page.locator(".prose")).to_contain_text(words)
        picture = page.locator(".prose img")
        expect(picture).to_have_attribute("alt", alt)
        picture.scroll_into_view_if_needed()
        page.wait_for_function("picture => picture.complete && picture.naturalWidth > 0", arg=picture.element_handle())

    page.get_by_role("main").get_by_role("link", name="თამთა მთვარელიძე").click()
    expect(page.locator("article.card h2").first).to_have_text("ხაზი ერგნეთში აღდგა")
    page.goto("/en/news/tag/crossing-points/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Tag: Crossing points")
    assert page.locator("article.card h2").all_inner_texts() == ["Line reopens at Ergneti"]
    assert page.locator("article.card img").evaluate("picture => picture.complete && picture.naturalWidth > 0")


def test_english_is_withdrawn_and_heads_the_english_list_when_it_comes_back(editor):
    page, georgian = editor.page, titles(editor.page, "/ka/news/")

    editor.open(f"{IPRM['en']}edit").press("Withdraw English")
    page.goto(IPRM["en"])
    expect(notice(page)).to_be_visible()
    assert page.locator(".prose").count() == 0

    editor.open(f"{IPRM['ka']}edit").press("Publish English")
    assert titles(page, "/en/news/")[0] == "What Is the Incident Prevention and Response Mechanism?"
    page.goto(IPRM["en"])
    expect(page.locator(".prose")).to_be_visible()
    assert titles(page, "/ka/news/") == georgian


def test_english_written_later_heads_the_english_lists_only(editor):
    page, georgian = editor.page, titles(editor.page, "/ka/news/tag/tskhinvalis-regioni/")
    page.goto(f"{GEORGIAN_ONLY}/")
    expect(notice(page)).to_be_visible()

    editor.open(f"{GEORGIAN_ONLY}/edit").write("English", title="The main news of September", body="Now in English.").press("Publish English")

    page.goto(f"{GEORGIAN_ONLY}/")
    expect(page.locator(".prose")).to_have_text("Now in English.")
    assert titles(page, "/en/news/")[0] == "The main news of September"
    assert titles(page, "/en/news/tag/tskhinvali-region/")[0] == "The main news of September"
    assert titles(page, "/ka/news/tag/tskhinvalis-regioni/") == georgian


def test_author_finds_no_way_to_publish(desk, complaints):
    desk.log_in("author").open().write("English", title="Line reopens at Ergneti", body="It rang at noon.").kind("News")
    assert [step for step in desk.steps if step] == ["Save draft", "Submit for review", "Preview"]

    desk.press("Save draft").find("Line reopens at Ergneti")
    desk.page.evaluate("document.querySelector('[name=_save_draft]').name = '_publish'")
    with desk.page.expect_navigation() as caught:
        desk.page.get_by_role("button", name="Save draft").click()

    assert caught.value.status == 422
    assert complaints.pop(0).startswith("422: ")
    complaints.clear()
    expect(desk.page.locator(".messagelist")).to_contain_text("You have no right to do this with this record.")
    article = Article.objects.get(working_title="Line reopens at Ergneti")
    assert (article.state, article.live_at) == (State.DRAFT, None)


def test_editor_publishes_what_an_author_submits(desk):
    desk.log_in("author").open().write("English", title="Line reopens at Ergneti", body="It rang at noon.").kind("News").press("Submit for review")
    assert "Line reopens at Ergneti" not in titles(desk.page, "/en/news/")
    desk.page.context.clear_cookies()

    desk.log_in("editor").find("Line reopens at Ergneti").press("Publish")

    assert titles(desk.page, "/en/news/")[0] == "Line reopens at Ergneti"


def test_both_titles_are_written_by_the_keyboard_alone(editor):
    page = editor.open().page

    page.get_by_role("tab", name="English").focus()
    page.keyboard.press("Tab")
    page.keyboard.type("Line reopens")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    page.keyboard.type("ხაზი აღდგა")

    assert (page.input_value("#id_title_en"), page.input_value("#id_title_ka")) == ("Line reopens", "ხაზი აღდგა")


def test_refused_publication_keeps_every_word_and_says_what_is_missing(editor, complaints, axe):
    editor.open().write("English", title="Line reopens at Ergneti", lead="The hotline works again.", body="It rang at noon.")
    editor.tag("Crossing points", chosen="Crossing points").press("Publish")
    page = editor.page
    assert [complaint.partition(":")[0] for complaint in complaints] == ["422", "console"]
    complaints.clear()

    expect(page.get_by_role("link", name="Kind: This field is required.")).to_be_visible()
    for scheme in ["light", "dark"]:
        page.emulate_media(color_scheme=scheme)
        assert axe(page) == []
    editor.kind("News").press("Publish")

    page.goto("/en/news/line-reopens-at-ergneti/")
    expect(page.locator(".prose")).to_have_text("It rang at noon.")
    expect(page.get_by_role("main").get_by_role("link", name="Crossing points")).to_be_visible()
