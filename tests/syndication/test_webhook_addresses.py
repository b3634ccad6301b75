"""Where the site sends to: public addresses only, by their form when they are typed and by their numbers at each sending."""

import socket
import threading
from contextlib import suppress

import pytest
from django.core.exceptions import ValidationError

from syndication import sending
from syndication.addresses import check_form, is_public, numbers_of, target_of
from syndication.sending import NotSentError, post
from tests.syndication.receiver import receiving

REFUSED = {
    "no web address": "| example | https:// | https://exa mple.org/ | https://example.org:99999/ | https://[::1/ | https://example.org/\t",
    "must begin with https": "http://example.org/ | ftp://example.org/ | file://a/etc/passwd | gopher://example.org/ | //example.org/",
    "name and password": "https://user@example.org/ | https://user:word@example.org/ | https://:@example.org/",
    "behind #": "https://example.org/#part",
    "Port 22 ": "https://example.org:22/",
    "Port 80 ": "https://example.org:80/",
}
# In every spelling that some system understands.
INSIDE = """
localhost a.localhost printer db.internal nas.local LOCALHOST. 10.0.0.1 192.168.1.1 127.0.0.1 127.1 0x7f000001 2130706433 0177.0.0.1 0.0.0.0
169.254.169.254 100.64.0.1 [::1] [::] [fe80::1] [fd00:ec2::254] [::ffff:10.0.0.1] [64:ff9b::a00:1] 168.63.129.16 224.0.0.1 255.255.255.255
[ff02::1] [2002:a00:1::] 127.0.0.1. ①②⑦.⓪.⓪.①
"""
PUBLIC = ["93.184.216.34", "2606:2800:220:1::1"]
PRIVATE = ["10.1.2.3", "172.16.0.1", "198.18.0.1", "192.0.2.1", "::1"]


@pytest.fixture
def _closed(settings):
    settings.PUSH_TO_LOOPBACK = False


@pytest.fixture
def names(monkeypatch):
    """What names mean, instead of asking anybody: {name: numbers of one asking after the other}."""
    known, real = {}, socket.getaddrinfo

    def asked(host, port, *args, **more):
        if host not in known:
            return real(host, port, *args, **{**more, "flags": socket.AI_NUMERICHOST})
        numbers = known[host].pop(0)
        return [entry for number in numbers for entry in real(number, port, type=socket.SOCK_STREAM)]

    monkeypatch.setattr(socket, "getaddrinfo", asked)
    return known


@pytest.mark.usefixtures("_closed")
def test_addresses_are_refused_in_words_by_how_they_are_written():
    inside = " | ".join(f"https://{host}/" for host in INSIDE.split())
    for words, addresses in {**REFUSED, "not public": inside}.items():
        for address in addresses.split(" | "):
            with pytest.raises(ValidationError) as refused:
                check_form(address)
            assert words in " ".join(refused.value.messages), address

    for address in ("https://example.org/hook", "https://example.org:8443/a?b=c", "https://მაგალითი.გე/", "https://93.184.216.34/"):
        check_form(address)
    assert [number for number in (*PUBLIC, *PRIVATE) if is_public(number)] == PUBLIC


@pytest.mark.usefixtures("_closed")
def test_names_are_refused_by_what_they_mean_now(names):
    target = target_of("https://example.org/hook")
    names["example.org"] = [["93.184.216.34"], ["10.0.0.1"], ["93.184.216.34", "169.254.169.254"]]

    assert numbers_of(target) == ["93.184.216.34"]
    for _later in range(2):
        with pytest.raises(ValidationError, match="not public"):
            numbers_of(target)
    with pytest.raises(ValidationError, match="Nobody knows"):
        numbers_of(target_of("https://nowhere.example.org/"))
    # So too when something is sent, whatever the name meant before.
    names["example.org"] = [["10.0.0.1"]]
    with pytest.raises(NotSentError, match="not public"):
        post("https://example.org/hook", b"{}", {})


def test_message_goes_to_the_number_that_was_checked(names):
    with receiving() as receiver:
        port = receiver.address.rpartition(":")[2]
        # A second question would be answered otherwise.
        names["localhost"] = [["127.0.0.1"], ["10.0.0.1"]]
        receiver.plan = lambda: 202
        assert post(f"http://localhost:{port}", b"{}", {}).status == 202

        assert receiver.seen[0][0]["Host"] == f"localhost:{port.partition('/')[0]}"
        assert len(names["localhost"]) == 1


@pytest.mark.usefixtures("_closed")
def test_own_machine_is_reached_only_where_the_setting_allows_it():
    with receiving() as receiver:
        with pytest.raises(NotSentError, match="https"):
            post(receiver.address, b"{}", {})

        assert receiver.seen == []


def test_redirects_are_answers_and_not_followed():
    with receiving() as receiver:
        other = receiver.address + "/other"
        receiver.plan = lambda: (307, {"Location": other})

        answer = post(receiver.address, b"{}", {})

        assert (answer.status, answer.is_good, len(receiver.seen)) == (307, False, 1)


def drip(connection, ended):
    """Say a byte now and then."""
    while not ended.wait(0.05):
        connection.send(b"H")


def flood(connection, ended):
    """Never stop."""
    connection.send(b"HTTP/1.1 200 OK\r\n\r\n")
    while not ended.is_set():
        connection.send(b"x" * 65_536)


def quiet(_connection, ended):
    """Say nothing."""
    ended.wait(10)


def serve_once(server, how, ended):
    with server.accept()[0] as connection, suppress(OSError):
        connection.recv(1000)
        how(connection, ended)


def test_answers_end_by_time_and_size(monkeypatch):
    monkeypatch.setattr(sending, "WAIT", 5.0)
    monkeypatch.setattr(sending, "WHOLE", 0.6)
    ended = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"http://127.0.0.1:{server.getsockname()[1]}/"
        for how in (drip, quiet):
            threading.Thread(target=serve_once, args=[server, how, ended], daemon=True).start()
            with pytest.raises(NotSentError, match="no answer in time"):
                post(address, b"{}", {})
        threading.Thread(target=serve_once, args=[server, flood, ended], daemon=True).start()
        answer = post(address, b"{}", {})
        ended.set()

    assert (answer.status, len(answer.said)) == (200, sending.MOST_KEPT)
