"""The owner's form of settings, and everything that says what it holds, on the very next request."""

import json
import re

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from publishing import changes, site
from publishing.models import Audit, SiteSettings
from tests.factories import make_image, make_published_article
from tests.pages.settings_form import FORM, errors, filled, logo, page, save
from tests.roles import member_of
from tests.uploads import drawn, picture, upload, written

pytestmark = pytest.mark.usefixtures("own_media")


@pytest.fixture
def owner() -> Client:
    client = Client()
    client.force_login(member_of("Administrator"))
    return client


OUTLETS = ["/en/", "/ka/", "/en/news/", "/en/news/talks/", "/ka/news/saubrebi/", "/en/tags/", "/en/corrections/", "/en/nothing/"]
FEEDS = ["/en/news/feed.atom", "/ka/corrections/feed.atom"]


def test_one_save_changes_every_outlet_on_the_next_request(owner, django_capture_on_commit_callbacks):
    make_published_article(title_en="Talks", title_ka="საუბრები", slug_en="talks", slug_ka="saubrebi")
    outlets = [*OUTLETS, *FEEDS]
    before = {path: page(path) for path in outlets}
    cached = {path: page(path) for path in outlets}
    assert cached == before
    moved = changes.head().sequence

    with django_capture_on_commit_callbacks(execute=True):
        answer = save(
            owner,
            name_en="The Ledger",
            name_ka="დავთარი",
            logo_file=logo(),
            icon_file=picture((200, 200), "PNG"),
            licence="CC0-1.0",
            terms_en="Name us.",
            terms_ka="დაგვასახელეთ.",
            email="desk@example.org",
            phone="+995 32 200",
            footer_en="Made with care.",
            address_ka="თბილისი",
            social="Mastodon https://mastodon.example/@ledger",
        )

    assert (answer.status_code, changes.head().sequence) == (302, moved + 1)
    row = site.read()
    for path in OUTLETS:
        text = page(path)
        assert ("The Ledger" if "/en/" in path else "დავთარი") in text, path
        assert not re.search(r"Matiane\b|მატიანე", text.replace("Matiane Switch", "")), path
        assert row.logo_light.url in text, path
        assert row.icons["side_180"] in text, path
        assert "publicdomain/zero" in text, path
        assert ("Name us." if "/en/" in path else "დაგვასახელეთ.") in text, path
        assert "mailto:desk@example.org" in text, path
        assert "tel:+99532200" in text, path
        assert "https://mastodon.example/@ledger" in text, path
        assert "Made with care." in text, path
        assert "თბილისი" in text, path
    for path in FEEDS:
        text = page(path)
        assert ("The Ledger" if "/en/" in path else "დავთარი") in text, path
        assert f"<logo>http://testserver{row.logo_light.url}</logo>" in text, path
        assert f"<icon>http://testserver{row.icons['side_96']}</icon>" in text, path
        assert "publicdomain/zero" in text, path


def test_machines_learn_of_the_change_too(owner):
    article = make_published_article(title_en="Talks", slug_en="talks")
    own = make_published_article(title_en="Own", slug_en="own", licence="CC-BY-NC-4.0")

    save(
        owner,
        name_en="The Ledger",
        name_ka="",
        logo_file=logo(),
        licence="CC0-1.0",
        terms_en="Name us.",
        terms_address_en="/en/tags/",
        email="a@example.org",
    )

    data = json.loads(html.fromstring(page("/en/news/talks/")).xpath("//script[@type='application/ld+json']")[0].text)
    row = site.read()
    assert (data["publisher"]["name"], data["publisher"]["email"]) == ("The Ledger", "a@example.org")
    assert data["publisher"]["logo"] == {"@type": "ImageObject", "url": f"http://testserver{row.logo_light.url}", "width": 400, "height": 100}
    assert 'property="og:site_name" content="The Ledger"' in page("/ka/")
    root = Client().get("/api/v1/").json()
    assert (root["name"], root["logo"], root["terms"]) == ({"en": "The Ledger"}, f"http://testserver{row.logo_light.url}", {"en": "Name us."})
    assert (root["licence"]["code"], root["terms_url"]) == ("CC0-1.0", {"en": "http://testserver/en/tags/"})
    assert [Client().get(f"/api/v1/articles/{each.pk}/").json()["licence"] for each in (article, own)] == ["CC0-1.0", "CC-BY-NC-4.0"]
    assert Client().get(root["lists"]["articles"]).status_code == 200


