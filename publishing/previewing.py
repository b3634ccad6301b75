"""Whether a page is being made as a preview, and for whom: whatever remembers pages, or hides pictures, asks here."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from publishing.middleware import bypassing_page_cache


@dataclass(frozen=True)
class Audience:
    """For whom a preview is made: an editor, or whoever has a link, of which record."""

    link: uuid.UUID | None = None
    record: uuid.UUID | None = None


_audience: ContextVar[Audience | None] = ContextVar("preview_audience", default=None)


def audience() -> Audience | None:
    """Return for whom a preview is being made, or None: then this is a page for everybody."""
    return _audience.get()


@contextmanager
def previewing(audience: Audience) -> Iterator[None]:
    """Make pages for one audience inside the block, past every cache."""
    token = _audience.set(audience)
    try:
        with bypassing_page_cache():
            yield
    finally:
        _audience.reset(token)
