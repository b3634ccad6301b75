"""How records look in search results and beside links: what their pages, cards and drafts say there, in place of the title and the lead."""

import re
from html import unescape

import pytest
from django.apps import apps
from django.contrib import admin
from django.urls import reverse

from library.cards import subjects
from news.models import Article
from publishing import drafts, history, languages, navigation, site
from publishing.advice.looking import advice_on
from publishing.advice.texts import SEARCH
from publishing.capitals import capfirst
from publishing.comparing import compare
from publishing.desk import desk_of
from publishing.looks import looks
from publishing.models import Version
from publishing.registry import record_types
from tests import factories
from tests.factories import make_article, make_kind, make_published_article, publisher
from tests.roles import browser_of, member_of

TEXT = {"title_en": "Talks", "lead_en": "They met.", "body_en": "<p>Text.</p>", "title_ka": "შეხვედრა", "body_ka": "<p>ტექსტი.</p>"}
OWN = {"search_title_en": "Talks in Geneva: what was said", "search_description_en": "Who met whom, & why."}


def head(client, address: str) -> dict[str, str]:
    """Return what the head of a page says of its text."""
    page = client.get(address).text
    said = {name: unescape(text) for name, text in re.findall(r'<meta (?:name|property)="([^"]*)" content="([^"]*)">', page)}
    title = unescape(re.findall(r"<title>(.*?)</title>", page, re.DOTALL)[0]).strip()
    return {"title": title, **{name: said.get(name, "") for name in ("og:title", "description", "og:description", "og:image:alt")}}


# The page


def test_page_says_its_title_and_lead_where_nothing_else_was_written(client):
    article = make_published_article(**TEXT)

    said = head(client, article.get_absolute_url())

    assert (said["title"], said["og:title"], said["description"]) == ("Talks – Matiane", "Talks", "They met.")


def test_page_says_what_was_written_for_search_and_sharing(client):
    article = make_published_article(**TEXT, **OWN)

    said = head(client, article.get_absolute_url())
    page = client.get(article.get_absolute_url()).text

    assert said["title"] == f"{OWN['search_title_en']} – Matiane"
    assert (said["og:title"], said["description"], said["og:description"]) == (OWN["search_title_en"], *[OWN["search_description_en"]] * 2)
    assert said["og:image:alt"].startswith(OWN["search_title_en"])
    # What the page itself says stays.
    assert re.findall(r"<h1[^>]*>\s*(.*?)\s*</h1>", page, re.DOTALL) == ["Talks"]
    assert '"headline": "Talks"' in page or '"headline":"Talks"' in page


def test_each_language_has_its_own(client):
    article = make_published_article(**TEXT, **OWN)

    said = head(client, navigation.record_address(article, "ka"))

    assert (said["og:title"], said["description"]) == ("შეხვედრა", "ტექსტი.")


@pytest.mark.parametrize("kind", ["actor", "office", "place", "event", "chronology", "format", "agreement", "page", "topic", "frontpage"])
def test_every_kind_of_record_has_it(client, kind):
    make = getattr(factories, f"make_published_{kind}")
    model = next(known.model for known in record_types() if known.kind == kind)
    record = make(**{f"{model.title_field}_en": "name of it"}, **OWN)

    said = head(client, navigation.record_address(record, "en"))

    assert (said["title"], said["og:title"]) == (f"{OWN['search_title_en']} – Matiane", OWN["search_title_en"])
    assert said["description"] == OWN["search_description_en"]
    assert said["og:image:alt"].startswith(OWN["search_title_en"])


def test_card_is_drawn_with_the_title_for_sharing():
    article = make_published_article(**TEXT, **OWN)

    titles = [subjects.words("article", article, code).title for code in languages.codes()]

    assert titles == [OWN["search_title_en"], "შეხვედრა"]
    assert subjects.of_record(article, "en", site.read()).url != subjects.of_record(make_published_article(**TEXT), "en", site.read()).url


# Drafts and versions


def test_every_admin_of_a_record_type_has_the_fields_for_each_language():
    models = [
        known.model for known in record_types() if apps.get_app_config(known.model._meta.app_label).name in ("news", "actors", "chronicle", "pages")
    ]

    for model in models:
        fields = admin.site._registry[model].desk.schema[""].fields
        assert {f"{name}_{code}" for name in SEARCH for code in languages.codes()} <= set(fields), model


