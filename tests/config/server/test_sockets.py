import os
import socket

from config.server import sockets


def test_socket_of_systemd_is_taken_by_the_process_it_is_for(monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as handed:
        monkeypatch.setattr(sockets, "FIRST_HANDED", os.dup(handed.fileno()))
        monkeypatch.setenv("LISTEN_FDS", "1")
        monkeypatch.setenv("LISTEN_PID", str(os.getpid()))

        with sockets.listening("127.0.0.1:1") as taken:
            assert taken.getsockname() == handed.getsockname()
        assert "LISTEN_FDS" not in os.environ


def test_socket_that_is_for_another_process_is_left_alone(monkeypatch, tmp_path):
    monkeypatch.setenv("LISTEN_FDS", "1")
    monkeypatch.setenv("LISTEN_PID", "1")

    with sockets.listening(str(tmp_path / "web")) as opened:
        assert (opened.family, opened.getsockname()) == (socket.AF_UNIX, str(tmp_path / "web"))


def test_address_of_either_kind_is_listened_at():
    for where, family in (("127.0.0.1:0", socket.AF_INET), ("[::1]:0", socket.AF_INET6)):
        with sockets.open_at(where) as opened:
            assert opened.family == family


def test_systemd_is_told(monkeypatch, tmp_path):
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(tmp_path / "notify"))
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))

        sockets.notify("READY=1")

        assert systemd.recv(100) == b"READY=1"


def test_nobody_is_told_where_nobody_asked(monkeypatch):
    monkeypatch.delenv("NOTIFY_SOCKET", raising=False)

    sockets.notify("READY=1")
