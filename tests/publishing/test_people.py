import pytest
from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.test import Client, override_settings
from django.utils.module_loading import import_string

from tests.factories import make_published_article, make_superuser

DJANGOS = {
    "csp.middleware.CSPMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.locale.LocaleMiddleware",
}


def as_django_has_them() -> list[str]:
    """Return the middleware of the settings, the project's own subclasses replaced by what they are made of."""
    plain = {path.rpartition(".")[2]: path for path in DJANGOS}
    return [plain[path.rpartition(".")[2]] if path.startswith("publishing.people.") else path for path in settings.MIDDLEWARE]


@pytest.mark.parametrize("path", ["/en/", "/ka/news/", "/en/news/article/", "/en/tags/", "/en/news/none/", "/ka/nowhere", "/en/news/feed.atom"])
def test_public_page_is_what_djangos_middleware_makes_of_it(path: str):
    make_published_article(title_en="Article")
    ours = Client().get(path)

    with override_settings(MIDDLEWARE=as_django_has_them()):
        djangos = Client().get(path)

    assert (ours.status_code, ours.content) == (djangos.status_code, djangos.content)
    names = [sorted(name for name in answer.headers if name != "Content-Security-Policy") for answer in (ours, djangos)]
    assert names[0] == names[1]
    assert ours.headers["Content-Language"] == path[1:3]


def test_public_page_knows_nobody(client: Client):
    client.force_login(make_superuser())

    request = client.get("/en/news/").wsgi_request

    assert not any(hasattr(request, name) for name in ("user", "session", "_messages"))


def test_policy_of_a_public_page_is_the_sites(client: Client):
    policy = client.get("/en/").headers["Content-Security-Policy"]

    assert "default-src 'none'" in policy.split("; ")
    assert "nonce" not in policy


@pytest.mark.parametrize("path", ["/en/news/article/edit", "/admin/", "/i18n/setlang/"])
def test_address_of_people_knows_who_is_there(path: str):
    make_published_article(title_en="Article")
    client = Client()
    client.force_login(make_superuser())

    assert client.get(path).wsgi_request.user.is_superuser


def test_form_without_a_token_is_refused_by_the_admin():
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_superuser())

    assert client.post("/admin/news/article/add/", {}).status_code == 403
    assert client.post("/i18n/setlang/", {"language": "ka"}).status_code == 403


def test_form_sent_to_a_public_page_is_refused():
    assert Client(enforce_csrf_checks=True).post("/en/news/", {}).status_code in (403, 405)


def test_middleware_of_people_is_djangos():
    ours = {
        path.rpartition(".")[2]: import_string(path)
        for path in settings.MIDDLEWARE
        if path.startswith(("publishing.people.", "accounts.middleware."))
    }

    assert all(issubclass(ours[path.rpartition(".")[2]], import_string(path)) for path in DJANGOS)
    assert issubclass(ours["AuthenticationMiddleware"], AuthenticationMiddleware)
