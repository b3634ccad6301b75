"""Whose word about a request is taken: that of a proxy which the operator trusts, and of nobody else."""

import ipaddress

import pytest
from django.conf import settings as project
from django.core import mail
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from publishing import strangers
from publishing.headers import TrustedProxyMiddleware
from tests.factories import make_published_article
from tests.syndication.digests.reading import fill_in, work

SSL = ("HTTP_X_FORWARDED_PROTO", "https")
FORGED = {"X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example;proto=https", "X-Original-URL": "/admin/", "X-Rewrite-URL": "/admin/"}


def passed(peer: str, **forwarded: str) -> HttpRequest:
    """Return a request as it stands behind the middleware."""
    seen: list[HttpRequest] = []
    request = RequestFactory().get("/en/", REMOTE_ADDR=peer, headers={name.replace("_", "-"): value for name, value in forwarded.items()})
    TrustedProxyMiddleware(lambda each: seen.append(each) or HttpResponse())(request)
    return seen[0]


@pytest.mark.parametrize(
    ("peer", "trusted"),
    [
        ("127.0.0.1", True),
        ("::1", True),
        ("10.1.2.3", True),
        ("::ffff:172.16.0.9", True),
        ("", True),
        ("203.0.113.9", False),
        ("2001:db8::1", False),
        ("x", False),
    ],
)
def test_cve_2019_12781_scheme_and_reader_are_what_a_trusted_proxy_says(settings, peer, trusted):
    """Django CVE-2019-12781: behind a proxy, what is secure is what the proxy says, and what it says alone."""
    settings.SECURE_PROXY_SSL_HEADER = SSL

    said = passed(peer, X_Forwarded_Proto="https", X_Forwarded_For="198.51.100.7")
    plain = passed(peer, X_Forwarded_Proto="http")

    assert (said.is_secure(), "HTTP_X_FORWARDED_FOR" in said.META) == (trusted, trusted)
    assert not plain.is_secure()


def test_networks_of_proxies_are_the_operators(settings):
    settings.SECURE_PROXY_SSL_HEADER = SSL
    settings.TRUSTED_PROXIES = [ipaddress.ip_network("203.0.113.0/24")]

    assert passed("203.0.113.9", X_Forwarded_Proto="https").is_secure()
    assert not passed("127.0.0.1", X_Forwarded_Proto="https").is_secure()


def test_nobody_is_trusted_unless_the_operator_says_so(settings):
    settings.SECURE_PROXY_SSL_HEADER = None

    assert "HTTP_X_FORWARDED_FOR" not in passed("127.0.0.1", X_Forwarded_For="198.51.100.7").META


def test_one_reader_under_many_forged_names_is_one_reader(settings):
    settings.SECURE_PROXY_SSL_HEADER = SSL
    clients = {strangers.client_of(passed("203.0.113.9", X_Forwarded_For=f"198.51.100.{number}")) for number in range(5)}

    assert len(clients) == 1


@pytest.mark.parametrize(
    "path", ["/en/", "/", "/admin/login/", "/api/v1/articles/", "/sitemap.xml", "/en/news/feed.atom", "/.well-known/security.txt"]
)
def test_cve_2012_4520_name_of_another_host_is_refused_and_a_forwarded_one_ignored(settings, path):
    """Django CVE-2012-4520 and CVE-2011-4139: addresses made of a `Host` or `X-Forwarded-Host` that somebody made up."""
    settings.SECURE_PROXY_SSL_HEADER = SSL
    make_published_article(title_en="Known")

    # The userinfo of the advisory, too.
    for host in ("evil.example", "testserver@evil.example", "testserver:evil.example"):
        assert b"evil.example" not in Client().get(path, headers={"Host": host}).content
    answer = Client().get(path, headers=FORGED)
    assert b"evil.example" not in answer.content
    assert "evil.example" not in str(answer.headers)


def test_cve_2017_8295_mail_leads_to_the_site_whatever_the_request_calls_it(settings, monkeypatch):
    """WordPress CVE-2017-8295: the host of a request became that of the links, and of the sender, in a mail with a secret."""
    settings.ALLOWED_HOSTS = ["*"]
    monkeypatch.setattr(strangers, "FASTEST", -1)

    fill_in(Client(headers={"Host": "evil.example", **FORGED}))
    work()

    assert mail.outbox
    assert "evil.example" not in str(mail.outbox[0].message())
    assert "http://testserver/" in mail.outbox[0].body


def test_cve_2016_9014_no_host_is_taken_on_trust_in_production():
    """Django CVE-2016-9014: with DEBUG, any name was let through (DNS rebinding). tests/test_settings.py: none starts so."""
    assert Client().get("/en/", headers={"Host": "rebound.example"}).status_code == 400
    assert "*" not in project.ALLOWED_HOSTS
