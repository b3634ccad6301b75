"""Kinds of article."""

from config.demo.entries import Entry, Known
from config.demo.forms import submit
from config.demo.users import Cast
from news.forms import KindForm
from news.models import Kind

MODEL = Kind
VALUES = ("label",)


def make(entry: Entry, _cast: Cast, _known: Known) -> str:
    """Make a kind behind those there are, or find the one with this key; return its id."""
    if kind := Kind.objects.filter(key=entry.key).first():
        return str(kind.pk)
    return submit(entry, KindForm({"key": entry.key, "position": Kind.objects.count() + 1, **entry.columns("label")}))
