"""Keyset paging: a page begins where a cursor points, so that the last page costs what the first one costs."""

import base64
import binascii
import datetime as dt
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db.models import DateTimeField, Q, QuerySet, UUIDField
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from publishing.prepared import Given, Prepared

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
MICROSECOND = dt.timedelta(microseconds=1)
# Eight bytes of time and sixteen of id are exactly 32 letters in base 64: one spelling per cursor, no padding.
CURSOR_LENGTH = 32


@dataclass(frozen=True, order=True)
class Cursor:
    """The place of one record in a list: its time and its id."""

    at: dt.datetime
    key: uuid.UUID

    def encode(self) -> str:
        """Return the cursor as it stands in addresses."""
        moment = (self.at - EPOCH) // MICROSECOND
        return base64.urlsafe_b64encode(moment.to_bytes(8, "big", signed=True) + self.key.bytes).decode()

    @classmethod
    def decode(cls, text: str) -> "Cursor":
        """Return the cursor that an address holds; ValueError if it holds none."""
        if len(text) != CURSOR_LENGTH:
            raise ValueError("A cursor has 32 letters.")
        try:
            packed = base64.b64decode(text.encode("ascii"), altchars=b"-_", validate=True)
            at = EPOCH + int.from_bytes(packed[:8], "big", signed=True) * MICROSECOND
        except (binascii.Error, UnicodeEncodeError, OverflowError) as error:
            raise ValueError("Not a cursor.") from error
        return cls(at=at, key=uuid.UUID(bytes=packed[8:]))


@dataclass(frozen=True)
class Order:
    """The columns a list is read by, newest first: a time, then the id of the record."""

    time: str
    key: str = "id"

    def cursor(self, row: dict[str, Any]) -> Cursor:
        """Return the place of a row of `.values()`."""
        return Cursor(at=row[self.time], key=row[self.key])

    def older(self) -> Q:
        """Return what follows the given cursor; the rows are bounded by its time already."""
        return Q(**{f"{self.time}__lt": CURSOR_AT}) | Q(**{f"{self.key}__lt": CURSOR_KEY})

    def newer(self) -> Q:
        """Return what comes before the given cursor. The first bound is what an index is entered by."""
        beyond = Q(**{f"{self.time}__gt": CURSOR_AT}) | Q(**{f"{self.key}__gt": CURSOR_KEY})
        return Q(**{f"{self.time}__gte": CURSOR_AT}) & beyond


# What the query of a page is given each time it is asked.
UNTIL = Given("until", DateTimeField())
CURSOR_AT = Given("cursor_at", DateTimeField())
CURSOR_KEY = Given("cursor_key", UUIDField())


@dataclass
class Page:
    """One page of a list, newest first, and the addresses of its neighbours ("" where there is none)."""

    rows: list[Any] = field(default_factory=list)  # Any: model instances, rows of `.values()`, or what a view made of them
    newer: str = ""
    older: str = ""
    # Where the page is to be read instead: a page of newest records has the bare address of the list.
    moved_to: str = ""
    is_first: bool = True

    def __iter__(self) -> Iterator[Any]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


# Given a moment, the rows listed up to it, as `.values()`. One upper bound, because a database enters an index by one.
# Called once per process and remembered: it is hashable, and what differs between requests stands in it as `Given`.
Rows = Callable[[Given], QuerySet]


def page_of(rows: Rows, request: HttpRequest, order: Order, *, size: int | None = None, until: dt.datetime | None = None, **given: object) -> Page:
    """Return the page of `rows` that the request asks for by `?before=` (older than) or `?after=` (newer than).

    `until` bounds the list from above where it ends before now; `given` is what else `rows` is to be given.
    Http404 if the cursor is malformed or nothing lies beyond it.
    """
    stretch = Stretch(*asked_for(request), size=size or settings.PAGE_SIZE)
    return page_from(stretch.rows(rows, order, until=until, **given), stretch, request.path, order.cursor)


