"""Attacks that are stored as texts: read as words on every page and screen, and run on none. The browser tries them in tests/e2e."""

import pytest
from django.test import Client

from library.models import Document, Source
from news.models import Article, ArticleCitation, Author
from publishing import drafts
from publishing.fields.richtext import render
from publishing.middleware import prefixes
from tests.factories import make_document, make_kind, make_published_article, make_superuser, publisher, replace_file
from tests.files import table
from tests.library.reading import make_live
from tests.publishing import walk
from tests.roles import client_of, member_of
from tests.security import desk
from tests.security.payloads import ATTACK, attacked, run_in


def pages(paths: list[tuple[str, str]]) -> dict[str, str]:
    """Return {path: text} of what a browser shows as a page."""
    client, found = Client(), {}
    for path, language in desk.few_of_each(paths):
        answer = client.get(path, headers={"Accept-Language": language})
        if answer["Content-Type"].startswith("text/html") and not answer.streaming:
            found[path] = answer.content.decode()
        answer.close()
    return found


@pytest.mark.any_database
def test_cve_2022_21662_attacks_of_authors_run_on_no_public_page():
    """WordPress CVE-2022-21662: what low-privileged authors wrote ran where others read it. Also Wagtail CVE-2021-32681: plain texts unescaped."""
    attacked()

    found = pages(walk.paths(of_hidden=False))

    assert {path: faults for path, text in found.items() if (faults := run_in(text))} == {}
    # They are read, as they were typed: no template was made of them either (Django CVE-2022-22818, `{% debug %}`).
    shown = [path for path, text in found.items() if path.startswith(prefixes()) and "&lt;img src=x onerror=alert(1)&gt;{{7*7}}{% debug %}" in text]
    assert len(shown) > 50


@pytest.mark.any_database
def test_cve_2023_28836_attacks_of_authors_run_on_no_screen_of_the_desk():
    """Wagtail CVE-2023-28836: what an editor with few rights wrote ran on the lists of one with more."""
    user = make_superuser(first_name=ATTACK[:100])
    records = attacked()
    for record in records.values():
        # As a draft over what is public, so that history and comparison have something to show.
        drafts.save(record, {f"{record.title_field}_en": f"{ATTACK} anew"}, by=publisher())
    desk.furnish(user, ATTACK)
    client, found, seen = client_of(user), {}, 0
    asked = "?q=%27%22%3E%3Cimg+src%3Dx+onerror%3Dalert(1)%3E&from=1&to=draft&language=en&beside=1"

    for where in desk.addresses().values():
        for query in ("", asked) if where.endswith("/change/") or "/compare/" in where else ("",):
            answer = client.get(f"{where}{query}")
            if answer["Content-Type"].startswith("text/html") and not answer.streaming:
                seen += 1
                if faults := run_in(answer.content.decode()):
                    found[f"{where}{query}"] = faults
            answer.close()

    assert found == {}
    assert seen > 200


def test_cve_2020_11001_comparison_of_versions_shows_markup_as_words():
    """Wagtail CVE-2020-11001: the comparison of two versions ran what stood in them."""
    record = drafts.create(Article, {"kind": make_kind().pk, "title_en": f"{ATTACK} one", "lead_en": ATTACK}, by=publisher())
    drafts.publish(record, by=publisher())
    drafts.save(record, {"title_en": f"{ATTACK} two", "lead_en": f"<svg onload=alert(1)>{ATTACK}"}, by=publisher())

    page = client_of(member_of("Editor")).get(f"/admin/news/article/{record.pk}/compare/?from=1&to=draft").content.decode()

    assert run_in(page) == []
    assert "&lt;svg onload=alert(1)&gt;" in page.replace("<ins>", "").replace("</ins>", "").replace("<del>", "").replace("</del>", "")


@pytest.mark.parametrize("address", ["javascript:alert(1)//x", "JaVa\tScRiPt:alert(1)", "data:text/html,<script>alert(1)</script>", "vbscript:x"])
def test_cve_2019_12308_address_that_is_a_script_is_no_link(address):
    """Django CVE-2019-12308 and CVE-2013-4249: the desk made a link of whatever stood in a field for addresses."""
    source = Source.objects.create(title="Letter", url=address[:200])
    article = make_published_article(title_en="Cites")
    ArticleCitation.objects.create(article=article, source=source)

    shown = [
        client_of(make_superuser()).get(f"/admin/library/source/{source.pk}/change/").content.decode(),
        Client().get("/en/news/cites/").content.decode(),
    ]

    assert [run_in(page) for page in shown] == [[], []]
    source.refresh_from_db()
    assert source.url == ""


@pytest.mark.parametrize("address", ["javascript:alert(1)", "https://x\njavascript:alert(1)", "//evil", "data:text/html,x"])
def test_cve_2015_5144_no_address_with_a_second_line_or_another_scheme_is_stored(address):
    """Django CVE-2015-5144 and CVE-2021-32052: addresses with line ends passed the check, and went into headers."""
    client = client_of(make_superuser())

    answer = client.post("/admin/library/source/add/", {"title": "Letter", "language": "en", "url": address})

    assert answer.status_code == 200
    assert not Source.objects.exists()


