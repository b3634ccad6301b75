"""The forms of two records as one, and that one taken apart again: on states alone, without a database.

Each record says something in one language. Their union has the texts of both; what languages share is the first record's, and the
second's where the first says nothing. Sets (tags) and rows (sources, corrections, documents) are united; a row that both have, in
another language each, is one row.
"""

import uuid
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from publishing.merging import merge
from publishing.state import Part, Schema, State, is_silent, place_of, prefixes, row_keys
from publishing.values import Value, is_many


def joined(schema: Schema, first: State, second: State, code: str, *, follow: Collection[str] = ()) -> State:
    """Return both forms as one; `second` is in the language `code`. Rows named in `follow` are the first's alone, if it has any."""
    out, part = dict(first), schema[""]
    for name, form_field in part.fields.items():
        if part.language(name) == code:
            out[name] = second[name]
        elif not part.language(name):
            out[name] = sorted({*first[name], *second[name]}) if is_many(form_field) else first[name] or second[name]
    for prefix, kind in prefixes(schema):
        if prefix in follow and row_keys(first, prefix):
            continue
        same = twins(kind, prefix, first, second, code)
        for row in row_keys(second, prefix):
            there = same.get(row, row)
            names = [name for name in kind.fields if row not in same or kind.language(name) == code]
            out |= {f"{prefix}/{there}/{name}": second[f"{prefix}/{row}/{name}"] for name in names}
        out[prefix] = [*row_keys(first, prefix), *(row for row in row_keys(second, prefix) if row not in same)]
    return out


def twins(part: Part, prefix: str, first: State, second: State, code: str) -> dict[str, str]:
    """Return {row of the second: row of the first} for those that say the same, or the same in another language."""
    found: dict[str, str] = {}
    free = [row for row in row_keys(first, prefix) if not said(part, prefix, row, first, code)]
    for row in row_keys(second, prefix):
        there = next((each for each in free if shared(part, prefix, each, first) == shared(part, prefix, row, second)), None)
        if there is not None:
            free.remove(there)
            found[row] = there
    return found


def shared(part: Part, prefix: str, row: str, state: State) -> list[Value]:
    """Return what a row says to all languages."""
    return [state[f"{prefix}/{row}/{name}"] for name in part.fields if not part.language(name)]


def said(part: Part, prefix: str, row: str, state: State, code: str) -> bool:
    """Tell whether a row says anything in a language."""
    return any(state[f"{prefix}/{row}/{name}"] for name in part.fields if part.language(name) == code)


def differences(schema: Schema, first: State, second: State, *, follow: Collection[str] = ()) -> Iterator[str]:
    """Yield the keys in which both say something to all languages, and not the same: there the first is followed."""
    part = schema[""]
    for name, form_field in part.fields.items():
        if not part.language(name) and not is_many(form_field) and first[name] and second[name] and first[name] != second[name]:
            yield name
    for prefix, kind in prefixes(schema):
        mine, theirs = ([shared(kind, prefix, row, state) for row in row_keys(state, prefix)] for state in (first, second))
        if prefix in follow and mine and theirs and mine != theirs:
            yield prefix


def apart(schema: Schema, now: State, first: State, second: State, code: str, *, follow: Collection[str] = ()) -> tuple[State, State]:
    """Return the forms of two records that were joined: `now` as one, `first` and `second` as they were.

    Each takes its language as it is now. What languages share goes back to what it was, unless somebody has changed it since: then
    both have the change. A row goes with the record it came from; a new one goes to both, in so far as it speaks their language.
    """
    base = joined(schema, first, second, code, follow=follow)
    mine, theirs = own_fields(schema, base, now, first), own_fields(schema, base, now, second)
    for name in schema[""].fields:
        if language := schema[""].language(name):
            silent = theirs if language != code else mine
            silent[name] = type(now[name])()
    for prefix, part in prefixes(schema):
        rows = Rows(part, prefix, now, code)
        came = {} if prefix in follow and row_keys(first, prefix) else twins(part, prefix, first, second, code)
        old = set(row_keys(base, prefix))
        fresh = [row for row in row_keys(now, prefix) if row not in old]
        stay = [row for row in row_keys(now, prefix) if row in row_keys(first, prefix)]
        mine |= rows.without_language([*stay, *(row for row in fresh if rows.speaks(row, to_other=True))])
        theirs |= rows.brought_by(second, came, old)
        for row in fresh:
            if rows.speaks(row, to_other=False):
                rows.copy(row, theirs)
    return mine, theirs


def own_fields(schema: Schema, base: State, now: State, before: State) -> State:
    """Return the record's own fields as they were before, but for what somebody has changed since."""
    return dict(merge({"": schema[""]}, base, now, before).state)


@dataclass(frozen=True)
class Rows:
    """The rows of one kind in a form that is taken apart; `code` is the language that goes."""

    part: Part
    prefix: str
    now: State
    code: str

    def value(self, row: str, name: str) -> Value:
        """Return what a row says now."""
        return self.now[f"{self.prefix}/{row}/{name}"]

    def speaks(self, row: str, *, to_other: bool) -> bool:
        """Tell whether a row has something for readers of the language that goes, or of the others: to all, or in theirs."""
        if is_silent(self.part, self.prefix, row, self.now):
            return True
        languages = {name: self.part.language(name) for name in self.part.fields}
        return any(self.value(row, name) for name, language in languages.items() if language and (language != self.code) is to_other)

    def without_language(self, rows: list[str]) -> State:
        """Return these rows, in their order, with nothing said in the language that goes."""
        out: State = {self.prefix: [row for row in row_keys(self.now, self.prefix) if row in rows]}
        for row in row_keys(out, self.prefix):
            for name in self.part.fields:
                value = self.value(row, name)
                out[f"{self.prefix}/{row}/{name}"] = type(value)() if self.part.language(name) == self.code else value
        return out

    def brought_by(self, second: State, came: dict[str, str], old: set[str]) -> State:
        """Return the rows that the second record brought, as they are now; one that it kept to itself as it was."""
        out: State = {self.prefix: []}
        for row in row_keys(second, self.prefix):
            there = came.get(row, row)
            was_taken = there in old
            if was_taken and there not in row_keys(self.now, self.prefix):
                continue
            row_keys(out, self.prefix).append(row)
            for name in self.part.fields:
                is_now = was_taken and (row not in came or self.part.language(name) == self.code)
                out[f"{self.prefix}/{row}/{name}"] = self.value(there, name) if is_now else second[f"{self.prefix}/{row}/{name}"]
        return out

    def copy(self, row: str, state: State) -> None:
        """Add a copy of a row to a state, under a key of its own, with what it says to all and in the language that goes."""
        key = str(uuid.uuid4())
        state[self.prefix] = [*row_keys(state, self.prefix), key]
        for name in self.part.fields:
            value = self.value(row, name)
            state[f"{self.prefix}/{key}/{name}"] = value if self.part.language(name) in {"", self.code} else type(value)()


def languages_said(schema: Schema, state: State, silent: Collection[str] = ()) -> set[str]:
    """Return the languages in which a form says anything; fields named in `silent`, such as an address, say nothing."""
    part = schema[""]
    said_in = {part.language(name) for name in part.fields if state.get(name) and name not in silent and isinstance(state[name], str)}
    for key, value in state.items():
        prefix, _row, name = place_of(key)
        if prefix in schema and prefix and value and isinstance(value, str):
            said_in.add(schema[prefix].language(name))
    return said_in - {""}
