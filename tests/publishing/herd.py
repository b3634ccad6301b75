"""What notes the pages that a site makes, behind its cache."""

import os
import time
from collections.abc import Callable
from pathlib import Path

from django.http import HttpRequest, HttpResponse

from publishing import kept_pages

# Seconds: so long that all of a crowd come while the first one's page is made.
SLOWLY = 1.0
# However slow the machine is, nobody stops waiting for the one who renders; this process does nothing else.
kept_pages.LOCK_SECONDS = 60.0


class Noting:
    """Middleware that writes down each page that is made, in the file `MADE`, after a while."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with Path(os.environ["MADE"]).open("a") as file:
            file.write(f"{request.path}\n")
        time.sleep(SLOWLY)
        return self.get_response(request)
