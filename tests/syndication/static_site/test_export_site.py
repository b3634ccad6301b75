"""A copy of the site as files: byte for byte what readers get, whole or not at all, and nothing that is hidden."""

import re
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

import pytest
from django.core.cache import caches
from django.core.management import CommandError, call_command

from library.cards import views
from news.models import Article
from publishing import drafts
from publishing.models import Redirect
from publishing.publishable import State
from publishing.sitemaps import LanguageSitemap
from publishing.workflow import Notice, transition
from syndication.static_site import crawling
from syndication.static_site.files import About, Entry, about_of, entries_of, name_of
from syndication.static_site.leading import choices, leads_to, links, own
from tests.factories import make_published_actor, make_published_article, make_published_chronology, make_published_event, make_tag, publisher
from tests.publishing.hidden import HIDDEN, hide_all
from tests.publishing.walk import see_everything

pytestmark = pytest.mark.django_db


@dataclass
class Manifest:
    """The list of a copy."""

    about: About
    files: dict[str, Entry]


@pytest.fixture
def site(settings) -> None:
    """Two pages of news, somebody, and a chronology."""
    settings.PAGE_SIZE = 2
    make_published_actor(name_en="Sergey Lavrov", name_ka="სერგეი ლავროვი")
    make_published_event(title_en="Visit", date="2008-09-15", chronologies=[make_published_chronology(title_en="Visits")])
    tag = make_tag("Embassy", "საელჩო")
    for number in range(3):
        make_published_article(title_en=f"Article {number}", title_ka=f"სტატია {number}", slug_en=f"article-{number}", tags=[tag])


@pytest.fixture
def few(monkeypatch) -> None:
    """Only pages and cards are led to: what else belongs to them would only be made again and again."""
    left_out = re.compile(r"/(feed|cite|v|report|subscribe|meetings|static)[./]|/v/|\?(?!before=)")
    monkeypatch.setattr(crawling, "leads_to", lambda *page: (link for link in leads_to(*page) if not left_out.search(link)))


def export(out: Path, **more: object) -> Manifest:
    call_command("export_site", out, **more)
    return listed(out)


def listed(out: Path) -> Manifest:
    path = out / "current" / "manifest.jsonl"
    return Manifest(about_of(path), {entry.file: entry for entry in entries_of(path)})


def test_every_file_is_what_readers_get(client, site, tmp_path):
    manifest = export(tmp_path)

    for name, entry in manifest.files.items():
        body = (tmp_path / "current" / "site" / name).read_bytes()
        assert len(body) == entry.size
        if entry.status in (200, 404, 410):
            response = client.get(entry.address)
            assert (response.status_code, response.getvalue()) == (entry.status, body), entry.address
    pages = {"en/news/index.html", "ka/news/article-2/index.html", "en/404.html"}
    assert pages | {"en/chronology/visits/calendar.ics", "sitemap.xml"} <= {*manifest.files}
    assert any(name.startswith("en/news/tag/embassy/@before=") for name in manifest.files)
    moved = (tmp_path / "current" / "moved.map").read_text() + (tmp_path / "current" / "led.map").read_text()
    for entry in manifest.files.values():
        body = (tmp_path / "current" / "site" / entry.file).read_bytes()
        for link in leads_to(entry.address, entry.type, body) if entry.status == HTTPStatus.OK else ():
            # Those of styles and scripts are collected where a site is served.
            is_there = name_of(link, "text/html") in manifest.files or link.partition("?")[0][1:] in manifest.files or link.startswith("/static/")
            assert is_there or f'"{link}"' in moved, (entry.address, link)
    assert not any("search" in name or name.startswith(("api/", "admin/")) for name in manifest.files)


@pytest.mark.any_database
def test_every_part_of_a_sitemap_goes_along(site, tmp_path, monkeypatch):
    monkeypatch.setattr(LanguageSitemap, "limit", 2)
    monkeypatch.setattr(crawling, "leads_to", lambda *page: (link for link in leads_to(*page) if link.startswith("/sitemap")))

    files = export(tmp_path).files

    first, second = ((tmp_path / "current/site" / name).read_text() for name in ("sitemap-articles-en.xml", "sitemap-articles-en.xml@p=2.xml"))
    assert (first.count("<url>"), second.count("<url>")) == (2, 1)
    assert files["sitemap-articles-en.xml@p=2.xml"].address == "/sitemap-articles-en.xml?p=2"


@pytest.mark.any_database
def test_what_has_moved_or_is_gone_is_told_to_servers(client, site, tmp_path):
    renamed = make_published_article(title_en="Old name", slug_en="old-name")
    taken_back = make_published_article(title_en="Taken back", slug_en="taken-back")
    renamed.slug_en = "new-name"
    transition(renamed, State.PUBLISHED, by=publisher())
    transition(taken_back, State.WITHDRAWN, by=publisher(), notice=Notice(reason={"en": "It was wrong."}))
    Redirect.objects.create(path="/?p=12", kind="article", record=renamed.pk, language="en")

    manifest = export(tmp_path)
    current = tmp_path / "current"

    assert '"/en/news/old-name/" "/en/news/new-name/";' in (current / "moved.map").read_text()
    assert '"/?p=12" "/en/news/new-name/";' in (current / "moved.map").read_text()
    assert '"/" "/en/";' in (current / "led.map").read_text()
    assert '"/en/news/taken-back/" "1";' in (current / "gone.map").read_text()
    assert manifest.files["en/news/taken-back/index.html"].status == 410
    page = (current / "site/en/news/old-name/index.html").read_text()
    assert 'url=http://testserver/en/news/new-name/"' in page
    assert (current / "nginx.conf").read_text().startswith("# Serves a copy")


