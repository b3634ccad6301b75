"""Objects that stand inside others in the read API, as types; the description of the API is made from them."""

import datetime as dt
from typing import Any, TypedDict

from publishing.partial_dates import PartialDate


class DateData(TypedDict):
    """A date as far as it is known: EDTF, and the first and the last day that it may be, null where that end is open or unknown."""

    edtf: str
    earliest: dt.date | None
    latest: dt.date | None


class SourceData(TypedDict):
    """Where a fact comes from."""

    title: str
    publisher: str
    url: str
    archived_url: str


def dated(value: PartialDate | Any) -> DateData | None:  # Any: a field of it, which mypy takes for text
    """Return a partial date for partners; an end that is open or unknown is null."""
    return value.as_data() if value else None  # type: ignore[return-value]  # days as JSON has them


def source(row: Any) -> SourceData:  # Any: a source
    """Return where a fact comes from."""
    return {"title": row.title, "publisher": row.publisher, "url": row.url, "archived_url": row.archived_url}
