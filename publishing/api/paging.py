"""Pages of the lists of the read API: from row to row of a unique order, so that nothing is lost or repeated while others are published."""

import base64
import binascii
import datetime as dt
import json
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response

from publishing.api.problems import BadParameters
from publishing.navigation import absolute

NEXT, PREVIOUS = "n", "p"
WRONG = "This cursor was cut off or changed. Follow `next` and `previous` as they are."
ADDRESS = {"type": ["string", "null"], "format": "uri"}


class Pages(BasePagination):
    """Pages in the order that the view names (`order`): fields whose values together no two rows share."""

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any]:
        """Return the rows of the page that is asked for; BadParameters for a cursor that is none."""
        self.request = request
        self.order: Sequence[str] = view.order
        size = view.asked.said("limit") or settings.API_PAGE_SIZE
        said = view.asked.said("cursor")
        direction, values = self.read(queryset.model, said) if said is not None else (NEXT, [])
        found = list(self.beyond(queryset, values, back=direction == PREVIOUS)[: size + 1])
        there_is_more, rows = len(found) > size, found[:size]
        if direction == PREVIOUS:
            rows.reverse()
        has_next = there_is_more if direction == NEXT else bool(rows)
        has_previous = there_is_more if direction == PREVIOUS else bool(values) and bool(rows)
        self.next = self.address(NEXT, rows[-1]) if has_next and rows else None
        self.previous = self.address(PREVIOUS, rows[0]) if has_previous and rows else None
        return rows

    def beyond(self, queryset: Any, values: Sequence[Any], *, back: bool) -> Any:
        """Return the rows behind a row of the list, or those before it, the nearest first."""
        order = [turned(name) if back else name for name in self.order]
        queryset = queryset.order_by(*order)
        if not values:
            return queryset
        names, signs = [name.lstrip("-") for name in order], ["lt" if name.startswith("-") else "gt" for name in order]
        behind = Q(**{f"{names[-1]}__{signs[-1]}": values[-1]})
        if len(names) > 1:
            # The first field bounds the range of the index; written so, every database sees it.
            behind = Q(**{f"{names[0]}__{signs[0]}": values[0]}) | behind
            queryset = queryset.filter(**{f"{names[0]}__{signs[0]}e": values[0]})
        return queryset.filter(behind)

    def address(self, direction: str, row: models.Model) -> str:
        """Return the address of the page behind or before a row."""
        names = [name.lstrip("-") for name in self.order]
        text = json.dumps([direction, *(row._meta.get_field(name).value_to_string(row) for name in names)], separators=(",", ":"))
        query = self.request.GET.copy()
        query["cursor"] = base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")
        return absolute(f"{self.request.path}?{query.urlencode()}")

    def read(self, model: type[models.Model], text: str) -> tuple[str, list[Any]]:
        """Return (direction, values of the ordering fields) of a cursor."""
        try:
            said = json.loads(base64.b64decode(text.encode("ascii") + b"=" * (-len(text) % 4), altchars=b"-_", validate=True))
            direction, *values = said
            if direction not in (NEXT, PREVIOUS) or len(values) != len(self.order) or not all(isinstance(value, str) for value in values):
                raise ValueError(text)
            columns: list[Any] = [model._meta.get_field(name.lstrip("-")) for name in self.order]
            return direction, [exact(column, value) for column, value in zip(columns, values, strict=True)]
        except (ValueError, TypeError, OverflowError, RecursionError, binascii.Error, ValidationError) as error:
            raise BadParameters({"cursor": WRONG}) from error

    def get_paginated_response(self, data: Any) -> Response:  # Any: JSON
        """Return a page with the ways to the next ones, in the body and as links (RFC 8288)."""
        ways = {"next": self.next, "prev": self.previous}
        link = ", ".join(f'<{address}>; rel="{rel}"' for rel, address in ways.items() if address)
        return Response({"next": self.next, "previous": self.previous, "results": data}, headers={"Link": link} if link else None)

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """Describe a page."""
        ways = {"next": "Address of the page behind this one.", "previous": "Address of the page before this one."}
        properties = {name: {**ADDRESS, "description": text} for name, text in ways.items()}
        return {"type": "object", "required": ["next", "previous", "results"], "properties": {**properties, "results": schema}}


def turned(name: str) -> str:
    """Return an ordering field in the other direction."""
    return name[1:] if name.startswith("-") else f"-{name}"


def exact(column: Any, text: str) -> Any:  # Any: a field, a value of it
    """Return the value of a column that a text is; ValueError for what we would not have written so."""
    value = column.to_python(text)
    if "\x00" in text or (isinstance(column, models.DateTimeField) and (value is None or value.tzinfo is None)):
        raise ValueError(text)
    if isinstance(column, models.DateTimeField):
        # A moment at the very end of the calendar has no counterpart in UTC.
        value.astimezone(dt.UTC)
    return value
