"""What is shipped: pages that load as drafts in both languages, and what two of them state compared with what the site does."""

import re
from io import StringIO
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.throttling import cookie_of, digest_of
from pages import shipped
from pages.models import Page
from publishing import audit, drafts
from publishing.models import Audit, SiteSettings, Visits
from publishing.publishable import State
from tests.accounts.doors import enter, give_app, make_person
from tests.factories import make_published_article, make_published_page, make_superuser

FOLDER = settings.BASE_DIR / "fixtures" / "pages"
KEYS = ["about", "contact", "methodology", "how-to-cite", "support", "privacy", "accessibility"]


def load(*options: str) -> str:
    said = StringIO()
    call_command("load_pages", *options, stdout=said)
    return said.getvalue()


def page(key: str) -> Page:
    return Page.objects.get(pk=shipped.loaded()[key])


@pytest.fixture
def public(client: Client) -> dict[str, str]:
    """Return {key: HTML in English} of the shipped pages, published as they come."""
    user = make_superuser()
    load()
    for key in KEYS:
        drafts.publish(page(key), by=user)
    return {key: client.get(f"/en/pages/{page(key).slug_en}/").content.decode() for key in KEYS}


def test_pages_load_as_drafts_in_both_languages_and_only_once():
    make_superuser()

    assert load() == f"Made 7 drafts: {', '.join(KEYS)}. Go through them at /admin/pages/page/ and publish what holds.\n"
    assert load() == "Nothing new: this site has, or had, every page in the files.\n"

    assert list(Page.objects.values_list("state", flat=True)) == [State.DRAFT] * 7
    names = [f"{name}_{code}" for name in ("title", "slug", "lead", "body") for code in ("en", "ka")]
    assert [(key, name) for key in KEYS for name in names if not drafts.state_of(page(key))[name]] == []


def test_pages_state_the_settings_of_this_site(settings):
    settings.SESSION_COOKIE_AGE = 3 * 86_400
    SiteSettings.objects.create(name_en="A & B", name_ka="ა და ბ", licence="CC-BY-SA-4.0")
    make_superuser()
    load()

    about, privacy = drafts.state_of(page("about")), drafts.state_of(page("privacy"))

    assert "the licence is: Creative Commons Attribution-ShareAlike 4.0." in about["body_en"]
    assert (about["lead_en"].startswith("A & B records"), about["lead_ka"].startswith("„ა და ბ“ სადავო")) == (True, True)
    assert "ends 3 days after its last use at the latest" in privacy["body_en"]
    assert not any("[[" in str(value) for key in KEYS for value in drafts.state_of(page(key)).values())


def test_privacy_says_what_is_counted_and_what_becomes_of_reports(settings):
    settings.COUNT_VISITS = False
    SiteSettings.objects.create(name_en="A", name_ka="ა", error_reports=False)
    make_superuser()
    load()

    privacy = drafts.state_of(page("privacy"))

    assert "<p>There is no account for readers, no advertising and no tracking. We do not count how often a page is read.</p>" in privacy["body_en"]
    assert "The form for mistakes" not in privacy["body_en"]


def test_page_that_editors_changed_or_deleted_is_left_as_it_is():
    user = make_superuser()
    load()
    drafts.save(page("about"), {"title_en": "Ours"}, by=user)
    page("contact").delete()

    assert load().startswith("Nothing new")

    assert drafts.state_of(page("about"))["title_en"] == "Ours"
    assert Page.objects.count() == 6


def test_address_of_a_page_of_the_sites_own_is_not_taken():
    make_superuser()
    make_published_page(title_en="Privacy")

    assert "privacy" not in load()


def test_pages_need_somebody_whose_drafts_they_become():
    with pytest.raises(CommandError, match="createsuperuser"):
        load()
    with pytest.raises(CommandError, match="“nobody”"):
        load("--by", "nobody")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("title: {en: A}", "needs a “key”"),
        ("key: a\nbodyy: {en: A}", "nothing called “bodyy”"),
        ("key: a\ntitle: {xx: A}", "“title” should be a text per language"),
        ("key: a\ntitle: {en: '[[colour]]'}", "colour"),
        ("key: [", "expected"),
    ],
)
def test_wrong_file_is_named_and_nothing_of_it_is_stored(tmp_path: Path, text: str, reason: str):
    make_superuser()
    (tmp_path / "a.yaml").write_text(text)

    with pytest.raises(CommandError, match=re.escape(reason)):
        load("--fixtures", str(tmp_path))

    assert (Page.objects.count(), Audit.objects.filter(action=shipped.ACTION).count()) == (0, 0)


def test_links_between_shipped_pages_lead_somewhere(client: Client, public: dict[str, str]):
    broken = [
        (key, code, link)
        for key in KEYS
        for code in ("en", "ka")
        for link in re.findall(r'href="(/(?:en|ka)/[^"#]*)', getattr(page(key), f"body_{code}"))
        if client.get(link).status_code != 200 or not link.startswith(f"/{code}/")
    ]

    assert broken == []


# What a page states, and what has to be so for it.


