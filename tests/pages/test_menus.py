"""The menus at the head and at the foot: what stands in them, for whom, and how their owner changes them."""

import datetime as dt

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import html

from library.models import Tag
from pages import menus
from pages.menu_forms import MOST
from pages.models import Menu, MenuEntry
from publishing import changes
from publishing.models import Audit
from publishing.publishable import State
from publishing.workflow import transition
from tests.browser import Form
from tests.factories import make_article, make_published_article, make_published_topic, make_tag, publisher, rename_tag
from tests.roles import browser_of, member_of

HEADER, FOOTER = "/admin/pages/menu/header/change/", "/admin/pages/menu/footer/change/"


@pytest.fixture
def owner() -> Form:
    return browser_of(member_of("Administrator"))


def links(path: str, css_class: str = "masthead__nav") -> list[tuple[str, str]]:
    """Return (label, address) of what a reader finds."""
    found = html.fromstring(Client().get(path).content.decode()).xpath(f"//*[contains(@class, '{css_class}')]//a")
    return [(" ".join(link.text_content().split()), link.get("href")) for link in found]


def add(**fields: object) -> MenuEntry:
    """Put an entry into the header, as its form would, and let the pages know."""
    entry = MenuEntry.objects.create(**{"menu_id": "header", "position": 10, **fields})
    changes.touch()
    return entry


def last(path: str) -> tuple[str, str]:
    return links(path)[-1]


STOCK = {
    "en": [("News", "/en/news/"), ("Tags", "/en/tags/"), ("Corrections", "/en/corrections/")],
    "ka": [("სიახლეები", "/ka/news/"), ("ტეგები", "/ka/tags/"), ("შესწორებები", "/ka/corrections/")],
}


@pytest.mark.parametrize("language", STOCK)
def test_site_begins_with_the_lists_it_has(language):
    foot = links(f"/{language}/", "footer__links")[:3]

    assert links(f"/{language}/") == STOCK[language]
    assert [address for _label, address in foot] == [f"/{language}/news/", f"/{language}/tags/", f"/{language}/corrections/"]


def test_list_that_is_read_is_marked_and_so_is_the_record(owner):
    article = make_published_article(title_en="Talks", slug_en="talks")
    add(kind="article", record=article.pk)

    def marked(path: str) -> list[tuple[str, str]]:
        found = html.fromstring(Client().get(path).content.decode()).xpath("//nav[@class='masthead__nav']//a[@aria-current]")
        return [(link.text, link.get("aria-current")) for link in found]

    assert marked("/en/news/") == [("News", "page")]
    assert marked("/en/news/talks/") == [("News", "true"), ("Talks", "page")]
    assert marked("/en/") == []


def test_entry_follows_the_title_and_the_slug_of_its_record():
    article = make_published_article(title_en="Talks", slug_en="talks")
    add(kind="article", record=article.pk)
    assert last("/en/tags/") == ("Talks", "/en/news/talks/")

    article.title_en, article.slug_en = "Rounds", "rounds"
    article.save()
    transition(article, State.PUBLISHED, by=publisher())

    assert last("/en/tags/") == ("Rounds", "/en/news/rounds/")


def test_list_of_topics_can_stand_in_a_menu_and_is_marked_where_it_is_read(owner):
    make_published_topic(title_en="Visits", slug_en="visits")
    assert owner.open(HEADER).add_row("entries", leads_to="/ka/topics/", position=9).press("_save").status_code == 302

    assert [last(f"/{code}/tags/") for code in ("en", "ka")] == [("Topics", "/en/topics/"), ("თემები", "/ka/topics/")]
    for path, said in (("/en/topics/", "page"), ("/en/topics/visits/", "true")):
        (marked,) = html.fromstring(Client().get(path).content.decode()).xpath("//nav[@class='masthead__nav']//a[@aria-current]")
        assert (marked.text_content().strip(), marked.get("aria-current")) == ("Topics", said)


def test_own_label_stands_in_its_language_and_the_title_in_the_other():
    article = make_published_article(title_en="Talks", title_ka="საუბრები", slug_ka="saubrebi")
    add(kind="article", record=article.pk, label_en="Read this")

    assert [last(f"/{code}/tags/")[0] for code in ("en", "ka")] == ["Read this", "საუბრები"]


