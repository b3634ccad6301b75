"""The web server proper: granian on a socket that it is handed. Begun by `config.server`: web SOCKET READY WORKERS."""

import contextlib
import os
import socket
import sys
from collections.abc import Callable
from functools import partial
from typing import Any

from granian._granian import SocketHolder
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server.mp import MPServer

from config.server.sockets import BACKLOG

# Requests that a worker answers at a time; each may hold a connection to the database, and Python runs one at a time anyhow.
THREADS = 2
# Seconds in which a worker finishes what it was asked before it is killed.
FINISHES = 30


class HandedServer(MPServer):
    """Granian with all workers on one socket that it did not open: what waits there when a worker ends is answered by another.

    By itself it lets each worker open one of its own, and the kernel resets what waits at one that ends.
    """

    def __init__(self, handed: socket.socket, **options: Any) -> None:  # Any: as in granian
        super().__init__("config.wsgi:application", **options)
        self.handed = handed

    def _init_shared_socket(self) -> None:
        # Named as granian names them; its types know neither.
        number = self.handed.fileno()
        holder = SocketHolder(number, self.handed.family == socket.AF_UNIX, BACKLOG)  # type: ignore[call-arg]
        vars(self).update(_ssp=None, _sso=self.handed, _sfd=number, _shd=holder)


def application(ready: int) -> Callable[..., Any]:  # Any: as in WSGI
    """Load the site in a worker with all its addresses, and say through a pipe that it is loaded."""
    from django.urls import get_resolver  # noqa: PLC0415 - the process that only watches its workers needs none of it

    from config.wsgi import application as site  # noqa: PLC0415 - as above

    # Else the first reader would find out whether they can be.
    get_resolver().check()
    # One that replaces a worker much later is waited for by nobody.
    with contextlib.suppress(OSError):
        os.write(ready, b".")
    return site


def main(handed: int, ready: int, workers: int) -> None:
    """Serve until SIGTERM; requests that have begun are finished."""
    server = HandedServer(
        socket.socket(fileno=handed),
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        websockets=False,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=FINISHES,
    )
    server.serve(target_loader=partial(application, ready), wrap_loader=False)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
