"""The shipped pages: loaded as on a new site, then published by an editor."""

import datetime as dt
from collections.abc import Sequence

from config.demo.entries import Entry, Known
from config.demo.forms import named
from config.demo.users import Cast
from pages import shipped
from pages.models import Page
from publishing import drafts

MODEL = Page
VALUES = tuple(shipped.VALUES - {"key"})
# The day on which the site of the demo opened, before the first of its articles.
OPENED = dt.datetime(2022, 1, 10, 6, tzinfo=dt.UTC)


def load(entries: Sequence[Entry], cast: Cast, known: Known) -> dict[str, str]:
    """Make pages that were not loaded as shipped pages before, and publish them; return {key: id} of all."""
    for entry in entries:
        pages = shipped.loaded()
        if entry.key in pages:
            continue
        documents = {key: entry.id_of(key, "documents", known) for key in map(str, entry.many("documents"))}
        with named(entry):
            try:
                page = shipped.make({"key": entry.key, **entry.values}, pages, by=cast.editor, documents=documents)
            except shipped.ShippedError as error:
                raise entry.error(str(error)) from error
            drafts.publish(page, by=cast.editor, at=OPENED)
    return {key: pk for key, pk in shipped.loaded().items() if key in {entry.key for entry in entries}}
