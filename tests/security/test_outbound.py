"""Where the site asks others: no address of a network of its own, however it is spelt; and files that would have a parser ask or swell."""

import io
import socket
import zipfile

import pytest
from django.core.exceptions import ValidationError

from library.documents.intake import take
from pages.moving import fetching
from pages.moving.fetching import NotFetchedError, fetch
from pages.moving.items import SourceError
from publishing.fields.richtext import clean, render
from syndication import sending
from syndication.addresses import check_form
from syndication.sending import NotSentError, post
from tests.actors.tables import sent
from tests.chronicle.books import put, workbook
from tests.factories import make_published_article, make_superuser
from tests.files import docx, with_part
from tests.pages.moving.sites import HEAD, TAIL, move_in
from tests.pages.moving.sites import post as entry
from tests.uploads import upload

# As the advisories spelt what a check took for public, or what was too long to check.
SPELT = {
    "WordPress CVE-2019-17669": ["https://0x7f000001/", "https://0x7f.1/", "https://0x7f.0x0.0x0.0x1/"],
    "Django CVE-2021-33571": ["https://0177.0.0.1/", "https://127.000.000.001/", "https://012.1.2.3/"],
    "WordPress CVE-2016-4029": ["https://127.1/", "https://2130706433/"],
    "WordPress CVE-2018-10101": ["https://localhost./", "https://a.localhost/"],
    "Ghost CVE-2026-53946": ["https://169.254.169.254/latest/meta-data/", "https://[fd00:ec2::254]/", "https://metadata.google.internal/"],
    "Ghost CVE-2025-9862": ["https://[::ffff:10.0.0.1]/", "https://[::1]/", "https://10.0.0.1/", "https://192.168.0.1:8443/"],
    "Django CVE-2024-56374": [f"https://[{':' * 100_000}]/", "https://[::1%25eth0]/"],
}


@pytest.fixture(autouse=True)
def asked(monkeypatch, settings):
    """Whom the site connects to, instead of connecting: [(host, port)]. No name means anything but what a test says."""
    settings.PUSH_TO_LOOPBACK = False
    found: list[tuple[str, int]] = []

    def connect(address, *_rest, **_more):
        if isinstance(address, tuple):
            found.append(address[:2])
            raise ConnectionRefusedError("refused")

    monkeypatch.setattr(socket, "create_connection", connect)
    monkeypatch.setattr("urllib3.util.connection.create_connection", connect)
    return found


@pytest.fixture
def names(monkeypatch):
    """What names mean: {name: numbers of one asking after the other}."""
    known: dict[str, list[str]] = {}
    real = socket.getaddrinfo

    def meaning(host, port, *args, **more):
        number = known[host].pop(0) if host in known else host
        return real(number, port, *args, **{**more, "flags": socket.AI_NUMERICHOST})

    monkeypatch.setattr(socket, "getaddrinfo", meaning)
    return known


@pytest.mark.parametrize("address", [each for spelt in SPELT.values() for each in spelt], ids=lambda address: address[:40])
def test_address_inside_is_refused_in_every_spelling_by_every_way_out(asked, names, address):
    with pytest.raises(ValidationError):
        check_form(address)
    with pytest.raises(NotSentError):
        post(address, b"{}", {})
    with pytest.raises(NotFetchedError):
        fetch(address, 1000)

    assert asked == []


def test_cve_2022_3590_name_that_means_another_machine_a_moment_later_is_asked_once(asked, names):
    """WordPress CVE-2022-3590: between the check of a name and the connection, the name came to mean a machine inside."""
    names["rebound.example"] = ["93.184.216.34", "127.0.0.1"]
    with pytest.raises(NotSentError):
        post("https://rebound.example/hook", b"{}", {})
    names["rebound.example"] = ["93.184.216.34", "127.0.0.1"]
    with pytest.raises(NotFetchedError):
        fetch("http://rebound.example/photo.jpg", 1000)

    assert {host for host, _port in asked} == {"93.184.216.34"}


