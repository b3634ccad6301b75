"""Waits until the live server has nothing to do: pages say their last words while they close, and the database is emptied after."""

import threading
import time
from collections.abc import Callable
from contextlib import nullcontext

from django.db import connection
from django.http import HttpRequest, HttpResponse

# How long nothing may come in until it counts as quiet, and how long that is waited for, in seconds.
QUIET = 0.3
LIMIT = 20


class Counting:
    """Middleware that knows how many requests are being answered."""

    lock = threading.Lock()
    # All threads of the live server share one connection to a database in memory, and its transactions.
    turn = threading.Lock() if connection.vendor == "sqlite" else nullcontext()
    running = 0
    last = 0.0

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        self.count(1)
        try:
            # The test client has no server behind it.
            with self.turn if "SERVER_SOFTWARE" in request.META else nullcontext():
                return self.get_response(request)
        finally:
            self.count(-1)

    @classmethod
    def count(cls, step: int) -> None:
        with cls.lock:
            cls.running += step
            cls.last = time.monotonic()

    @classmethod
    def is_idle(cls) -> bool:
        return cls.running == 0 and time.monotonic() - cls.last > QUIET


def wait() -> None:
    """Wait until no request is being answered and none came for a moment."""
    until = time.monotonic() + LIMIT
    while not Counting.is_idle() and time.monotonic() < until:
        time.sleep(0.02)


def wait_for_connections() -> None:
    """Wait until the live server has done with every connection that a browser has closed."""
    until = time.monotonic() + LIMIT
    while any("process_request_thread" in thread.name for thread in threading.enumerate()) and time.monotonic() < until:
        time.sleep(0.02)
