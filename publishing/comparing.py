"""Two states of a record's form compared, field by field and row by row, in the words of today's form."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.utils.translation import gettext as _

from publishing.capitals import capfirst
from publishing.desk import Desk
from publishing.differing import ADDED, CHANGED, REMOVED, SAME, Line, Piece, plain_lines, rich_lines
from publishing.fields.richtext_editor import RichTextFormField
from publishing.merging import is_known
from publishing.state import Part, State, place_of, prefixes, row_keys
from publishing.values import Value
from publishing.wording import Wording

MOVED = "moved"
# How much of a row is said to tell which one it is.
ABOUT_LENGTH = 80


@dataclass(frozen=True)
class Entry:
    """What became of one value; `lang` is the language of its words, where it has one."""

    label: str
    lines: list[Line]
    lang: str = ""


@dataclass(frozen=True)
class Row:
    """What became of one row: it was added, removed, moved, changed, or moved and changed."""

    label: str
    ops: list[str]
    # The beginning of what it says, to know it by.
    about: str = ""
    # Its place before and now, where it moved.
    was_at: int = 0
    is_at: int = 0
    entries: list[Entry] = field(default_factory=list)


@dataclass
class Chapter:
    """The differences in one language, in what all languages share, or in one kind of row."""

    label: str
    lang: str = ""
    entries: list[Entry] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.entries or self.rows)


def compare(desk: Desk, before: State, after: State) -> list[Chapter]:
    """Return where two states differ, in the order of the form. A fixed number of queries."""
    comparison = Comparison(desk, before, after)
    return [chapter for chapter in comparison.chapters() if chapter]


class Comparison:
    """Two states side by side. A key that one of them lacks counts as empty there: the form had no such field then."""

    def __init__(self, desk: Desk, before: State, after: State) -> None:
        self.desk = desk
        self.schema = desk.schema
        self.before, self.after = before, after
        self.wording = Wording(self.schema, before, after)

    def chapters(self) -> Iterator[Chapter]:
        """Yield the parts of the form, and what the form does not know any more."""
        part = self.schema[""]
        for code, name in settings.LANGUAGES:
            yield Chapter(str(name), code, list(self.entries(part, "", language=code)))
        yield Chapter(str(getattr(self.desk.admin, "common_label", "")), "", list(self.entries(part, "", language="")))
        for prefix, rows in prefixes(self.schema):
            yield Chapter(self.name_of(prefix), "", rows=list(self.rows(prefix, rows)))
        yield Chapter(_("No longer in the form"), "", list(self.unknown()))

    def name_of(self, prefix: str) -> str:
        """Return what the form calls a kind of rows."""
        return capfirst(self.desk.inlines[prefix][1].verbose_name_plural)

    def entries(self, part: Part, path: str, *, language: str | None = None) -> Iterator[Entry]:
        """Yield the fields of a form that differ: those of one language, or all of a row."""
        for name in part.fields:
            code = part.language(name)
            if language in (None, code) and (entry := self.entry(part, name, f"{path}{name}", code)):
                yield entry

    def entry(self, part: Part, name: str, key: str, code: str) -> Entry | None:
        """Return what became of one value, None if it stayed."""
        values = [side.get(key, "") for side in (self.before, self.after)]
        if values[0] == values[1] or not any(values):
            return None
        return Entry(capfirst(str(part.fields[name].label)), self.lines(part, name, values), code)

    def lines(self, part: Part, name: str, values: Sequence[Value]) -> list[Line]:
        """Compare two values of a field."""
        form_field = part.fields[name]
        if isinstance(form_field, RichTextFormField):
            return rich_lines(*(str(value) for value in values))
        before, after = (self.wording.words(form_field, value) for value in values)
        if self.wording.is_text(form_field):
            return plain_lines("\n".join(before), "\n".join(after))
        return listed(before, after)

    def unknown(self) -> Iterator[Entry]:
        """Yield what differs under keys that today's form does not have, each by the name under which it is stored."""
        for key in dict.fromkeys([*self.before, *self.after]):
            values = [side.get(key, "") for side in (self.before, self.after)]
            if not is_known(self.schema, key) and values[0] != values[1]:
                yield Entry(key, listed(*([str(each) for each in (value if isinstance(value, list) else [value]) if each] for value in values)))

    # Rows

    def rows(self, prefix: str, part: Part) -> Iterator[Row]:
        """Yield the rows of one kind that differ: those there are now in their order, then those that are gone."""
        before, after = (row_keys(side, prefix) for side in (self.before, self.after))
        stayed = [key for key in after if key in before]
        kept_order = in_order([before.index(key) for key in stayed])
        moved = {key for at, key in enumerate(stayed) if at not in kept_order}
        label = capfirst(str(part.model._meta.verbose_name))
        for key in after:
            entries = list(self.entries(part, f"{prefix}/{key}/"))
            ops = [ADDED] if key not in before else [op for op, holds in ((MOVED, key in moved), (CHANGED, bool(entries))) if holds]
            if ops:
                was_at, is_at = (before.index(key) + 1, after.index(key) + 1) if key in moved else (0, 0)
                about = "" if ops == [ADDED] else self.about(self.after, prefix, key, part)
                yield Row(f"{label} {after.index(key) + 1}", ops, about, was_at, is_at, entries)
        for key in before:
            if key not in after:
                yield Row(f"{label} {before.index(key) + 1}", [REMOVED], "", entries=list(self.entries(part, f"{prefix}/{key}/")))

    def about(self, state: State, prefix: str, key: str, part: Part) -> str:
        """Return the beginning of the first thing that a row says."""
        for name, form_field in part.fields.items():
            value = state.get(f"{prefix}/{key}/{name}", "")
            if value and (words := " ".join(self.wording.words(form_field, value))):
                return words if len(words) <= ABOUT_LENGTH else f"{words[:ABOUT_LENGTH].rstrip()}…"
        return ""


def listed(before: Sequence[str], after: Sequence[str]) -> list[Line]:
    """Compare values that came or went as a whole."""
    pieces = [Piece(SAME if each in after else REMOVED, each) for each in before]
    pieces += [Piece(ADDED, each) for each in after if each not in before]
    return [Line(piece.op, [piece]) for piece in pieces]


def in_order(places: Sequence[int]) -> set[int]:
    """Return the indexes of a longest rising run of places: the rows that stayed where the others moved round them."""
    ends: list[int] = []
    last: list[int] = []
    previous: list[int] = []
    for index, place in enumerate(places):
        at = bisect_left(ends, place)
        previous.append(last[at - 1] if at else -1)
        ends[at : at + 1] = [place]
        last[at : at + 1] = [index]
    found, index = set(), last[-1] if last else -1
    while index >= 0:
        found.add(index)
        index = previous[index]
    return found


def keys_of_old_forms(desk: Desk, state: State) -> list[str]:
    """Return the keys of a state that today's form does not have, each kind of row once."""
    places = [place_of(key) for key in state if not is_known(desk.schema, key)]
    return sorted({f"{prefix}/{name}" if prefix else name for prefix, _row, name in places})
