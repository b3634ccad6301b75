"""Pages of a chronology: oldest first, each beginning where a cursor points, so that the last page costs what the first one costs."""

import base64
import binascii
import datetime as dt
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

from django.db.models import DateField, DateTimeField, Q, QuerySet, UUIDField
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from chronicle.models import Listing
from publishing import languages
from publishing.prepared import Given, Prepared

SIZE = 50
# Four bytes for each bound of the date and sixteen of id are exactly 32 letters in base 64: one spelling per cursor.
CURSOR_LENGTH = 32
# By the key of the event: by the event itself, Django would order as events do.
ORDER = ("lower", "upper", "event_id")
CHRONOLOGY, UNTIL = Given("chronology", UUIDField()), Given("until", DateTimeField())
# What a cursor is in a prepared query.
GIVEN = SimpleNamespace(lower=Given("lower", DateField()), upper=Given("upper", DateField()), key=Given("key", UUIDField()))


@dataclass(frozen=True)
class Cursor:
    """The place of an event in a chronology: the bounds of its date, and its id."""

    lower: dt.date
    upper: dt.date
    key: uuid.UUID

    @classmethod
    def of(cls, row: Any) -> "Cursor":  # Any: a place in a chronology, or an event with `lower` and `upper`
        """Return the place of a row."""
        return cls(row.lower, row.upper, row.event_id if isinstance(row, Listing) else row.pk)

    def encode(self) -> str:
        """Return the cursor as it stands in addresses."""
        packed = self.lower.toordinal().to_bytes(4, "big") + self.upper.toordinal().to_bytes(4, "big") + self.key.bytes
        return base64.urlsafe_b64encode(packed).decode()

    @classmethod
    def decode(cls, text: str) -> "Cursor":
        """Return the cursor that an address holds; ValueError if it holds none."""
        if len(text) != CURSOR_LENGTH:
            raise ValueError("A cursor has 32 letters.")
        try:
            packed = base64.b64decode(text.encode("ascii"), altchars=b"-_", validate=True)
            lower, upper = (dt.date.fromordinal(int.from_bytes(packed[at : at + 4], "big")) for at in (0, 4))
        except (binascii.Error, UnicodeEncodeError, OverflowError) as error:
            raise ValueError("Not a cursor.") from error
        return cls(lower, upper, uuid.UUID(bytes=packed[8:]))

    @property
    def given(self) -> dict[str, object]:
        """What the query behind or before it is given."""
        return {"lower": self.lower, "upper": self.upper, "key": self.key}


@dataclass
class Page:
    """One page of a chronology, and the addresses of its neighbours ("" where there is none)."""

    rows: list[Any] = field(default_factory=list)  # Any: places in a chronology, or events with `lower` and `upper`
    earlier: str = ""
    later: str = ""
    # Where the page is to be read instead: the first one has the bare address.
    moved_to: str = ""
    is_first: bool = True


# Returns the rows of a page and one more as a sign that there are others: the "first", those "after" a cursor, or those "before"
# it, which come against the order.
Ask = Callable[[str, Cursor | None], list[Any]]


def beyond(names: Sequence[str], at: Any, sign: str) -> Q:  # Any: a cursor, or what a prepared query is given for one
    """Return what lies behind a place (`sign` "gt") or before it ("lt"). The first bound is what an index is entered by."""
    lower, upper, key = names
    other = Q(**{f"{lower}__{sign}": at.lower}) | Q(**{f"{upper}__{sign}": at.upper}) | Q(**{upper: at.upper, f"{key}__{sign}": at.key})
    return Q(**{f"{lower}__{sign}e": at.lower}) & other


