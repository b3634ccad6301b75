"""What every answer tells browsers to refuse: at every public address, on every screen of the desk, and where something went wrong."""

import datetime as dt
from collections.abc import Iterator

import pytest
from django.conf import settings as project
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBase
from django.test import Client
from django.utils import timezone

from publishing import headers
from publishing.middleware import prefixes
from tests.factories import make_image, make_published_article, make_superuser
from tests.publishing import walk
from tests.publishing.hidden import FILLED, published
from tests.publishing.words import Words
from tests.roles import client_of
from tests.security import desk

CONSTANT = (
    "base-uri 'none'; connect-src 'self'; default-src 'none'; font-src 'self'; form-action 'self'; frame-ancestors 'none'; img-src 'self'; "
    "manifest-src 'self'; require-trusted-types-for 'script'; script-src 'self'; style-src 'self'; trusted-types 'none'"
)
EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains; preload",
    "Permissions-Policy": project.PERMISSIONS_POLICY,
}
POLICY = "Content-Security-Policy"


@pytest.fixture
def secure(settings) -> None:
    """The settings of a site that is reached under https."""
    settings.SECURE_HSTS_SECONDS, settings.SECURE_HSTS_INCLUDE_SUBDOMAINS, settings.SECURE_HSTS_PRELOAD = 31_536_000, True, True
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True


def directives(policy: str) -> dict[str, list[str]]:
    """Return what a policy says: {directive: what it allows}."""
    return {name: allowed.split() for name, _space, allowed in (each.partition(" ") for each in policy.split("; "))}


def faults(answer: HttpResponseBase, where: str) -> Iterator[str]:
    """Yield what an answer does not tell browsers."""
    found = {name: answer.get(name) for name in EVERYWHERE}
    if found != EVERYWHERE:
        yield f"{where}: {found}"
    said = directives(answer.get(POLICY, ""))
    if said.get("default-src") != ["'none'"] or "unsafe" in answer.get(POLICY, "") or "*" in answer.get(POLICY, ""):
        yield f"{where}: {answer.get(POLICY)}"
    if "sandbox" not in said and said.get("frame-ancestors") not in (["'none'"], ["'self'"]):
        yield f"{where}: may be framed by {said.get('frame-ancestors')}"
    if answer.get("Referrer-Policy") not in ("no-referrer", "same-origin", "strict-origin-when-cross-origin"):
        yield f"{where}: referrer {answer.get('Referrer-Policy')}"
    if answer.get("Cross-Origin-Resource-Policy") not in ("same-origin", "cross-origin"):
        yield f"{where}: resource {answer.get('Cross-Origin-Resource-Policy')}"


@pytest.mark.any_database
@pytest.mark.usefixtures("secure")
def test_every_public_address_says_it_all_and_every_page_the_same():
    for kind in FILLED:
        published(kind, Words(kind))
    client = Client()

    found, policies = [], set()
    for path, language in desk.few_of_each(walk.paths(of_hidden=False)):
        answer = client.get(path, headers={"Accept-Language": language}, secure=True)
        found += faults(answer, path)
        # A second answer comes from the page cache.
        if path.startswith(prefixes()) and answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            policies |= {answer[POLICY], client.get(path, secure=True)[POLICY]}
        answer.close()

    assert found == []
    assert policies == {CONSTANT}


@pytest.mark.any_database
@pytest.mark.usefixtures("secure")
def test_every_screen_of_the_desk_says_it_all_and_only_it_a_nonce():
    user = make_superuser()
    for kind in FILLED:
        published(kind, Words(kind))
    desk.furnish(user)
    client = client_of(user)

    found, nonces = [], []
    for where in desk.addresses().values():
        answer = client.get(where, secure=True)
        found += faults(answer, where)
        said = directives(answer[POLICY])
        nonces += [source for allowed in said.values() for source in allowed if source.startswith("'nonce-")]
        if [name for name, allowed in said.items() if any("nonce" in source for source in allowed)] not in ([], ["script-src"]):
            found.append(f"{where}: {said}")
        if not answer["Referrer-Policy"].startswith(("same-origin", "no-referrer")) and answer.status_code == 200:
            found.append(f"{where}: {answer['Referrer-Policy']}")
        if said.get("frame-ancestors") == ["'self'"] and "preview" not in where:
            found.append(f"{where}: may be framed")
        answer.close()

    assert found == []
    # One for each form, and never the same.
    assert len(nonces) == len(set(nonces)) >= len(FILLED)


def broken(*_args: object, **_named: object) -> HttpResponse:
    raise RuntimeError(f"SELECT secret FROM {project.BASE_DIR}")  # noqa: S608 - no statement


def closed(*_args: object, **_named: object) -> HttpResponse:
    raise PermissionDenied(f"secret {project.BASE_DIR}")