@pytest.mark.any_database
def test_next_run_makes_only_what_changed_and_drops_what_was_taken_back(site, few, tmp_path, capsys):
    first = export(tmp_path)
    before = (tmp_path / "current").resolve()
    again = export(tmp_path)
    assert (tmp_path / "current").resolve() == before
    assert "nothing changed" in capsys.readouterr().out
    assert again == first

    record = make_published_article(title_en="Late", slug_en="late")
    second = export(tmp_path)
    assert second.files["en/news/late/index.html"].since == second.about.sequence > first.about.sequence
    same = second.files["ka/about/index.html"] if "ka/about/index.html" in second.files else second.files["en/chronology/visits/events.csv"]
    assert same.since == first.about.sequence
    assert (tmp_path / "current").resolve() != before
    assert not before.exists()

    transition(record, State.WITHDRAWN, by=publisher(), notice=Notice())
    export(tmp_path)
    assert "Late" not in everything_in(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {"copies", "current", ".at-work"}


@pytest.mark.any_database
def test_cards_go_along_and_are_drawn_once(site, few, tmp_path, monkeypatch):
    def cards(manifest: Manifest) -> dict[str, int]:
        return {name: entry.since for name, entry in manifest.files.items() if name.startswith("cards/")}

    first = cards(export(tmp_path))
    assert {tuple(name.split("/")[1:3]) for name in first} == {
        *(("en", kind) for kind in ("article", "actor", "event", "chronology", "tag", "site")),
        *(("ka", kind) for kind in ("article", "actor", "tag", "site")),
    }
    article = Article.objects.get(title_en="Article 1")
    drafts.save(article, {"title_en": "Another title"}, by=publisher())
    drafts.publish(article, by=publisher())
    asked_for: list[str] = []
    monkeypatch.setattr(views, "drawn", lambda said, look: asked_for.append(said.title) or b"drawn")
    caches["cards"].clear()

    manifest = export(tmp_path)

    assert asked_for == ["Another title"]
    (old,), (new,) = first.keys() - cards(manifest).keys(), cards(manifest).keys() - first.keys()
    assert all(name.startswith(f"cards/en/article/{article.short_id}-") for name in (old, new))
    assert (tmp_path / "current" / "site" / new).read_bytes() == b"drawn"
    assert not (tmp_path / "current" / "site" / old).exists()
    kept = first.keys() & cards(manifest).keys()
    assert {name: first[name] for name in kept} == {name: cards(manifest)[name] for name in kept}


def test_folder_of_somebody_else_is_left_alone(tmp_path):
    (tmp_path / "letters.txt").write_text("Dear all")

    with pytest.raises(CommandError, match="something else lies in this folder"):
        export(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["letters.txt"]


@pytest.mark.any_database
def test_hidden_records_are_in_no_file(tmp_path):
    hidden = hide_all("article", HIDDEN, see_everything)

    export(tmp_path)
    text = everything_in(tmp_path)
    told = {name: word for words in hidden.values() for name, word in words.made.items() if not name.startswith(("slug", "title", "note"))}
    assert [name for name, word in told.items() if word in text] == []


def test_links_of_pages_styles_and_modules_are_found():
    page = b"""<link rel=stylesheet href=/a.css><img src=/b.png srcset="/c.png 1x, /d.png 2x"><form action=/e/></form>
        <a href="?kind=visit&before=x">f</a><a href="mailto:g@h.example">g</a><a href="/feed.atom?content=full">j</a>
        <a href=https://other.example/>h</a><a href=/en/search/?q=i>i</a>"""
    assert set(links("text/html", page)) >= {"/a.css", "/b.png", "/c.png", "/d.png", "?kind=visit&before=x"}
    found = set(leads_to("/en/x/", "text/html", page))
    assert found == {"/a.css", "/b.png", "/c.png", "/d.png", "/en/x/?kind=visit&before=x"}
    assert set(links("text/css", b"@import 'x.css'; a { b: url( \"y.woff2\" ) }")) == {"x.css", "y.woff2"}
    assert set(links("text/javascript", b'import { a } from "./b.js"; import("./c.js")')) == {"./b.js", "./c.js"}


def test_choices_upon_choices_are_not_followed():
    link = b"<a href='?kind=visit'>1</a><a href='?kind=visit&amp;place=x'>2</a><a href='?kind=visit&amp;after=y'>3</a>"

    assert set(leads_to("/en/x/?kind=visit", "text/html", link)) == {"/en/x/?kind=visit", "/en/x/?kind=visit&after=y"}
    assert choices("/en/x/?after=y&before=z") == []


@pytest.mark.parametrize(
    "link", ["http://testserver/en/../x", "http://testserver/%2e%2e/x", "http://testserver/" + "x" * 300, "http://[", "http://other/x"]
)
def test_links_that_no_file_can_have_are_left(link):
    assert own(link, "/en/") is None


def everything_in(out: Path) -> str:
    """Return the text of all files of a copy, the lists included."""
    return "".join(path.read_bytes().decode("utf-8", "ignore") for path in sorted(out.rglob("*")) if path.is_file())