def test_entry_is_hidden_where_its_record_is_not_public():
    georgian = make_published_article(title_ka="მხოლოდ ქართულად", slug_ka="kartulad")
    add(kind="article", record=georgian.pk, label_en="Secretlabel", label_ka="იარლიყი")

    assert links("/en/tags/") == STOCK["en"]
    assert last("/ka/tags/") == ("იარლიყი", "/ka/news/kartulad/")
    assert "Secretlabel" not in Client().get("/en/tags/").content.decode()


@pytest.mark.parametrize("hide", ["draft", "scheduled", "withdrawn", "deleted"])
def test_entry_to_what_nobody_may_read_is_hidden_at_once(hide):
    later = timezone.now() + dt.timedelta(days=1)
    article = (
        make_article(title_en="Secret") if hide == "draft" else make_published_article(title_en="Secret", at=later if hide == "scheduled" else None)
    )
    add(kind="article", record=article.pk)
    Client().get("/en/tags/")
    if hide == "withdrawn":
        transition(article, State.WITHDRAWN, by=publisher())
    if hide == "deleted":
        MenuEntry.objects.filter(record=article.pk).update(record="00000000-0000-0000-0000-000000000001")
        changes.touch()

    assert links("/en/tags/") == STOCK["en"]


def test_tag_is_followed_and_hidden_with_its_last_article():
    tag = make_tag("Visits")
    article = make_published_article(title_en="Talks", tags=[tag])
    add(kind="tag", record=tag.pk)
    assert [last("/en/corrections/"), last("/ka/corrections/")] == [("Visits", "/en/news/tag/visits/"), ("Visits", "/ka/news/tag/visits/")]
    assert 'lang="en"' in Client().get("/ka/corrections/").content.decode().partition("<main")[0].partition("masthead__nav")[2].partition("</nav>")[0]

    rename_tag(tag, en="Journeys")
    changes.touch()
    assert last("/en/corrections/")[0] == "Journeys"

    transition(article, State.WITHDRAWN, by=publisher())
    assert links("/en/corrections/") == STOCK["en"]


def test_own_address_is_read_in_the_readers_language_and_another_site_as_it_is():
    add(address="/en/news/2024/", label_en="2024", label_ka="2024")
    add(address="https://example.org/give", label_en="Give", label_ka="დახმარება", position=11)

    assert links("/ka/tags/")[-2:] == [("2024", "/ka/news/2024/"), ("დახმარება", "https://example.org/give")]


def test_heading_begins_a_group_at_the_foot_and_goes_with_its_last_entry():
    MenuEntry.objects.create(menu_id="footer", position=10, label_en="More", label_ka="მეტი")
    draft = make_article(title_en="Secret")
    entry = MenuEntry.objects.create(menu_id="footer", position=11, kind="article", record=draft.pk)
    changes.touch()
    assert "More" not in Client().get("/en/tags/").content.decode()

    MenuEntry.objects.filter(pk=entry.pk).update(kind="", record=None, page="tags")
    changes.touch()

    group = html.fromstring(Client().get("/en/tags/").content.decode()).xpath("//footer//nav[@aria-label='More']")[0]
    assert group.xpath(".//a/@href") == ["/en/tags/"]


def test_menus_cost_one_query_and_none_while_nothing_changes():
    article = make_published_article(title_en="Talks")
    for position in range(6):
        add(kind="article", record=article.pk, position=position)

    with CaptureQueriesContext(connection) as queries:
        menus.read("en")
    assert len(queries) == 1

    Client().get("/en/tags/")
    with CaptureQueriesContext(connection) as queries:
        Client().get("/en/corrections/")
    assert not [query for query in queries if "menuentry" in query["sql"]]


def test_owner_adds_moves_and_removes_entries_in_one_change(owner):
    article = make_published_article(title_en="Talks", slug_en="talks")
    news = MenuEntry.objects.get(menu_id="header", page="news")
    tags = MenuEntry.objects.get(menu_id="header", page="tags")
    form = owner.open(HEADER)
    before = changes.head().sequence

    form.fill_row("entries", news.pk, position=9).fill_row("entries", tags.pk, DELETE="on")
    form.add_row("entries", leads_to="http://testserver/en/news/talks/", position=1)
    assert form.press("_save").status_code == 302

    assert links("/en/tags/") == [("Talks", "/en/news/talks/"), ("Corrections", "/en/corrections/"), ("News", "/en/news/")]
    assert MenuEntry.objects.get(kind="article").record == article.pk
    assert changes.head().sequence == before + 1
    assert Audit.objects.order_by("-id").first().action == "menu changed"


