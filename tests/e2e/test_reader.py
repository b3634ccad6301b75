"""What readers do, in a real browser on the demo content: archives, articles, both languages, narrow screens."""

import re
from collections.abc import Iterator

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from news.models import Article
from tests.e2e.conftest import watch

pytestmark = pytest.mark.browser
ARCHIVE = {"en": "/en/news/tag/tskhinvali-region/", "ka": "/ka/news/tag/tskhinvalis-regioni/"}
IPRM = {"en": "/en/news/what-is-the-iprm/", "ka": "/ka/news/ra-aris-intsidentebis-preventsiis-mekanizmi/"}
# Item 11 of the seed archive: a title in English, a text in Georgian only.
GEORGIAN_ONLY = {
    "en": "/en/news/participation-of-representatives-main-news-of-september/",
    "ka": "/ka/news/tsarmomadgenlebis-monatsileoba-sektembris-ambebi/",
}
ENGLISH_ONLY = {"en": "/en/news/meetings-in-the-state-duma/", "ka": "/ka/news/shekhvedrebi-sakhelmtsipo-dumashi/"}


@pytest.fixture
def plain_reader(browser: Browser, demo: None, live_server: LiveServer) -> Iterator[Page]:
    """A reader whose browser runs no script."""
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    complaints = watch(page, live_server.url)
    yield page
    context.close()
    assert complaints == []


def cards(page: Page) -> Locator:
    return page.locator("article.card")


def titles(page: Page) -> list[str]:
    return cards(page).locator("h2").all_inner_texts()


def heading(page: Page) -> str:
    return page.get_by_role("heading", level=1).inner_text()


def spoken_links(page: Page) -> list[str]:
    """Return the names of all links as a screen reader gets them from the browser."""
    nodes = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    return [node["name"]["value"] for node in nodes if not node["ignored"] and node["role"]["value"] == "link"]


def switch_to(page: Page, language: str) -> None:
    page.get_by_role("banner").get_by_role("link", name=language).click()


def test_archive_is_read_item_by_item_and_left_for_the_full_list(reader):
    reader.goto(ARCHIVE["en"])
    assert cards(reader).count() == 15
    second = titles(reader)[1]

    reader.get_by_role("link", name=f"Read more: {second}", exact=True).click()
    expect(reader.get_by_role("heading", level=1)).to_have_text(second)
    reader.go_back()
    expect(reader.get_by_role("heading", level=1)).to_have_text("Tag: Tskhinvali Region")
    reader.get_by_role("link", name="Back to full list").click()

    expect(reader.get_by_role("heading", level=1)).to_have_text("News")
    expect(reader).to_have_url(re.compile(r"/en/news/$"))


def test_tag_of_an_article_leads_to_its_archive(reader):
    reader.goto(IPRM["ka"])

    reader.get_by_role("main").locator("a[rel=tag]").first.click()

    expect(reader).to_have_url(re.compile(r"/ka/news/tag/[a-z-]+/$"))
    assert heading(reader).startswith("ტეგი:")


def test_read_more_is_announced_once_with_the_title(reader):
    reader.goto(ARCHIVE["en"])

    spoken = [name for name in spoken_links(reader) if "read more" in name.lower()]

    notice = "Article is available in Georgian. "
    assert [name.removeprefix(notice) for name in spoken] == [f"Read more: {title}" for title in titles(reader)]
    assert [name for name in spoken if name.startswith(notice)] == [f"{notice}Read more: {titles(reader)[10]}"]


@pytest.mark.parametrize("language", ["en", "ka"])
def test_article_with_translation_changes_its_language_and_back(reader, language):
    other, name, own_name = ("ka", "ქართული", "English") if language == "en" else ("en", "English", "ქართული")
    reader.goto(IPRM[language])
    title = heading(reader)

    switch_to(reader, name)
    expect(reader).to_have_url(re.compile(f"{IPRM[other]}$"))
    assert reader.locator("html").get_attribute("lang") == other
    assert heading(reader) != title
    assert reader.locator(".article__notice").count() == 0

    switch_to(reader, own_name)
    expect(reader.get_by_role("heading", level=1)).to_have_text(title)


@pytest.mark.parametrize(
    ("addresses", "language", "other", "notice"),
    [
        (GEORGIAN_ONLY, "en", "ka", "Article is available in Georgian."),
        (ENGLISH_ONLY, "ka", "en", "სტატია ხელმისაწვდომია ინგლისურად."),
    ],
)
def test_article_without_translation_says_where_its_text_is(reader, addresses, language, other, notice):
    reader.goto(addresses[other])
    switch_to(reader, "English" if language == "en" else "ქართული")
    expect(reader).to_have_url(re.compile(f"{addresses[language]}$"))
    assert reader.locator("html").get_attribute("lang") == language
    assert reader.locator(".prose").count() == 0
    assert reader.locator("meta[name=robots]").get_attribute("content") == "noindex"

    link = reader.get_by_role("main").get_by_role("link", name=notice, exact=True)
    assert link.get_attribute("hreflang") == other
    link.click()

    expect(reader).to_have_url(re.compile(f"{addresses[other]}$"))
    expect(reader.locator(".prose")).to_be_visible()