@dataclass(frozen=True)
class Stretch:
    """What of a list a page shows: at most `size` entries next to a cursor, on its older or its newer side; without one, the newest."""

    before: Cursor | None = None
    after: Cursor | None = None
    size: int = settings.PAGE_SIZE

    def rows(self, rows: Rows, order: Order, *, until: dt.datetime | None = None, **given: object) -> list[dict[str, Any]]:
        """Return those of `rows`, from the cursor on, and one more as a sign that there are others beyond."""
        now = timezone.now()
        last = now if until is None else min(now, until)
        if self.after is not None:
            return newer(rows, order, self.size).rows(until=last, cursor_at=self.after.at, cursor_key=self.after.key, **given)
        if self.before is None:
            return newest(rows, order, self.size).rows(until=last, **given)
        at, key = self.before.at, self.before.key
        return older(rows, order, self.size).rows(until=min(last, at), cursor_at=at, cursor_key=key, **given)


def page_from(found: list[Any], stretch: Stretch, path: str, place: Callable[[Any], Cursor]) -> Page:  # Any: rows of any kind
    """Return the page of what was found in a stretch, from its cursor on; `place` tells where each of them stands.

    Http404 if nothing lies beyond the cursor.
    """
    size = stretch.size
    if stretch.after is not None:
        return page_after(found, stretch, path, place)
    if stretch.before is not None and not found:
        raise Http404(_("There is nothing older than this."))
    page = Page(rows=found[:size], is_first=stretch.before is None)
    if len(found) > size:
        page.older = address(path, before=place(page.rows[-1]))
    if stretch.before is not None:
        # Whatever stood at the cursor is newer. If it fits on the first page, its address leads there.
        page.newer = address(path, after=place(page.rows[0]))
    return page


def page_after(found: list[Any], stretch: Stretch, path: str, place: Callable[[Any], Cursor]) -> Page:  # Any: rows of any kind
    """Return the page on the newer side of a cursor, of what was found there, oldest first."""
    if len(found) <= stretch.size:
        return Page(moved_to=path)
    page = Page(rows=found[: stretch.size][::-1], is_first=False)
    page.older = address(path, before=place(page.rows[-1]))
    page.newer = address(path, after=place(page.rows[0]))
    return page


@lru_cache(maxsize=128)
def newest(rows: Rows, order: Order, size: int) -> Prepared:
    """Return the query of a first page: one row more than it holds, as a sign that there are older ones."""
    return Prepared(rows(UNTIL).order_by(f"-{order.time}", f"-{order.key}")[: size + 1])


@lru_cache(maxsize=128)
def older(rows: Rows, order: Order, size: int) -> Prepared:
    """Return the query of a page behind a cursor."""
    return Prepared(rows(UNTIL).filter(order.older()).order_by(f"-{order.time}", f"-{order.key}")[: size + 1])


@lru_cache(maxsize=128)
def newer(rows: Rows, order: Order, size: int) -> Prepared:
    """Return the query of a page before a cursor, read against the order of the list."""
    return Prepared(rows(UNTIL).filter(order.newer()).order_by(order.time, order.key)[: size + 1])


def asked_for(request: HttpRequest) -> tuple[Cursor | None, Cursor | None]:
    """Return the cursors (before, after) of the request, at most one of them; Http404 if they cannot be read."""
    texts = [request.GET.get(name) for name in ("before", "after")]
    if all(text is not None for text in texts):
        raise Http404(_("A page lies before or after a record, not both."))
    try:
        before, after = (None if text is None else Cursor.decode(text) for text in texts)
    except ValueError as error:
        raise Http404(_("This address of a page was cut off or changed.")) from error
    return before, after


def address(path: str, **cursor: Cursor) -> str:
    """Return `path` with a cursor behind it."""
    ((name, place),) = cursor.items()
    return f"{path}?{name}={place.encode()}"
