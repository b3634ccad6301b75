"""Formats of the field in which the read API answers beside its own JSON: by `?format=` or by `Accept`."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.http.response import HttpResponseBase
from rest_framework.renderers import JSONRenderer

from publishing.api.problems import BadParameters

# JSON.
Json = dict[str, Any]
ADDRESS = {"type": "string", "format": "uri"}


class Format(JSONRenderer):
    """How records are written in one format. A child names its `format`, its media type and what the description says of an answer.

    What it writes it takes from records that the view found public, and decides nothing about that.
    """

    media_type = ""
    format = ""
    # What the description of the API says of an answer with one object, and of one with a page of them (JSON Schema).
    schema: ClassVar[Json] = {"type": "object"}
    schema_of_page: ClassVar[Json] = {"type": "object"}
    # Parameters that mean nothing in it.
    without: ClassVar[Sequence[str]] = ("fields", "expand")
    is_for_one = True

    def check(self, asked: Any) -> None:  # Any: what the request says
        """Raise BadParameters for a parameter that means nothing in this format."""
        if wrong := [name for name in self.without if asked.said(name) is not None]:
            raise BadParameters(dict.fromkeys(wrong, f"This means nothing with format={self.format}."))

    def rows(self, queryset: Any) -> Any:  # Any: a queryset
        """Return the rows of a list with what this format needs of them."""
        return queryset

    def described(self, view: Any, *, is_page: bool) -> Json:  # Any: a view
        """Return what the description of the API says of an answer of a view."""
        del view
        return self.schema_of_page if is_page else self.schema

    def answer(self, view: Any) -> HttpResponseBase:  # Any: a view
        """Answer a list."""
        records = view.paginate_queryset(view.filter_queryset(self.rows(view.get_queryset())))
        response = view.get_paginated_response([])
        response.data = self.page(records, view)
        return response

    def one(self, record: Any, view: Any) -> Json:  # Any: a record, the view that found it
        """Return one object."""
        raise NotImplementedError

    def page(self, records: Sequence[Any], view: Any) -> Json:  # Any: as above
        """Return a page of them. The ways to others stand in the header `Link` too."""
        raise NotImplementedError