def test_item_without_translation_leads_to_the_text_there_is(reader):
    reader.goto(ARCHIVE["en"])

    item = cards(reader).nth(10)
    expect(item.locator(".card__lead")).to_have_count(0)
    item.get_by_role("link", name="Article is available in Georgian.").click()

    expect(reader).to_have_url(re.compile(f"{GEORGIAN_ONLY['ka']}$"))


@pytest.mark.parametrize("language", ["en", "ka"])
def test_list_is_paged_to_its_end_and_back(reader, language):
    reader.goto(f"/{language}/news/")
    seen, first = titles(reader), titles(reader)
    assert reader.locator("a[rel=prev]").count() == 0

    while (older := reader.locator("nav a[rel=next]")).count():
        before = reader.url
        older.click()
        reader.wait_for_url(lambda url, before=before: url != before)
        seen += titles(reader)
    assert len(seen) == len(set(seen)) == Article.objects.listed_in(language).count() > 15

    reader.locator("nav a[rel=prev]").click()
    expect(cards(reader).locator("h2")).to_have_text(first)


@pytest.mark.parametrize("language", ["en", "ka"])
def test_other_language_stands_at_one_place_in_the_first_screen_of_a_narrow_phone(reader, language):
    reader.set_viewport_size({"width": 320, "height": 568})

    places = []
    for path in [f"/{language}/", ARCHIVE[language], IPRM[language], GEORGIAN_ONLY[language], f"/{language}/tags/"]:
        reader.goto(path)
        # Fallback letters are a pixel wider.
        reader.evaluate("document.fonts.ready.then(() => true)")
        link = reader.get_by_role("banner").locator("a[hreflang]")
        expect(link).to_be_in_viewport(ratio=1)
        places.append(link.bounding_box())
        assert reader.evaluate("document.documentElement.scrollWidth") == 320, path

    front, first, *others = places
    assert [place["y"] for place in others] == [first["y"]] * 3
    assert [place["x"] + place["width"] for place in others] == pytest.approx([first["x"] + first["width"]] * 3, abs=2)
    assert front["width"] == pytest.approx(first["width"], abs=2)


def test_languages_stand_in_one_line_beside_the_name_on_a_phone(reader):
    reader.set_viewport_size({"width": 360, "height": 640})
    reader.goto("/ka/tags/")
    reader.evaluate("document.fonts.ready.then(() => true)")

    places = [item.bounding_box() for item in reader.locator(".masthead__languages li").all()]
    assert len({place["y"] for place in places}) == 1


def test_link_is_copied_and_leads_back(reader, live_server):
    reader.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=live_server.url)
    reader.goto(IPRM["en"])

    reader.get_by_role("button", name="Copy link").click()
    expect(reader.get_by_role("button", name="Copied")).to_be_visible()
    expect(reader.locator(".share").get_by_role("status")).to_have_text("Copied")
    copied = reader.evaluate("navigator.clipboard.readText()")

    article = Article.objects.get(slug_en="what-is-the-iprm")
    assert copied == f"{settings.SITE_URL}/a/{article.short_id}"
    reader.goto(copied.removeprefix(settings.SITE_URL))
    expect(reader).to_have_url(re.compile(f"{IPRM['en']}$"))


def test_citation_is_copied_in_one_line(reader, live_server):
    reader.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=live_server.url)
    reader.goto(IPRM["en"])

    reader.get_by_role("button", name="Copy citation").click()
    expect(reader.locator(".cite").get_by_role("status")).to_have_text("Copied")

    copied = reader.evaluate("navigator.clipboard.readText()")
    title = reader.get_by_role("heading", level=1).text_content().strip()
    assert re.fullmatch(rf"\S.*, {re.escape(title)}, Matiane, version of [^,]+, {re.escape(settings.SITE_URL)}{IPRM['en']}v/\d+/", copied)


def test_everything_is_read_without_script(plain_reader):
    plain_reader.goto(ARCHIVE["en"])
    title = titles(plain_reader)[0]

    plain_reader.get_by_role("link", name=f"Read more: {title}", exact=True).click()
    expect(plain_reader.get_by_role("heading", level=1)).to_have_text(title)
    expect(plain_reader.locator(".prose")).to_be_visible()
    expect(plain_reader.locator(".share__address")).to_be_visible()
    assert plain_reader.get_by_role("button").count() == 0
    switch_to(plain_reader, "ქართული")
    expect(plain_reader.locator("html")).to_have_attribute("lang", "ka")

    plain_reader.goto("/ka/news/")
    plain_reader.locator("nav a[rel=next]").click()
    expect(plain_reader.locator("nav a[rel=prev]")).to_be_visible()


def test_pictures_are_there_when_one_scrolls_to_them(reader):
    reader.goto(ARCHIVE["en"])
    pictures = reader.locator("main img")
    assert pictures.count() > 0

    for picture in pictures.all():
        picture.scroll_into_view_if_needed()
        handle = picture.element_handle()
        reader.wait_for_function("picture => picture.complete && picture.naturalWidth > 0", arg=handle)


def test_withdrawn_article_says_so_in_the_readers_language(page, demo):
    answer = page.goto("/ka/news/skhdomebis-datvla-tskhrili/")

    assert answer.status == 410
    assert page.locator("html").get_attribute("lang") == "ka"
    page.get_by_role("main").locator("a[href='/ka/news/']").click()
    expect(page).to_have_url(re.compile("/ka/news/$"))
