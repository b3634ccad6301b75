"""Keyset paging: a page begins where a cursor points, so that the last page costs what the first one costs."""

import base64
import binascii
import datetime as dt
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
MICROSECOND = dt.timedelta(microseconds=1)
# Eight bytes of time and sixteen of id are exactly 32 letters in base 64: one spelling per cursor, no padding.
CURSOR_LENGTH = 32


@dataclass(frozen=True)
class Cursor:
    """The place of one record in a list: its time and its id."""

    at: dt.datetime
    key: uuid.UUID

    def encode(self) -> str:
        """Return the cursor as it stands in addresses."""
        moment = (self.at - EPOCH) // MICROSECOND
        return base64.urlsafe_b64encode(moment.to_bytes(8, "big") + self.key.bytes).decode()

    @classmethod
    def decode(cls, text: str) -> "Cursor":
        """Return the cursor that an address holds; ValueError if it holds none."""
        if len(text) != CURSOR_LENGTH:
            raise ValueError("A cursor has 32 letters.")
        try:
            packed = base64.b64decode(text.encode("ascii"), altchars=b"-_", validate=True)
            at = EPOCH + int.from_bytes(packed[:8], "big") * MICROSECOND
        except (binascii.Error, UnicodeEncodeError, OverflowError) as error:
            raise ValueError("Not a cursor.") from error
        return cls(at=at, key=uuid.UUID(bytes=packed[8:]))


@dataclass(frozen=True)
class Order:
    """The columns a list is read by, newest first: a time, then the id of the record."""

    time: str
    key: str = "id"

    def cursor(self, row: Any) -> Cursor:  # Any: a model instance or a row of `.values()`
        """Return the place of `row`."""
        if isinstance(row, dict):
            return Cursor(at=row[self.time], key=row[self.key])
        return Cursor(at=getattr(row, self.time), key=getattr(row, self.key))

    def older(self, cursor: Cursor) -> Q:
        """Return what follows the cursor; the rows are bounded by its time already."""
        return Q(**{f"{self.time}__lt": cursor.at}) | Q(**{f"{self.key}__lt": cursor.key})

    def newer(self, cursor: Cursor) -> Q:
        """Return what comes before the cursor. The first bound is what an index is entered by."""
        beyond = Q(**{f"{self.time}__gt": cursor.at}) | Q(**{f"{self.key}__gt": cursor.key})
        return Q(**{f"{self.time}__gte": cursor.at}) & beyond


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


# Given a moment, the rows listed up to it. One upper bound, because a database enters an index by one.
Rows = Callable[[dt.datetime], QuerySet]


def page_of(rows: Rows, request: HttpRequest, order: Order, *, size: int | None = None) -> Page:
    """Return the page of `rows` that the request asks for by `?before=` (older than) or `?after=` (newer than).

    Http404 if the cursor is malformed or nothing lies beyond it.
    """
    size = size or settings.PAGE_SIZE
    before, after = asked_for(request)
    if after is not None:
        return page_after(after, rows, request.path, order, size)
    at = timezone.now()
    if before is None:
        found = list(newest_first(rows(at), order)[: size + 1])
    else:
        found = list(newest_first(rows(min(at, before.at)).filter(order.older(before)), order)[: size + 1])
        if not found:
            raise Http404(_("There is nothing older than this."))
    page = Page(rows=found[:size], is_first=before is None)
    if len(found) > size:
        page.older = address(request.path, before=order.cursor(page.rows[-1]))
    if before is not None:
        # Whatever stood at the cursor is newer. If it fits on the first page, its address leads there.
        page.newer = address(request.path, after=order.cursor(page.rows[0]))
    return page


def page_after(cursor: Cursor, rows: Rows, path: str, order: Order, size: int) -> Page:
    """Return the page next to the cursor on its newer side."""
    found = list(oldest_first(rows(timezone.now()).filter(order.newer(cursor)), order)[: size + 1])
    if len(found) <= size:
        return Page(moved_to=path)
    page = Page(rows=found[:size][::-1], is_first=False)
    page.older = address(path, before=order.cursor(page.rows[-1]))
    page.newer = address(path, after=order.cursor(page.rows[0]))
    return page


def newest_first(rows: QuerySet, order: Order) -> QuerySet:
    """Return the rows in the order of the list."""
    return rows.order_by(f"-{order.time}", f"-{order.key}")


def oldest_first(rows: QuerySet, order: Order) -> QuerySet:
    """Return the rows against the order of the list."""
    return rows.order_by(order.time, order.key)


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