def test_cve_2017_9066_redirect_inside_is_checked_like_the_address_it_came_from(asked, monkeypatch, names):
    """WordPress CVE-2017-9066: an address was checked, and the one that it led on to was not."""
    answers = iter(["http://169.254.169.254/latest/meta-data/", "file:///etc/passwd"])
    real = fetching.asked
    names["old.example"] = ["93.184.216.34"] * 4

    def first_answers(parts, limit, until):
        return next(answers) if parts.hostname == "old.example" else real(parts, limit, until)

    monkeypatch.setattr(fetching, "asked", first_answers)
    for _way in range(2):
        with pytest.raises(NotFetchedError):
            fetch("https://old.example/photo.jpg", 1000)

    assert asked == []


def test_cve_2025_9862_text_that_names_other_sites_asks_none_of_them(asked, monkeypatch):
    """Ghost CVE-2025-9862 and CVE-2026-53946: cards and pictures of other sites were asked for while a text was stored and shown."""
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_all, **_more: asked.append(("a name", 0)))
    inside = "http://169.254.169.254/"
    text = f'<img src="{inside}x.png"><figure class="embed"><a href="{inside}">x</a></figure><p><a href="{inside}">a</a></p>'
    text += '<figure class="embed"><a href="https://www.youtube.com/watch?v=abc">x</a></figure>'

    make_published_article(title_en="Cards", body_en=clean(text))

    assert "<img" not in str(render(text))
    assert asked == []


ENTITY = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname"><!ENTITY p "{}">]>'
LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {b} "{"&" + a + ";" + "&" + a + ";"}">' for a, b in zip("abcdefghij", "bcdefghijk", strict=True))
    + "]>"
)


def swollen(xml: str) -> list[str]:
    """Return a document with entities of each kind that parsers were hurt by."""
    head, _mark, rest = xml.partition("?>") if xml.startswith("<?xml") else ("", "", xml)
    start = f"{head}?>" if head else ""
    within = rest.replace("><", ">&e;<", 1) if "><" in rest else rest
    return [
        start + ENTITY.format("x") + within,
        start + LAUGHS + within.replace("&e;", "&k;"),
        start + ENTITY.replace("SYSTEM", "PUBLIC 'x'") + within,
    ]


@pytest.mark.parametrize("kind", range(3))
def test_cve_2021_29447_site_that_moves_in_has_no_file_of_ours_read(tmp_path, asked, kind):
    """WordPress CVE-2021-29447, Django CVE-2013-1664 and CVE-2013-1665: XML that came in named files, which the parser read, or swelled."""
    path = tmp_path / "export.xml"
    path.write_text(swollen(HEAD + entry(1, "&e;", title="&e;") + TAIL)[kind], encoding="utf-8")

    with pytest.raises(SourceError):
        move_in(path, by=make_superuser())

    assert asked == []


def repacked(data: bytes, name: str, change) -> bytes:
    """Return an office file with one of its parts changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(out, "w") as after:
        for info in before.infolist():
            text = before.read(info).decode()
            after.writestr(info.filename, change(text) if info.filename == name else text)
    return out.getvalue()


@pytest.mark.parametrize("kind", range(3))
@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "[Content_Types].xml"])
def test_cve_2021_29447_workbook_has_no_file_of_ours_read(asked, part, kind):
    """WordPress CVE-2021-29447, by workbooks."""
    data = workbook(events=[["title_en", "date"], ["Visit", "2008"]])
    run = put(repacked(data, part, lambda text: swollen(text)[kind]))

    told = str(run.report)
    assert (run.stage, run.report.get("counts", {}).get("new", 0)) != ("checked", 1) or "Visit" in told
    assert socket.gethostname() not in told
    assert asked == []


@pytest.mark.parametrize("kind", range(3))
def test_cve_2021_29447_document_with_entities_is_refused(kind):
    """WordPress CVE-2021-29447, by documents."""
    with pytest.raises(ValidationError):
        take(upload(with_part(docx(), "word/document.xml", swollen("<a><b/></a>")[kind].encode()), "minutes.docx"))


def test_cve_2011_4138_table_with_addresses_asks_none_of_them(asked):
    """Django CVE-2011-4138: an address that was typed in was asked whether it is there. In a table it is a text."""
    sent("actors", "name_en,born", "http://169.254.169.254/,1950")

    assert asked == []
    assert sending.MOST_READ < 10_000
