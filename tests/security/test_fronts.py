"""What is kept before the site is nobody's own and nobody's making: the shipped proxies, attacked as others were."""

import pytest

from tests.deploy.fronts import Front, Site
from tests.deploy.test_fronts import PAGE, behind  # noqa: F401 - a fixture

pytestmark = [pytest.mark.proxy, pytest.mark.any_database, pytest.mark.sqlite, pytest.mark.django_db(transaction=True)]
# Ghost CVE-2026-53943: a header of a visitor changed the page, which was kept for all others. Beside it, what others have trusted.
POISON = dict.fromkeys(
    (
        "X_Ghost_Preview",
        "X_Forwarded_Host",
        "X_Forwarded_Scheme",
        "X_Forwarded_Server",
        "X_Host",
        "X_Original_URL",
        "X_HTTP_Method_Override",
        "Forwarded",
    ),
    '"><script>alert(1)</script>.evil.example',
)
DECEIVING = (
    "/admin/x.css",
    "/admin/login/x.js",
    "/admin/%2e%2e/en/news/x.css",
    "/admin/;/x.css",
    "/en/../admin/x.css",
    "/preview/x.css",
    "/review/x/x.png",
)


def test_cve_2026_53943_no_header_of_a_reader_changes_what_others_are_shown(behind: tuple[Site, Front]):  # noqa: F811 - the fixture
    """Ghost CVE-2026-53943 (cache poisoning), Django CVE-2014-1418 and CVE-2021-23336; and deception: what is private is kept under no name."""
    _site, front = behind

    poisoned = front.ask(PAGE, X_Forwarded_Proto="http", **POISON)
    plain = front.ask(PAGE)
    assert (poisoned.status, plain.status, poisoned.body == plain.body, b"evil.example" in plain.body) == (200, 200, True, False)

    # Questions that the page does not know, and parts that one reads as two.
    for query in ("?utm_source=%3Cscript%3E", "?before=%22%3E%3Cscript%3E", "?x=1;before=2", "?callback=alert"):
        front.ask(f"{PAGE}{query}")
    assert front.ask(PAGE).body == plain.body

    # A name with a header's end in it, a body where none belongs, and other methods.
    for method in ("POST", "PUT", "TRACE", "PURGE"):
        front.ask(PAGE, method)
    assert front.ask(PAGE).body == plain.body

    for path in DECEIVING:
        told = front.ask(path, Cookie="sessionid=secret")
        assert "max-age=31536000" not in told.headers.get("Cache-Control", "")
        assert "s-maxage" not in told.headers.get("Cache-Control", "")
        assert told.headers.get("Age", "0") == "0"

    # Under underscores, as Django CVE-2015-0219 had it, no header passes for another.
    assert front.ask("/healthz", **{"X-Forwarded_Proto": "https"}).status == 200
    check_that_everything_says_what_to_refuse(front)


def check_that_everything_says_what_to_refuse(front: Front) -> None:
    """Look at the headers that browsers meet behind a proxy, where it answers itself too."""
    page, missing = front.ask(PAGE), front.ask("/static/none.css")
    for answer in (page, front.ask("/admin/login/"), missing, front.ask("/media/none.jpg")):
        assert answer.headers["X-Content-Type-Options"] == "nosniff" or answer.status == 404
        assert "unsafe" not in answer.headers.get("Content-Security-Policy", "")
    assert "require-trusted-types-for 'script'" in page.headers["Content-Security-Policy"]
    assert page.headers["Permissions-Policy"].startswith("accelerometer=()")
    refused = front.ask("/", "BAN", Surrogate_Key="pages", X_Forwarded_For="203.0.113.7, 10.0.0.1")
    assert refused.status in (403, 405)
    assert b"XID" not in refused.body
    assert "Varnish" not in str(refused.headers)