def test_cve_2016_6186_answer_of_a_window_that_added_something_runs_nothing():
    """Django CVE-2016-6186: the name of what was added in a small window was written into its script."""
    client = client_of(make_superuser())

    answer = client.post("/admin/news/author/add/?_popup=1", {"_popup": "1", "name_en": ATTACK, "name_ka": ATTACK})

    assert Author.objects.get().name_en == ATTACK
    assert run_in(answer.content.decode()) == []


@pytest.mark.parametrize("query", ["_to_field=id&_popup=1", "_changelist_filters=q%3Dx", "q=", "tab=", "copy=", "e="])
def test_cve_2020_13596_nothing_of_a_query_becomes_markup_at_the_desk(query):
    """Django CVE-2020-13596: the query of an address went unescaped into the links of a widget."""
    client = client_of(make_superuser())

    for where in ("/admin/news/article/", "/admin/news/article/add/", "/admin/library/source/add/", "/admin/search/", "/admin/languages/"):
        page = client.get(f"{where}?{query}%22%3E%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E", follow=True).content.decode()
        assert run_in(page) == []


def test_cve_2015_2241_what_may_only_be_read_is_escaped_too():
    """Django CVE-2015-2241: texts of fields that somebody may only read were printed as they were."""
    record = drafts.create(Article, {"kind": make_kind(ATTACK[:20]).pk, "title_en": ATTACK, "lead_en": ATTACK}, by=publisher())
    drafts.publish(record, by=publisher())

    page = client_of(member_of("Author")).get(f"/admin/news/article/{record.pk}/change/").content.decode()

    assert run_in(page) == []
    assert "&lt;img src=x onerror=alert(1)&gt;" in page


@pytest.mark.parametrize("path", ["articles/", "search/?q=%3Cscript%3E", "articles/?q=%3Cscript%3Ealert(1)%3C/script%3E", "%3Cscript%3E/", "schema/"])
def test_cve_2024_21520_no_page_is_made_of_an_answer_of_the_api(path):
    """DRF CVE-2024-21520 and CVE-2018-25045: the pages that showed answers of the API to people ran what was asked."""
    answer = Client().get(f"/api/v1/{path}", headers={"Accept": "text/html,*/*;q=0.1"})

    assert not answer["Content-Type"].startswith("text/html") or run_in(answer.content.decode()) == []
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_cve_2019_3498_page_that_is_not_there_says_nothing_of_its_address():
    """Django CVE-2019-3498: the page for what is not found showed the address, and so any text that somebody linked to."""
    for path in ("/en/You%20won%20a%20prize%20at%20evil.example/", "/You%20won/", "/api/v1/You%20won/", "/admin/You%20won/"):
        assert "You won" not in client_of(make_superuser()).get(path).content.decode()


def test_cve_2017_12794_error_shows_nothing_of_what_failed(monkeypatch, settings):
    """Django CVE-2017-12794: the page of an error showed the text of the exception, as markup."""
    monkeypatch.setattr("config.subscribing.render", lambda *_all: (_ for _ in ()).throw(RuntimeError(ATTACK)))
    client = Client(raise_request_exception=False)

    page = client.get("/en/subscribe/")

    assert (page.status_code, run_in(page.content.decode()), b"alert" in page.content) == (500, [], False)


@pytest.mark.parametrize("name", ['a";x=".exe".csv', "a\r\nX-Forged: 1.csv", "../../etc/passwd.csv", "setup.bat;.csv", "<script>.csv"])
def test_cve_2022_36359_name_of_a_file_stays_within_its_quotation_marks(name):
    """Django CVE-2022-36359: a name from outside ended the header early and became that of another program (reflected download)."""
    document = make_document(files={"en": table()})
    replace_file(document, "en", table(), name=name)
    make_live(document)

    answer = Client().get(f"/en/documents/{Document.objects.get().short_id}/file")

    said = answer["Content-Disposition"]
    answer.close()
    assert said.startswith('attachment; filename="')
    assert said.split('"')[2].startswith("; filename*=UTF-8''")
    assert set("\r\n/\\<>") & set(said.split('"')[1]) == set()
    assert "X-Forged" not in answer.headers


EMBEDS = [
    'https://youtu.be/abc"onmouseover=alert(1)//',
    "https://www.youtube.com/embed/'><img src=x onerror=alert(1)>",
    "javascript:alert(1)//https://youtu.be/abc",
    "https://youtu.be.evil.example/abc",
]


@pytest.mark.parametrize("address", EMBEDS)
def test_cve_2017_6817_address_of_a_video_is_that_and_no_markup(address):
    """WordPress CVE-2017-6817: the address of a YouTube video was printed into its frame as it was typed."""
    html = str(render(f'<figure class="embed"><a href="{address.replace(chr(34), "&quot;")}">Video</a></figure><p>After.</p>'))

    assert run_in(html) == []
    assert "<iframe" not in html
