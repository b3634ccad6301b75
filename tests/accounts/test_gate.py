"""No way round the second factor: every address of the desk, old sessions, other log-in views, the API, a demo that is none."""

import pytest
from django.contrib.auth import SESSION_KEY, login
from django.contrib.auth.models import AnonymousUser, User
from django.http import HttpRequest
from django.test import Client
from django.urls import URLResolver, get_resolver
from django.utils.regex_helper import normalize

from accounts import verified
from accounts.sessions import SessionStore
from tests.accounts.doors import INDEX, LOGIN, is_in, make_person, phrase
from tests.factories import make_published_article, make_superuser

# What stands before the desk, and what is no page of it.
OUTSIDE = {"login", "second_factor", "enrol", "password_reset", "password_reset_confirm", "invitation"}


def half_open(user: User) -> Client:
    """Return a client with a session of Django's own making, as an older release or a log-in view of another app would leave it."""
    request = HttpRequest()
    request.session = SessionStore()
    login(request, user, "publishing.signing_in.Accounts")
    request.session.save()
    client = Client()
    client.cookies["sessionid"] = request.session.session_key
    assert client.session[SESSION_KEY] == str(user.pk)
    return client


def addresses() -> dict[str, str]:
    """Return an address for each pattern of the desk, by its name."""
    (desk,) = [
        each for each in get_resolver().url_patterns if isinstance(each, URLResolver) and each.app_name == "admin" and each.namespace == "admin"
    ]
    found = {}
    for path, name, parts in walked(desk, "/admin/", []):
        if name not in OUTSIDE:
            found[f"{name} {path}"] = path % dict.fromkeys(parts, "1")
    return found


def walked(resolver: URLResolver, prefix: str, parts: list[str]):
    for pattern in resolver.url_patterns:
        route, here = normalize(pattern.pattern.regex.pattern)[0]
        if isinstance(pattern, URLResolver):
            yield from walked(pattern, prefix + route, [*parts, *here])
        else:
            yield prefix + route, pattern.name, [*parts, *here]


def test_every_address_of_the_desk_asks_for_the_second_factor():
    user = make_superuser()
    found = addresses()
    half, nobody = half_open(user), Client()
    pending = Client()
    make_person()
    phrase(pending)

    let_in = [
        (name, response.status_code)
        for client in (half, nobody, pending)
        for name, address in found.items()
        for response in (client.get(address), client.post(address, {"post": "yes"}))
        if not leads_out(response)
    ]

    assert len(found) > 200
    assert let_in == []


def leads_out(response) -> bool:
    """Tell whether an answer leads to the log-in, or to nothing of the desk."""
    location = response.headers.get("Location", "")
    return response.status_code in (401, 404) or (response.status_code == 302 and (location.startswith(LOGIN) or location == INDEX))


def test_session_without_the_mark_is_nobodys(client):
    user = make_superuser()
    client = half_open(user)

    assert not is_in(client)
    assert client.get("/admin/login/").status_code == 200
    article = make_published_article()
    edit = client.get(f"{article.get_absolute_url()}edit")
    assert edit.headers["Location"].startswith(LOGIN)


def test_site_asks_again_whoever_says_who_is_there(rf):
    from django.contrib import admin  # noqa: PLC0415 - made when the apps are ready

    request = rf.get(INDEX)
    request.user, request.session = make_superuser(), SessionStore()

    assert not admin.site.has_permission(request)
    verified.mark(request.session, request.user, "passkey")
    assert admin.site.has_permission(request)
    request.user = AnonymousUser()
    assert not admin.site.has_permission(request)


@pytest.mark.parametrize("change", [{"is_staff": False}, {"is_superuser": False}, {"is_active": False}])
def test_session_ends_when_its_owner_is_made_another(client, change):
    user = make_superuser()
    client.force_login(user)
    assert is_in(client)

    User.objects.filter(pk=user.pk).update(**change)

    assert not is_in(client)


def test_mark_of_one_is_none_of_another(client):
    """A session that passes to another account does not take its factor along."""
    one, other = make_superuser(), User.objects.create_superuser("other")
    client.force_login(one)
    session = client.session
    session[SESSION_KEY], session["_auth_user_hash"] = str(other.pk), other.get_session_auth_hash()
    session.save()

    assert not is_in(client)


@pytest.mark.parametrize("name", ["author", "editor", "translator", "admin"])
def test_accounts_of_the_demo_log_in_on_its_own_machine(name):
    make_person(name)
    client = Client()

    assert phrase(client, name).headers["Location"] == INDEX
    assert is_in(client)
    assert "demo-banner" in client.get(INDEX).text


@pytest.mark.parametrize(
    "where",
    [
        {"REMOTE_ADDR": "192.0.2.7"},
        {"headers": {"X-Forwarded-For": "127.0.0.1"}},
        {"headers": {"Via": "1.1 varnish"}},
        {"headers": {"Forwarded": "for=127.0.0.1"}},
    ],
)
def test_accounts_of_the_demo_show_a_factor_to_whoever_comes_from_elsewhere(where):
    make_person("editor")
    client = Client()
    phrase(client, "editor")
    assert is_in(client)

    other = Client()
    assert phrase(other, "editor", **where).headers["Location"] == "/admin/login/factor/"
    # Nor does a session that began on the machine go along.
    assert client.get(INDEX, **where).status_code == 302


def test_end_of_the_demo_ends_its_sessions(client, settings):
    make_person("editor")
    phrase(client, "editor")
    assert is_in(client)

    settings.DEMO = False

    assert not is_in(client)
    assert phrase(Client(), "editor").headers["Location"] == "/admin/login/factor/"
    assert "demo-banner" not in Client().get(LOGIN).text


def test_other_accounts_show_a_factor_in_the_demo_too(client):
    make_person("nino")

    phrase(client, "nino")

    assert not is_in(client)


def test_api_knows_no_sessions(client):
    """Nothing of the API asks who is logged in: a session opens nothing there, with a factor or without."""
    client.force_login(make_superuser())

    answers = {client.get("/api/v1/", headers={"Cookie": ""}).content, client.get("/api/v1/").content}
    refused = client.post("/api/v1/articles/", {}, content_type="application/json").status_code

    assert len(answers) == 1
    assert refused in (403, 405)


def test_no_other_log_in_view_stands_anywhere():
    """What logs people in is the desk's own page: no library has brought another one."""
    names = [pattern.name or "" for pattern in flat(get_resolver())]

    assert [name for name in names if "login" in name or "log_in" in name] == ["login"]


def flat(resolver: URLResolver):
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            if pattern.namespace != "stock":
                yield from flat(pattern)
        else:
            yield pattern
