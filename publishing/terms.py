"""The terms that texts explain. Which there are says an app above; the writers of texts ask here."""

from collections.abc import Callable, Iterable

from publishing.fields.richtext_terms import Term, Terms
from publishing.remembered import Memory, Stamp

# Returns the public terms of a language.
Source = Callable[[str], Iterable[Term]]

_sources: list[Source] = []
# {language: its terms}
_known = Memory(64)


def register(source: Source) -> None:
    """Say where the terms of a language come from."""
    if source not in _sources:
        _sources.append(source)


def known(language: str, under: Stamp | None = None) -> Terms:
    """Return the terms of a language: read once `under` a public change, since every change of them is one. One query."""
    remembered = _known.under(under)
    if language not in remembered:
        remembered[language] = Terms(term for source in _sources for term in source(language))
    return remembered[language]