def test_readers_see_it_with_the_next_publication_only(client):
    article = make_published_article(**TEXT)
    drafts.save(article, {"search_title_en": "Not yet public"}, by=publisher())
    before = client.get(article.get_absolute_url()).text

    drafts.publish(article, by=publisher())

    assert "Not yet public" not in before
    assert head(client, article.get_absolute_url())["og:title"] == "Not yet public"
    assert Version.objects.filter(record=article.pk).order_by("-number")[0].data["search_title_en"] == "Not yet public"


def test_older_version_is_compared_and_brings_back_how_it_looked(client):
    georgian = {"search_title_ka": "შეხვედრა ჟენევაში", "search_description_ka": "ვინ ვის შეხვდა."}
    slugs = {"slug_en": "talks", "slug_ka": "shekhvedra"}
    article = drafts.create(Article, {"kind": make_kind().pk, **TEXT, **slugs, **OWN, **georgian}, by=publisher())
    drafts.publish(article, by=publisher())
    drafts.save(article, {"search_title_en": "Another", "search_description_en": "", "search_title_ka": "სხვა"}, by=publisher())
    drafts.publish(article, by=publisher())
    first, last = (Version.objects.filter(record=article.pk).order_by(order)[0] for order in ("number", "-number"))

    changed = {(chapter.label, entry.label) for chapter in compare(desk_of(article), first.data, last.data) for entry in chapter.entries}
    history.restore(article, first.number, by=publisher())

    names = {name: str(Article._meta.get_field(f"{name}_en").verbose_name) for name in SEARCH}
    assert changed == {(language, capfirst(names["search_title"])) for language in ("English", "Georgian")} | {
        ("English", capfirst(names["search_description"]))
    }
    assert head(client, article.get_absolute_url())["og:title"] == "Another"
    drafts.publish(Article.objects.get(pk=article.pk), by=publisher())
    said = [head(client, navigation.record_address(article, code)) for code in languages.codes()]
    assert [(each["og:title"], each["description"]) for each in said] == [tuple(OWN.values()), tuple(georgian.values())]


def test_language_that_is_not_published_keeps_its_own_to_itself(client):
    article = make_published_article(**TEXT, languages=["en"])
    drafts.save(article, {"search_title_ka": "ჯერ არა"}, by=publisher())
    drafts.publish(article, by=publisher(), languages=["en"])

    pages = [client.get(navigation.record_address(article, code)).text for code in languages.codes()]

    assert ["ჯერ არა" in page for page in pages] == [False, False]


# The form


def test_look_of_a_draft_tells_each_language_that_is_written():
    article = make_article(**TEXT, **OWN)

    english, georgian = looks(drafts.opened(article))

    assert (english.title, english.description, english.site_name) == (*OWN.values(), "Matiane")
    assert (georgian.title, georgian.description, georgian.site_name) == ("შეხვედრა", "ტექსტი.", "მატიანე")
    assert [look.trail[1:] for look in (english, georgian)] == [["en", "news", "talks"], ["ka", "news", "shekhvedra"]]


def test_blank_and_trashed_drafts_have_no_look():
    work = drafts.opened(make_article(**TEXT))
    work.record.state = "trashed"

    assert looks(drafts.opened(make_article())) == []
    assert looks(work) == []


def test_look_stands_in_the_form_and_on_the_preview_for_editors():
    article = make_article(**TEXT, **OWN)
    client = browser_of(member_of("Editor")).client

    part = client.get(reverse("admin:news_article_advice", args=[article.pk]), {"part": "1"}).text
    english, georgian = (client.get(reverse("admin:news_article_preview", args=[article.pk]), {"language": code}).text for code in languages.codes())

    assert part.count('class="look look--result"') == 2
    assert OWN["search_title_en"] in unescape(part)
    assert [page.count('class="look look--card"') for page in (english, georgian)] == [1, 1]
    assert OWN["search_title_en"] in english
    assert OWN["search_title_en"] not in georgian


def test_advice_counts_the_title_that_search_results_print():
    def told(**fields: str) -> list[str]:
        article = drafts.create(Article, {"kind": factories.make_kind().pk, **TEXT, "lead_ka": "ლიდი სხვა.", **fields}, by=publisher())
        return [each.advice.key for each in advice_on(drafts.opened(article)) if each.advice.code in ("long-title", "empty-language")]

    assert told(title_en="A" * 70) == ["title_en"]
    assert told(title_en="A" * 70, **OWN) == []
    assert told(search_title_en="A" * 70) == ["search_title_en"]
