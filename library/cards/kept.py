"""Cards as they are kept: drawn when first asked for, one at a time, as many as the disk is given to."""

import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pickle import UnpicklingError

from django.core.cache import caches
from django.db import transaction

from publishing import languages
from publishing.publishable import Publishable
from publishing.registry import record_type

logger = logging.getLogger(__name__)

STORE = "cards"
# One process draws one card at a time: faces are not for several threads, and pages come first. Others wait so long, in seconds.
PATIENCE = 5
_turn = threading.Lock()


class BusyError(Exception):
    """More cards are asked for than are drawn."""


def card(kind: str, key: str, language: str, digest: str, draw: Callable[[], bytes]) -> bytes:
    """Return a card as it is kept, or drawn now. BusyError if it is nobody's turn; OSError of the drawing itself."""
    name = name_of(kind, key, language)
    if found := look_up(name, digest):
        return found
    if not _turn.acquire(timeout=PATIENCE):
        raise BusyError
    try:
        # Somebody may have drawn it meanwhile.
        if found := look_up(name, digest):
            return found
        made = draw()
        # Kept before the next one's turn, who would draw it again otherwise. A full disk is no reason to show nothing.
        with suppress(OSError):
            caches[STORE].set(name, (digest, made))
        return made
    finally:
        _turn.release()


def look_up(name: str, digest: str) -> bytes | None:
    """Return a kept card that shows what the digest stands for."""
    try:
        known, data = caches[STORE].get(name) or ("", b"")
    except (OSError, EOFError, UnpicklingError, ValueError):
        logger.warning("A kept card cannot be read, and is drawn anew.", exc_info=True)
        return None
    return data if known == digest else None


def name_of(kind: str, key: str, language: str) -> str:
    """Return under what a card is kept: a record has one in each language, so that a new title takes the place of the old."""
    return f"{kind}:{key}:{language}"


def settle(record: Publishable) -> None:
    """Throw away the cards of a record that the public does not see any more. At the end of each of its steps, with the commit."""
    if not record.is_live:
        transaction.on_commit(partial(forget, record_type(record).kind, record.short_id))


def forget(kind: str, key: str) -> None:
    """Throw away the cards of something."""
    with suppress(OSError):
        caches[STORE].delete_many([name_of(kind, key, code) for code in languages.codes()])