def reading(client: Client) -> list:
    make_published_article(title_en="Meeting", body_en='<p>See <a href="https://example.org/">this</a>.</p>')
    return [client.get(path) for path in ("/en/", "/ka/", "/en/news/", "/en/news/meeting/", "/en/tags/", "/en/pages/privacy/", "/en/nothing/")]


def no_cookie(client: Client) -> bool:
    return not any(answer.cookies for answer in reading(client)) and not client.cookies


def nothing_from_others(client: Client) -> bool:
    what = r'script|img|source|iframe|video|audio|link rel="(?:stylesheet|preload|icon)"'
    loaded = re.compile(rf'<(?:{what})[^>]*(?:src|srcset|href)="(https?:)?//', re.IGNORECASE)
    policies = {answer.headers["Content-Security-Policy"] for answer in reading(client)}
    sources = {word for policy in policies for part in policy.split(";") for word in part.split()[1:]}
    return not any(loaded.search(answer.content.decode()) for answer in reading(client)) and sources <= {"'none'", "'self'", "'script'", "data:"}


def sites_learn_our_name_only(client: Client) -> bool:
    answer = client.get("/en/")
    return answer.headers["Referrer-Policy"] in {"strict-origin-when-cross-origin", "strict-origin", "no-referrer"}


def nothing_kept_in_the_browser(_client: Client) -> bool:
    public = [path for path in (settings.BASE_DIR / "static" / "js").glob("*.js") if "admin" not in path.name]
    return not any(re.search(r"localStorage|sessionStorage|indexedDB|document\.cookie", path.read_text()) for path in public)


def desk_sets_four_cookies(client: Client) -> bool:
    secret = give_app(make_person("ana"))
    client.get("/admin/login/")
    enter(client, secret, "ana")
    client.post("/i18n/setlang/", {"language": "ka", "next": "/admin/"})
    device = cookie_of(digest_of("ana"))
    named = {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME, device}
    return set(client.cookies) == named and client.cookies[device]["max-age"] == 180 * 86_400


def session_ends(_client: Client) -> bool:
    return settings.SESSION_COOKIE_AGE == 14 * 86_400 and not settings.SESSION_SAVE_EVERY_REQUEST


def log_is_for_good(_client: Client) -> bool:
    """No row can be taken out of it by the program, nor unseen by anybody else."""
    Audit.objects.filter(pk=Audit.objects.earliest("pk").pk).delete()
    refused = False
    try:
        Audit.objects.latest("pk").delete()
    except TypeError:
        refused = True
    return refused and bool(list(audit.broken_links()))


def counts_hold_no_address(_client: Client) -> bool:
    return settings.COUNT_VISITS and {field.name for field in Visits._meta.fields} <= {"id", "day", "page", "language", "host", "visits"}


def skip_link_first(client: Client) -> bool:
    return all(re.search(r'<body[^>]*>\s*<a class="skip" href="#content">', answer.content.decode()) for answer in reading(client))


def pages_name_their_language(client: Client) -> bool:
    return all(re.search(r'<html lang="(en|ka)">', answer.content.decode()) for answer in reading(client))


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def text_stands_out(_client: Client) -> bool:
    css = (settings.BASE_DIR / "static/css/tokens.css").read_text()
    pairs = {name: values for name, *values in re.findall(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)", css)}
    ratios = [
        (max(one, other) + 0.05) / (min(one, other) + 0.05)
        for ink in ("ink", "muted", "accent", "danger", "ok")
        for paper in ("paper", "surface")
        for one, other in [(luminance(pairs[ink][0]), luminance(pairs[paper][0])), (luminance(pairs[ink][1]), luminance(pairs[paper][1]))]
    ]
    return min(ratios) >= 4.5


CLAIMS = {
    ("privacy", "No page sets a cookie"): no_cookie,
    ("privacy", "keeps anything in your browser"): nothing_kept_in_the_browser,
    ("privacy", "No page loads anything from another company"): nothing_from_others,
    ("privacy", "at most our name, not the page you were reading"): sites_learn_our_name_only,
    ("privacy", "ends 14 days after its last use at the latest"): session_ends,
    ("privacy", "one by which the desk knows for half a year a device on which somebody logged in before"): desk_sets_four_cookies,
    ("privacy", "A log of who did what in the desk is kept for good"): log_is_for_good,
    ("privacy", "The count holds no address and nothing of the device"): counts_hold_no_address,
    ("accessibility", "version 2.2 AA"): pages_name_their_language,
    ("accessibility", "begins with a link that skips to its content"): skip_link_first,
    ("accessibility", "by at least 4.5 to 1"): text_stands_out,
}


@pytest.mark.parametrize(("where", "holds"), CLAIMS.items(), ids=[words for _key, words in CLAIMS])
def test_what_a_page_states_is_so(client: Client, public: dict[str, str], where: tuple[str, str], holds):
    key, words = where

    assert words in public[key]
    assert holds(client)


def test_files_name_only_what_the_project_has():
    files = [yaml.safe_load(path.read_text()) for path in sorted(FOLDER.glob("*.yaml"))]

    assert [values["key"] for values in files] == KEYS
    assert {values["parent"] for values in files if "parent" in values} <= set(KEYS)
