"""Sources that articles cite."""

from django.forms import modelform_factory

from config.demo.entries import Entry, Known
from config.demo.forms import submit
from config.demo.users import Cast
from library.models import Source

MODEL = Source
VALUES = ("title", "publisher", "kind", "url", "archived_url", "accessed_on", "language")

SourceForm = modelform_factory(Source, fields=list(VALUES))


def make(entry: Entry, _cast: Cast, _known: Known) -> str:
    """Make a source; return its id."""
    return submit(entry, SourceForm({name: entry.text(name) for name in VALUES}))
