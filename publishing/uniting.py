"""The forms of two records that are about one and the same thing, as one form: on states alone, without a database.

    plan = Plan(takes={"born"}, rows={row of the second: row of the first})
    united(uniting, schema, first, second, plan)

The first record stays. Its values hold, but for those that the plan takes from the second, and where it says nothing. Rows of both
stand in it; two that say the same are one. Names that give way become other names.
"""

import uuid
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from publishing import languages
from publishing.publishable import Publishable
from publishing.search import fold
from publishing.state import Part, Schema, State, place_of, prefixes, row_keys
from publishing.values import Value, is_many

# A row of a form: {field: value}.
Row = dict[str, Value]


@dataclass(frozen=True)
class Uniting:
    """What must be known of a record type to make one record of two."""

    model: type[Publishable]
    # {prefix: fields}: two rows that agree in these, as search compares words, say the same and become one.
    same: Mapping[str, tuple[str, ...]]
    # {prefix: question}: whether two rows may say the same; there an editor decides, also of those that surely do.
    maybe: Mapping[str, Callable[[Row, Row], bool]] = field(default_factory=dict)
    # {prefix: field} of rows that may not name the record that has them.
    not_itself: Mapping[str, str] = field(default_factory=dict)
    # Returns the row of another name, from a name and its language; such rows stand under "names".
    other_name: Callable[[str, str], Row] | None = None
    # The field by which a record stands in another one of its type, "" without a tree.
    tree: str = ""
    # Raises TransitionError for records of the type that nobody may merge, whatever their state.
    refuse: Callable[[Sequence[Any]], None] = lambda records: None  # Any: records of this type


@dataclass(frozen=True)
class Plan:
    """What an editor has decided."""

    # Fields in which the record that goes is followed.
    takes: Collection[str] = ()
    # {row of the record that goes: row of the one that stays} that are one.
    rows: Mapping[str, str] = field(default_factory=dict)
    # What this merge has to itself, for the keys of new rows.
    mark: str = ""


_unitings: dict[type[Publishable], Uniting] = {}


def register(uniting: Uniting) -> None:
    """Let two records of a type be made one."""
    _unitings[uniting.model] = uniting


def uniting_of(model: type[Publishable]) -> Uniting | None:
    """Return how two records of a type are made one; None if they cannot be."""
    return _unitings.get(model)


def united(uniting: Uniting, schema: Schema, first: State, second: State, plan: Plan) -> State:
    """Return both forms as one."""
    out, part = dict(first), schema[""]
    for name, form_field in part.fields.items():
        if is_many(form_field):
            out[name] = sorted({*first[name], *second[name]})
        elif name in plan.takes or not said(first[name]):
            out[name] = second[name]
    twins = {gone: kept for gone, kept in plan.rows.items() if is_there(first, kept) and is_there(second, gone)}
    for prefix, kind in prefixes(schema):
        twins |= twins_of(uniting, kind, prefix, (first, second), twins)
        out |= rows_of_both(kind, prefix, first, second, twins)
    return with_other_names(uniting, out, [first, second], plan.mark)


def said(value: Value) -> bool:
    """Tell whether a value says something: a switch that is off says so."""
    return bool(value) or isinstance(value, bool)


def is_there(state: State, row: str) -> bool:
    """Tell whether a form has a row."""
    return any(row in value for value in state.values() if isinstance(value, list))


def row_of(part: Part, prefix: str, key: str, state: State, twins: Mapping[str, str]) -> Row:
    """Return what a row says; where it names a row that is another one now, that one."""
    values = {name: state[f"{prefix}/{key}/{name}"] for name in part.fields}
    return {name: twins.get(value, value) if isinstance(value, str) else value for name, value in values.items()}


def compared(row: Row, names: Collection[str]) -> tuple[object, ...]:
    """Return what two rows that say the same have in common."""
    return tuple(fold(value) or value if isinstance(value, str) else value for value in (row[name] for name in names))


