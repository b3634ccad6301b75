"""Pages of a chronology: oldest first, each beginning where a cursor points, so that the last page costs what the first one costs."""

import base64
import binascii
import datetime as dt
import uuid
from dataclasses import dataclass, field
from functools import lru_cache

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
ORDER = ("lower", "upper", "event")
CHRONOLOGY, UNTIL = Given("chronology", UUIDField()), Given("until", DateTimeField())
LOWER, UPPER, KEY = Given("lower", DateField()), Given("upper", DateField()), Given("key", UUIDField())
# What stands at the same first day as the cursor, behind it and before it.
BEHIND = Q(lower__gt=LOWER) | Q(upper__gt=UPPER) | Q(upper=UPPER, event__gt=KEY)
AHEAD = Q(lower__lt=LOWER) | Q(upper__lt=UPPER) | Q(upper=UPPER, event__lt=KEY)


@dataclass(frozen=True)
class Cursor:
    """The place of an event in a chronology: the bounds of its date, and its id."""

    lower: dt.date
    upper: dt.date
    key: uuid.UUID

    @classmethod
    def of(cls, row: Listing) -> "Cursor":
        """Return the place of a row."""
        return cls(row.lower, row.upper, row.event_id)

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

    rows: list[Listing] = field(default_factory=list)
    earlier: str = ""
    later: str = ""
    # Where the page is to be read instead: the first one has the bare address.
    moved_to: str = ""
    is_first: bool = True


def page_of(request: HttpRequest, chronology: uuid.UUID, language: str, *, untranslated: bool) -> Page:
    """Return the page that the request asks for by `?after=` (later than) or `?before=` (earlier than). One query.

    Http404 if the cursor is malformed or nothing lies behind it.
    """
    given = {"chronology": chronology, "until": timezone.now()}
    after, before = asked_for(request)
    if before is not None:
        found = rows(language, "before", untranslated=untranslated).records(**given, **before.given)
        return page_before(found, request.path)
    if after is None:
        found = rows(language, "first", untranslated=untranslated).records(**given)
    else:
        found = rows(language, "after", untranslated=untranslated).records(**given, **after.given)
        if not found:
            raise Http404(_("There is nothing later than this."))
    page = Page(rows=found[:SIZE], is_first=after is None)
    if len(found) > SIZE:
        page.later = f"{request.path}?after={Cursor.of(page.rows[-1]).encode()}"
    if after is not None:
        page.earlier = f"{request.path}?before={Cursor.of(page.rows[0]).encode()}"
    return page


def page_before(found: list[Listing], path: str) -> Page:
    """Return the page on the earlier side of a cursor, of the rows found there, latest first."""
    if len(found) <= SIZE:
        return Page(moved_to=path)
    page = Page(rows=found[:SIZE][::-1], is_first=False)
    page.earlier = f"{path}?before={Cursor.of(page.rows[0]).encode()}"
    page.later = f"{path}?after={Cursor.of(page.rows[-1]).encode()}"
    return page


def asked_for(request: HttpRequest) -> tuple[Cursor | None, Cursor | None]:
    """Return the cursors (after, before) of the request, at most one of them; Http404 if they cannot be read."""
    texts = [request.GET.get(name) for name in ("after", "before")]
    if all(text is not None for text in texts):
        raise Http404(_("A page lies before or after a record, not both."))
    try:
        after, before = (None if text is None else Cursor.decode(text) for text in texts)
    except ValueError as error:
        raise Http404(_("This address of a page was cut off or changed.")) from error
    return after, before


def listed(language: str, *, untranslated: bool) -> QuerySet[Listing]:
    """Return the rows of a given chronology that the lists of a language show, with their events, up to a given moment."""
    unread = [f"event__body_{code}" for code in languages.codes()]
    found = Listing.objects.filter(chronology=CHRONOLOGY).listed_in(language, UNTIL, untranslated=untranslated)
    return found.select_related("event").defer(*unread)


@lru_cache(maxsize=32)
def rows(language: str, where: str, *, untranslated: bool) -> Prepared:
    """Return the query of a page: the "first", one "after" a cursor or "before" it. One row more than it holds tells that there are others."""
    found = listed(language, untranslated=untranslated)
    if where == "before":
        backwards = found.filter(AHEAD, lower__lte=LOWER).order_by(*(f"-{name}" for name in ORDER))
        return Prepared(backwards[: SIZE + 1])
    if where == "after":
        found = found.filter(BEHIND, lower__gte=LOWER)
    return Prepared(found.order_by(*ORDER)[: SIZE + 1])
