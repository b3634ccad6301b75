"""Names in bylines."""

from config.demo.entries import Entry, Known
from config.demo.forms import submit
from config.demo.users import Cast
from news.forms import AuthorForm
from news.models import Author

MODEL = Author
VALUES = ("name", "slug", "about", "has_profile")
TRANSLATED = ("name", "slug", "about")


def make(entry: Entry, _cast: Cast, _known: Known) -> str:
    """Make an author; return its id."""
    return submit(entry, AuthorForm({"has_profile": entry.flag("has_profile"), **entry.columns(*TRANSLATED)}))