def test_desk_wears_the_name_and_the_logo(owner):
    save(owner, name_en="The Ledger", logo_file=logo(), accent="#1a4a7a")

    for path in ("/admin/", "/admin/login/"):
        text = " ".join((owner if path == "/admin/" else Client()).get(path).content.decode().split())
        assert "The Ledger" in text
        assert site.read().style_sheet in text


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
REFUSED = [
    ({"logo_file": upload(SVG, "logo.png")}, "logo_file", "SVG pictures are not accepted"),
    ({"logo_file": upload(b"<html>", "logo.png")}, "logo_file", "a web page or a text"),
    ({"logo_file": upload(b"", "logo.png")}, "logo_file", "empty"),
    ({"logo_file": upload(written(drawn((400, 20)), "PNG"), "logo.png")}, "logo_file", "needs a height of 36 pixels"),
    ({"icon_file": upload(written(drawn((100, 400)), "PNG"), "icon.png")}, "icon_file", "needs 180 × 180 pixels"),
    ({"name_en": "", "name_ka": " "}, "name_en", "in one language at least"),
    ({"accent": "#ffcc00"}, "accent", "#ffcc00 is hard to read: its contrast is 1.3"),
    ({"accent_dark": "#000000"}, "accent_dark", "is hard to read"),
    ({"accent": "red"}, "accent", "Give a colour as #rrggbb"),
    ({"accent": "#7a1c30;}body{display:none"}, "accent", "Give a colour as #rrggbb"),
    ({"email": "desk"}, "email", "valid email"),
    ({"social": "Mastodon http://mastodon.example\njavascript:alert(1)"}, "social", "Line 2: give a name and then its address"),
    ({"social": "\n".join(f"N{n} https://n{n}.example" for n in range(13))}, "social", "At most 12"),
    ({"terms_address_ka": "javascript:alert(1)"}, "terms_address_ka", "begins with https://"),
    ({"terms_address_en": "//evil.example/en/"}, "terms_address_en", "begins with https://"),
    ({"terms_address_en": "/en/nothing/here/"}, "terms_address_en", "begins with https://"),
    ({"licence": "mine"}, "licence", "valid choice"),
    ({"card": "not-a-key"}, "card", "valid choice"),
]


@pytest.mark.parametrize(("values", "name", "words"), REFUSED, ids=[f"{name} {number}" for number, (_v, name, _w) in enumerate(REFUSED)])
def test_bad_value_is_refused_in_words_and_nothing_is_saved(owner, values, name, words):
    for value in values.values():
        if hasattr(value, "seek"):
            value.seek(0)
    before = changes.head().sequence

    answer = save(owner, tagline_en="New", **values)

    assert answer.status_code == 200
    assert list(errors(answer)) == [name]
    assert words in " ".join(errors(answer)[name])
    assert (SiteSettings.objects.count(), changes.head().sequence) == (0, before)


def test_refused_colour_comes_with_the_nearest_that_is_taken(owner):
    answer = save(owner, accent="#e08030")

    offered = html.fromstring(answer.content.decode()).xpath("//datalist[@id='id_accent_offered']/option/@value")
    assert offered[0] in errors(answer)["accent"][0]
    assert save(owner, accent=offered[0]).status_code == 302


def test_accent_is_a_style_sheet_at_an_address_of_its_own(owner):
    assert "/accent/" not in page("/en/")
    save(owner, accent="#1A4A7A")

    address = site.read().style_sheet
    assert address in page("/en/")
    answer = Client().get(address)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/css; charset=utf-8")
    assert "--accent:light-dark(#1a4a7a,#f0a3ab)" in answer.content.decode()
    assert "immutable" in answer.headers["Cache-Control"]
    assert "style=" not in page("/en/")
    assert Client().get(address.replace("1a4a7a", "ffff00")).status_code == 404


def test_change_is_written_down_with_its_fields(owner):
    save(owner, phone="+995 1")

    act = Audit.objects.order_by("-id").first()
    assert (act.action, act.by.username) == ("site settings changed", "administrator")
    assert "Telephone" in json.dumps(act.detail)


@pytest.mark.parametrize("role", ["Author", "Editor", "Translator (Georgian)"])
def test_nobody_but_administrators_opens_or_sends_the_form(role):
    client = Client()
    client.force_login(member_of(role, "somebody"))

    assert [client.get(FORM).status_code, client.post(FORM, filled()).status_code] == [403, 403]
    assert SiteSettings.objects.count() == 0


def test_administrator_may_neither_add_nor_delete_the_row(owner):
    add, delete = (reverse(f"admin:publishing_sitesettings_{what}", args=args) for what, args in (("add", []), ("delete", [1])))

    assert [owner.get(add).status_code, owner.post(delete, {"post": "yes"}).status_code] == [403, 403]
    assert owner.get("/admin/publishing/sitesettings/").headers["Location"] == FORM
    assert owner.get("/admin/publishing/sitesettings/2/change/").status_code == 302


def test_form_says_who_decides_the_time_zone(owner, settings):
    text = owner.get(FORM).content.decode()

    assert f"{settings.TIME_ZONE}. The environment of the server decides it (TIME_ZONE)" in text


def test_settings_cost_one_query_and_none_while_nothing_changes(owner, django_assert_num_queries):
    save(owner, name_en="The Ledger", logo_file=logo(), card=make_image(partners_may_use=True).pk)

    with django_assert_num_queries(1):
        row = site.read()
        assert (row.name_en, row.logo_light.width) == ("The Ledger", 400)
