"""The terms of the glossary."""

from config.demo.entries import Entry, Known
from config.demo.forms import submit
from config.demo.users import Cast
from pages.forms import TermForm
from pages.models import Term
from publishing import changes

MODEL = Term
TRANSLATED = ("name", "also", "definition")
VALUES = TRANSLATED


def make(entry: Entry, cast: Cast, _known: Known) -> str:
    """Make a term that readers see, unless there is one with this anchor; return its id."""
    if term := Term.objects.filter(anchor=entry.key).first():
        return str(term.pk)
    made = submit(entry, TermForm({"anchor": entry.key, "is_shown": True, **entry.columns(*TRANSLATED)}))
    changes.touch(cast.admin, "term added")
    return made
