"""The sanitiser: what every text passes on its way into the database."""

from functools import lru_cache

import nh3

from publishing.fields.richtext_parse import parse
from publishing.fields.richtext_schema import sanitiser_options
from publishing.fields.richtext_tree import write
from publishing.fields.text import readable

_SANITISER = nh3.Cleaner(**sanitiser_options())


# One publication cleans the same text several times: to compare it, to show it, to store it. Longer texts would fill the memory.
_REMEMBERED_LENGTH = 50_000


def clean(html: str) -> str:
    """Return the HTML as it is stored: only what the allowlist knows, written in one way.

    Two guards in a row: the parser builds nothing but known constructs, and the sanitiser checks what was written.
    """
    return _remembered(html) if len(html) < _REMEMBERED_LENGTH else _cleaned(html)


def _cleaned(html: str) -> str:
    # Before reading, and after: markup may name a character instead of holding it.
    written = readable(write(parse(readable(html))))
    # The second guard may refuse an address that the first one let pass; then the text is built anew without it.
    for _round in range(3):
        checked = _SANITISER.clean(written)
        if checked == written:
            return written
        written = readable(write(parse(checked)))
    return _SANITISER.clean(written)


_remembered = lru_cache(maxsize=256)(_cleaned)