ERRORS = {
    "another host": (400, lambda client: client.get("/en/", headers={"Host": "evil.example"}, secure=True)),
    "not allowed": (403, lambda client: client.get("/admin/dates/?closed", secure=True)),
    "no page": (404, lambda client: client.get("/en/<script>/", secure=True)),
    "no page of the desk": (404, lambda client: client.get("/admin/<script>/", secure=True)),
    "no method": (405, lambda client: client.post("/en/", {}, secure=True)),
    "forged form": (403, lambda client: Client(enforce_csrf_checks=True).post("/admin/login/", {"a": "<script>"}, secure=True)),
    "too many fields": (413, lambda client: client.post("/admin/login/", {f"f{number}": "1" for number in range(10_001)}, secure=True)),
    "broken": (500, lambda client: client.get("/en/subscribe/", secure=True)),
    "wrong question": (400, lambda client: client.get("/api/v1/articles/?<script>=1", secure=True)),
}


@pytest.mark.usefixtures("secure")
@pytest.mark.parametrize(("status", "ask"), ERRORS.values(), ids=ERRORS)
def test_error_says_it_all_to_the_browser_and_nothing_to_the_attacker(monkeypatch, settings, status, ask):
    settings.DEBUG = False
    monkeypatch.setattr("config.subscribing.render", broken)
    monkeypatch.setattr("publishing.admin.dates.JsonResponse", closed)
    client = client_of(make_superuser())
    client.raise_request_exception = False

    answer = ask(client)
    text = answer.content.decode()

    assert answer.status_code == status
    assert list(faults(answer, str(status))) == []
    assert [word for word in ("secret", "Traceback", str(project.BASE_DIR), "Django", "SELECT") if word in text] == []
    # Of the API's, no browser makes a page.
    if text and not answer["Content-Type"].startswith("application/problem+json"):
        assert ("/static/css/" in text, "<script>" in text) == (True, False)


@pytest.mark.usefixtures("secure")
def test_cookies_are_for_this_site_over_https_and_for_no_script():
    user = make_superuser()
    user.set_password("sixteen letters and more")
    user.save()
    client = Client()
    client.get("/admin/login/", secure=True)
    client.post("/admin/login/", {"username": user.username, "password": "sixteen letters and more"}, secure=True)

    assert {name: (bool(cookie["secure"]), cookie["samesite"], cookie["domain"]) for name, cookie in client.cookies.items()} == dict.fromkeys(
        client.cookies, (True, "Lax", "")
    )
    assert client.cookies["sessionid"]["httponly"]


def test_files_say_it_too_and_other_sites_may_show_pictures_only(settings, tmp_path):
    settings.STATIC_ROOT = str(tmp_path)
    (tmp_path / "x.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>")
    make_published_article(title_en="Picture", image=make_image())

    file, page = Client().get("/static/x.svg"), Client().get("/en/")

    assert (file[POLICY], file["X-Content-Type-Options"], file["Cross-Origin-Resource-Policy"]) == (headers.NO_PAGE, "nosniff", "cross-origin")
    assert page["Cross-Origin-Resource-Policy"] == "same-origin"
    file.close()


def test_answer_that_nothing_changed_takes_no_policy_away():
    make_published_article(title_en="Known")
    first = Client().get("/en/news/known/")

    second = Client().get("/en/news/known/", headers={"If-None-Match": first["ETag"]})

    assert (second.status_code, second.get(POLICY, CONSTANT)) == (304, CONSTANT)


def test_faults_are_reported_where_the_operator_says(settings):
    settings.SECURITY_CONTACT, settings.SECURITY_POLICY = ["security@example.org", "https://example.org/report"], "https://example.org/how"
    answer = Client().get("/.well-known/security.txt")
    said = [line.partition(": ")[::2] for line in answer.content.decode().splitlines()]

    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert said[:2] == [("Contact", "mailto:security@example.org"), ("Contact", "https://example.org/report")]
    left = dt.datetime.fromisoformat(dict(said)["Expires"]) - timezone.now()
    assert dt.timedelta(days=170) < left < dt.timedelta(days=365)
    assert dict(said)["Canonical"] == f"{settings.SITE_URL}/.well-known/security.txt"
    assert dict(said)["Policy"] == "https://example.org/how"


def test_faults_are_reported_nowhere_if_nobody_is_named(settings):
    settings.SECURITY_CONTACT, settings.OPERATORS_EMAIL, settings.EDITORS_EMAIL = [], "", ""
    assert Client().get("/.well-known/security.txt").status_code == 404

    settings.OPERATORS_EMAIL = "operator@example.org"
    assert b"Contact: mailto:operator@example.org\n" in Client().get("/.well-known/security.txt").content
