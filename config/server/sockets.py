"""Where the site listens: a socket that is opened once and handed on, so that whoever connects meanwhile waits and is not refused."""

import os
import socket
from pathlib import Path

# The first socket that systemd hands over (sd_listen_fds(3)).
FIRST_HANDED = 3
BACKLOG = 1024


def listening(where: str) -> socket.socket:
    """Return the socket that systemd handed over, or open one: `host:port`, `[host]:port`, or the path of a file."""
    handed = os.environ.pop("LISTEN_FDS", ""), os.environ.pop("LISTEN_PID", "")
    if handed == ("1", str(os.getpid())):
        return socket.socket(fileno=FIRST_HANDED)
    return open_at(where)


def open_at(where: str) -> socket.socket:
    """Open a socket. OSError if somebody else has it."""
    if where.startswith("/"):
        Path(where).unlink(missing_ok=True)
        found = socket.socket(socket.AF_UNIX)
        found.bind(where)
    else:
        host, _colon, port = where.rpartition(":")
        host = host.strip("[]")
        found = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind((host, int(port)))
    found.listen(BACKLOG)
    return found


def notify(state: str) -> None:
    """Tell systemd how things stand (sd_notify(3)); nothing where nobody asked."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address:
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as caller:
        # A name that begins with @ lies in no folder.
        caller.connect("\0" + address[1:] if address.startswith("@") else address)
        caller.sendall(state.encode())
