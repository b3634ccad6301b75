"""Rows of a form in one line each, as their editor tells them apart."""

from collections.abc import Sequence
from dataclasses import dataclass

from publishing import languages
from publishing.periods import Period
from publishing.picks import Picks
from publishing.state import Schema, State, row_keys
from publishing.wording import Wording

# A beginning or an end that nobody knows.
UNKNOWN = "?"


@dataclass(frozen=True)
class Naming:
    """What says which row of a kind it is: fields in this order, translated ones without a language; the start of a period stands for all of it."""

    names: Sequence[str] = ()
    periods: Sequence[Period] = ()


def lines(schema: Schema, prefix: str, naming: Naming, picks: Picks, states: Sequence[State]) -> dict[str, str]:
    """Return {row key: line} for the rows of one kind; the first state that has a row says it. static/js/admin/lines.js says the same."""
    if not states:
        return {}
    wording = Wording(schema)
    wording.picks = picks
    found: dict[str, str] = {}
    for state in states:
        for key in row_keys(state, prefix):
            if key not in found:
                found[key] = Line(schema, wording, state, prefix, key).text(naming)
    return found


class Line:
    """One row of one state."""

    def __init__(self, schema: Schema, wording: Wording, state: State, prefix: str, key: str) -> None:
        self.fields, self.wording, self.state, self.path = schema[prefix].fields, wording, state, f"{prefix}/{key}/"

    def text(self, naming: Naming) -> str:
        """Return what the row says of itself, "" for a row that says nothing yet."""
        periods = {period.start: period for period in naming.periods}
        return ", ".join(filter(None, (self.span(periods[name]) if name in periods else self.said(name) for name in naming.names)))

    def said(self, name: str) -> str:
        """Return one value in words, a translated one in the first language that has it."""
        names = [name] if name in self.fields else [f"{name}_{code}" for code in languages.preference(languages.active())]
        return next((text for each in names if (text := self.words(each))), "")

    def words(self, name: str) -> str:
        """Return the value of a field in words."""
        value = self.state.get(self.path + name)
        return ", ".join(self.wording.words(self.fields[name], value)) if value else ""

    def span(self, period: Period) -> str:
        """Return from when to when, "" where nothing is known."""
        status = self.state.get(self.path + period.status)
        start, end = self.words(period.start), self.words(period.end)
        over = "" if status in ("", None, period.unknown) else self.words(period.status)
        return f"{start or UNKNOWN} – {end or over or UNKNOWN}" if start or end or over else ""
