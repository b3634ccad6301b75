"""Where the site sends a browser: to itself, or where an editor said; nowhere that an address names."""

from urllib.parse import urlsplit

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from publishing.redirects import toward
from tests.factories import make_published_article, make_superuser
from tests.roles import client_of

NEXT = {
    "Django CVE-2017-7233": ["http:999999999", "http:///evil.example", "https:evil.example"],
    "Django CVE-2016-2512": ["http://testserver@evil.example", "http://testserver:80@evil.example/"],
    "Django CVE-2015-2317": ["\x08//evil.example", "\x01javascript:alert(1)"],
    "Django CVE-2015-0220": ["\njavascript:alert(1)", " //evil.example"],
    "Django CVE-2014-3730": ["http:\\\\evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example"],
    "Django CVE-2013-6044": ["javascript:alert(1)", "data:text/html,<script>alert(1)</script>", "JAVASCRIPT:alert(1)"],
    "WordPress CVE-2020-4048": ["//evil.example", "/%09/evil.example", "https://evil.example/admin/"],
}


def goes_out(location: str) -> bool:
    """Tell whether a browser would leave the site, as browsers read addresses (URL Standard, section 4.4)."""
    read = "".join(letter for letter in location.strip("".join(map(chr, range(33)))) if letter not in "\t\r\n").replace("\\", "/")
    parts = urlsplit(read)
    return parts.scheme not in ("", "http", "https") or parts.netloc not in ("", "testserver") or (bool(parts.scheme) and not parts.netloc)


@pytest.mark.parametrize("target", [each for listed in NEXT.values() for each in listed])
def test_next_page_is_one_of_ours(target):
    user = make_superuser()
    user.set_password("sixteen letters and more")
    user.save()
    named = {"next": target}
    logged_in = Client().post("/admin/login/", {"username": user.username, "password": "sixteen letters and more", **named})
    answers = [
        logged_in,
        Client().post(f"/admin/login/?next={target}", {"username": user.username, "password": "sixteen letters and more"}),
        client_of(user).get("/admin/login/", named),
        client_of(user).post("/i18n/setlang/", {"language": "ka", **named}),
        client_of(user).post("/admin/logout/", named),
        Client().post("/i18n/setlang/", {"language": "ka"}, headers={"Referer": target.strip() if target.isprintable() else "x"}),
    ]

    assert [answer["Location"] for answer in answers if "Location" in answer and goes_out(answer["Location"])] == []
    # A page that says where it goes on would do the same.
    assert "evil.example" not in logged_in.get("Refresh", "")


@pytest.mark.parametrize(
    "path",
    ["//evil.example", "//evil.example/%2f..", "///evil.example", "/%2fevil.example", "/\\evil.example", "/%5cevil.example", "/%09/evil.example"],
)
def test_cve_2018_14574_address_that_gets_a_slash_leads_nowhere_else(path):
    """Django CVE-2018-14574: `//evil.example` got a slash behind it, and so led there. CVE-2017-7234: so too by folders of files."""
    for client in (Client(), client_of(make_superuser())):
        for where in (path, f"/en/news{path}", f"/admin{path}", f"/static{path}", f"/a{path}"):
            answer = client.get(where, follow=False)
            assert not goes_out(answer.get("Location", ""))


@pytest.mark.parametrize("target", ["//evil.example", "/\\evil.example", "javascript:alert(1)", "http://evil.example/", "https://a@evil.example/"])
def test_cve_2020_4048_old_address_leads_where_its_form_says_it_may(target):
    """WordPress CVE-2020-4048: the check of a redirect took for ours what a browser took for another site."""
    with pytest.raises(ValidationError):
        toward(target)


@pytest.mark.parametrize("slug", ["//evil.example", "evil.example", "..", "javascript:alert(1)", "a b", "%2f%2fevil"])
def test_cve_2014_0480_address_that_is_made_of_a_slug_is_ours(slug):
    """Django CVE-2014-0480: an address made of parts began with `//`, and was that of another site."""
    record = make_published_article(title_en=slug)

    assert record.get_absolute_url().startswith("/en/news/")
    assert Client().get(record.get_absolute_url()).status_code == 200
    assert Client().get(f"/en/news/{slug}/").status_code in (301, 400, 404)


@pytest.mark.parametrize("path", ["/admin%0a/", "/admin/%0anews/article/", "/en/news/known%0a/", "/en/news/known%0d%0aX-Forged:1/", "/a/%0a"])
def test_cve_2021_44420_line_end_in_an_address_passes_no_door(path, caplog):
    """Django CVE-2021-44420: a line end behind an address got past what guarded it. CVE-2025-48432: and wrote lines of its own into the log."""
    make_published_article(title_en="Known")

    answer = Client().get(path)

    assert answer.status_code in (301, 302, 400, 404)
    assert "X-Forged" not in answer.headers
    assert "\n" not in answer.get("Location", "")
    assert [record.getMessage() for record in caplog.records if "\n" in record.getMessage().strip() or "\r" in record.getMessage()] == []