def twins_of(uniting: Uniting, part: Part, prefix: str, forms: tuple[State, State], known: Mapping[str, str]) -> dict[str, str]:
    """Return {row of the second: row of the first} for those that say the same, beside those that are known."""
    names = uniting.same.get(prefix)
    if names is None or prefix in uniting.maybe:
        return {}
    first, second = forms
    there = {compared(row_of(part, prefix, key, first, {}), names): key for key in reversed(row_keys(first, prefix))}
    found = {key: there.get(compared(row_of(part, prefix, key, second, known), names)) for key in row_keys(second, prefix) if key not in known}
    return {key: twin for key, twin in found.items() if twin is not None}


def rows_of_both(part: Part, prefix: str, first: State, second: State, twins: Mapping[str, str]) -> State:
    """Return the rows of one kind: the first's, filled with what only their twins say, then the second's."""
    out: State = {prefix: [*row_keys(first, prefix), *(key for key in row_keys(second, prefix) if key not in twins)]}
    for key in row_keys(second, prefix):
        row, there = row_of(part, prefix, key, second, twins), twins.get(key, key)
        for name, form_field in part.fields.items():
            place = f"{prefix}/{there}/{name}"
            if key not in twins:
                out[place] = row[name]
            elif is_many(form_field):
                out[place] = sorted({*first[place], *out.get(place, []), *row[name]})
            else:
                value = out.get(place) or first[place] or row[name]
                # A row that named its twin would name itself.
                out[place] = "" if value == there else value
    return out


def with_other_names(uniting: Uniting, state: State, forms: Collection[State], mark: str) -> State:
    """Return a form in which every name that gave way stands among the other names."""
    if uniting.other_name is None:
        return state
    out, fields = dict(state), [f"{uniting.model.title_field}_{code}" for code in languages.codes()]
    known = {str(state[name]) for name in fields} | {str(state[f"names/{key}/name"]) for key in row_keys(state, "names")}
    for code, name in ((code, str(form[f"{uniting.model.title_field}_{code}"])) for form in forms for code in languages.codes()):
        if name and name not in known:
            known.add(name)
            # One key in what is public and in the draft over it.
            key = str(uuid.uuid5(uuid.NAMESPACE_OID, f"{mark} {name}"))
            out["names"] = [*row_keys(out, "names"), key]
            out |= {f"names/{key}/{each}": value for each, value in uniting.other_name(name, code).items()}
    return out


def differing(schema: Schema, first: State, second: State) -> Iterator[str]:
    """Yield the fields in which both say something, and not the same; rows and sets are united."""
    for name, form_field in schema[""].fields.items():
        if not is_many(form_field) and said(first[name]) and said(second[name]) and first[name] != second[name]:
            yield name


@dataclass(frozen=True)
class Proposal:
    """Two rows that may say the same: one of the record that goes, one of the one that stays."""

    prefix: str
    gone: str
    kept: str
    # Whether they agree in all that tells such rows apart.
    is_sure: bool


def proposals(uniting: Uniting, schema: Schema, first: State, second: State) -> Iterator[Proposal]:
    """Yield the rows of both that may say the same; each row once, those that surely do first."""
    for prefix, asks in uniting.maybe.items():
        part, names = schema[prefix], uniting.same.get(prefix, ())
        mine, theirs = ({key: row_of(part, prefix, key, state, {}) for key in row_keys(state, prefix)} for state in (first, second))
        found = [(kept, gone) for kept in mine for gone in theirs if asks(mine[kept], theirs[gone])]
        sure = {pair for pair in found if compared(mine[pair[0]], names) == compared(theirs[pair[1]], names)}
        used: set[str] = set()
        for kept, gone in sorted(found, key=lambda pair: pair not in sure):
            if not {kept, gone} & used:
                used |= {kept, gone}
                yield Proposal(prefix, gone, kept, (kept, gone) in sure)


def without_itself(uniting: Uniting, state: State, key: str) -> State:
    """Return a form in which the record that has it is not named as what it cannot be to itself."""
    out = dict(state)
    if uniting.tree and out.get(uniting.tree) == key:
        out[uniting.tree] = ""
    for prefix, name in uniting.not_itself.items():
        own = {row for row in row_keys(out, prefix) if out[f"{prefix}/{row}/{name}"] == key}
        out[prefix] = [row for row in row_keys(out, prefix) if row not in own]
        out = {place: value for place, value in out.items() if place_of(place)[1] not in own}
    return out
