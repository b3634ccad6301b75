"""What a process remembers between two public changes: small values that none but a public change can alter."""

import datetime as dt
from collections.abc import Hashable
from typing import Any

from django.http import HttpRequest

from publishing import changes, previewing

# The number and the moment of a public change.
Stamp = tuple[int, dt.datetime]


def stamp(request: HttpRequest) -> Stamp | None:
    """Return the public change under which a request may remember.

    None where nothing may be remembered: in previews, and while something has come due that was not announced.
    """
    head = getattr(request, "change_head", None)
    if head is None or head.moved_at is None or changes.is_due(head) or previewing.audience() is not None:
        return None
    return head.sequence, head.moved_at


class Memory:
    """Values remembered under one public change, about `most` of them, in one process.

    The counter is read before any value: what is read while somebody commits is kept under the number from before the
    commit, which nobody asks for after it.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self.kept: tuple[Stamp | None, dict[Hashable, Any]] = (None, {})

    def under(self, stamp: Stamp | None) -> dict[Hashable, Any]:  # Any: what the owner of the memory keeps in it
        """Return what is remembered under a change, to read from and add to; without a change, a dictionary for this once."""
        if stamp is None:
            return {}
        since, known = self.kept
        if since != stamp or len(known) > self.most:
            known = {}
            self.kept = (stamp, known)
        return known