def test_pasted_addresses_are_understood(owner):
    tag, page = make_tag("Visits"), make_published_article(title_en="Talks", slug_en="talks")
    Tag.objects.update()
    page.tagged.create(tag=tag)
    draft = make_article(title_en="Draft")
    form = owner.open(FOOTER)
    typed = [
        "/ka/corrections/",
        "/en/",
        "/ka/news/tag/visits/",
        f"/admin/news/article/{draft.pk}/change/",
        "https://example.org",
        "/en/news/2024/",
        "",
    ]

    for place, address in enumerate(typed, start=20):
        form.add_row("entries", leads_to=address, label_en="Label", label_ka="იარლიყი", position=place)
    assert form.press("_save").status_code == 302

    made = MenuEntry.objects.filter(menu_id="footer", position__gte=20).order_by("position")
    assert [(row.page, row.kind, row.record, row.address) for row in made] == [
        ("corrections", "", None, ""),
        ("home", "", None, ""),
        ("", "tag", tag.pk, ""),
        ("", "article", draft.pk, ""),
        ("", "", None, "https://example.org"),
        ("", "", None, "/en/news/2024/"),
        ("", "", None, ""),
    ]
    assert owner.open(FOOTER).press("_save").status_code == 302
    assert MenuEntry.objects.filter(menu_id="footer", record=draft.pk).exists()


REFUSED = [
    ({"leads_to": "javascript:alert(1)"}, "Nothing public stands at this address"),
    ({"leads_to": "//evil.example/en/"}, "Nothing public stands at this address"),
    ({"leads_to": "http://example.org"}, "Nothing public stands at this address"),
    ({"leads_to": "/en/news/no-such-article/"}, "Nothing public stands at this address"),
    ({"leads_to": "/admin/news/article/x/change/"}, "Nothing public stands at this address"),
    ({"leads_to": "https://example.org", "label_en": "Give", "label_ka": ""}, "there is no title to take it from"),
    ({"leads_to": "", "label_en": "Heading", "label_ka": "სათაური"}, "has no headings"),
    ({"leads_to": "https://example.org/" + "a" * 600, "label_en": "A", "label_ka": "A"}, "at most 500 characters"),
    ({"leads_to": "/en/tags/", "label_en": "a" * 61}, "at most 60 characters"),
]


@pytest.mark.parametrize(("values", "words"), REFUSED)
def test_bad_entry_is_refused_in_words_and_nothing_is_saved(owner, values, words):
    form = owner.open(HEADER)
    before = changes.head().sequence

    answer = form.add_row("entries", **values).press("_save")

    assert answer.status_code == 200
    assert words in form.page
    assert (MenuEntry.objects.filter(menu_id="header").count(), changes.head().sequence) == (3, before)


def test_menu_has_an_end(owner):
    form = owner.open(HEADER)
    for _number in range(MOST[Menu.Place.HEADER] - 2):
        form.add_row("entries", leads_to="/en/tags/")

    assert form.press("_save").status_code == 200
    assert "This menu has room for 12 entries." in form.page


@pytest.mark.parametrize("role", ["Author", "Editor"])
def test_nobody_but_administrators_changes_a_menu(role):
    client = Client()
    client.force_login(member_of(role, "somebody"))

    assert client.get(HEADER).status_code == 403


def test_database_refuses_an_entry_that_leads_to_two_places():
    for fields in ({"page": "news", "address": "/en/"}, {"kind": "article"}, {"record": "00000000-0000-0000-0000-000000000001"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            MenuEntry.objects.create(menu_id="header", **fields)


def test_there_are_two_menus(owner):
    assert set(Menu.objects.values_list("place", flat=True)) == {"header", "footer"}
    assert owner.client.get("/admin/pages/menu/add/").status_code == 403
    assert User.objects.filter(username="administrator").exists()