def page_of(request: HttpRequest, ask: Ask, query: str = "") -> Page:
    """Return the page that the request asks for by `?after=` (behind a cursor) or `?before=` (in front of it). One query.

    `query` is what else stands behind the address ("" or "?…"). Http404 if the cursor is malformed or nothing lies behind it.
    """
    after, before = asked_for(request)
    path = f"{request.path}{query}"
    if before is not None:
        return page_before(ask("before", before), path)
    found = ask("first" if after is None else "after", after)
    if after is not None and not found:
        raise Http404(_("There is nothing later than this."))
    page = Page(rows=found[:SIZE], is_first=after is None)
    if len(found) > SIZE:
        page.later = address(path, after=Cursor.of(page.rows[-1]))
    if after is not None:
        page.earlier = address(path, before=Cursor.of(page.rows[0]))
    return page


def page_before(found: list[Any], path: str) -> Page:  # Any: as of `Ask`
    """Return the page on the earlier side of a cursor, of the rows found there, latest first."""
    if len(found) <= SIZE:
        return Page(moved_to=path)
    page = Page(rows=found[:SIZE][::-1], is_first=False)
    page.earlier = address(path, before=Cursor.of(page.rows[0]))
    page.later = address(path, after=Cursor.of(page.rows[-1]))
    return page


def address(path: str, **cursor: Cursor) -> str:
    """Return an address, which may have a query, with a cursor behind it."""
    ((name, place),) = cursor.items()
    return f"{path}{'&' if '?' in path else '?'}{name}={place.encode()}"


def asked_for(request: HttpRequest) -> tuple[Cursor | None, Cursor | None]:
    """Return the cursors (after, before) of the request, at most one of them; Http404 if they cannot be read."""
    texts = [request.GET.getlist(name) for name in ("after", "before")]
    if sum(map(len, texts)) > 1:
        raise Http404(_("A page lies before or after a record, not both."))
    try:
        after, before = (Cursor.decode(text[0]) if text else None for text in texts)
    except ValueError as error:
        raise Http404(_("This address of a page was cut off or changed.")) from error
    return after, before


def entries(chronology: uuid.UUID, language: str, *, untranslated: bool) -> Ask:
    """Return what asks for all entries of a chronology, by queries that are built once."""
    given = {"chronology": chronology, "until": timezone.now()}

    def ask(where: str, cursor: Cursor | None) -> list[Any]:
        return rows(language, where, untranslated=untranslated).records(**given, **(cursor.given if cursor else {}))

    return ask


def among(found: QuerySet[Any], names: Sequence[str] = ORDER, *, backwards: bool = False, rows: QuerySet[Any] | None = None) -> Ask:
    """Return what asks for some rows, from the earliest to the latest, or the other way round.

    Of many that were found, with much in them, the keys alone are put in order; those of the page are read as `rows`, which hold them all.
    """

    def ask(where: str, cursor: Cursor | None) -> list[Any]:
        is_turned = backwards != (where == "before")
        wanted = found if cursor is None else found.filter(beyond(names, cursor, "lt" if is_turned else "gt"))
        order = [f"{'-' if is_turned else ''}{name}" for name in names]
        page = wanted.order_by(*order)[: SIZE + 1]
        return list(page if rows is None else rows.filter(pk__in=page.values("pk")).order_by(*order))

    return ask


def with_events(listed: QuerySet[Listing]) -> QuerySet[Listing]:
    """Let rows bring their events, without what lists do not print."""
    unread = [f"{name}_{code}" for name in ("sought", "event__body", "event__sought") for code in languages.codes()]
    return listed.select_related("event").defer(*unread)


@lru_cache(maxsize=32)
def rows(language: str, where: str, *, untranslated: bool) -> Prepared:
    """Return the query of a page, as `Ask` has it."""
    found = with_events(Listing.objects.filter(chronology=CHRONOLOGY).listed_in(language, UNTIL, untranslated=untranslated))
    if where == "before":
        return Prepared(found.filter(beyond(ORDER, GIVEN, "lt")).order_by(*(f"-{name}" for name in ORDER))[: SIZE + 1])
    if where == "after":
        found = found.filter(beyond(ORDER, GIVEN, "gt"))
    return Prepared(found.order_by(*ORDER)[: SIZE + 1])
