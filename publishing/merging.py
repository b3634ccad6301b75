"""Two editors' forms made one: a three-way merge of states."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django import forms

from publishing.state import Schema, State, place_of, prefixes, row_keys
from publishing.values import Value, initial, is_many

# What a key holds on a side that does not have it.
GONE = None


@dataclass
class Merge:
    """The outcome: the merged state, what both sides changed, and keys that today's form does not have."""

    state: State = field(default_factory=dict)
    # {key: the other side's value}; the state holds ours. A key "prefix/row" stands for a whole row.
    conflicts: dict[str, Value | None] = field(default_factory=dict)
    dropped: list[str] = field(default_factory=list)


def merge(schema: Schema, base: State, ours: State, theirs: State) -> Merge:
    """Return `ours` and `theirs`, which both began as `base`, as one state; where both changed a value, ours stands.

    Sets of choices never conflict. Of rows, an edited one outlives its deletion by the other side, which is then a conflict.
    """
    merged = Merge()
    for name, each in schema[""].fields.items():
        settle(merged, name, each, (base, ours, theirs))
    for prefix, part in prefixes(schema):
        sides = (base, ours if prefix in ours else {**ours, prefix: row_keys(theirs, prefix)}, theirs)
        kept = kept_rows(merged, prefix, part.fields, sides)
        merged.state[prefix] = in_order(prefix, kept, sides)
        for row in row_keys(merged.state, prefix):
            for name, each in part.fields.items():
                settle(merged, f"{prefix}/{row}/{name}", each, sides)
    merged.dropped = sorted(key for key in ours if not is_known(schema, key))
    return merged


def is_known(schema: Schema, key: str) -> bool:
    """Tell whether today's form has the key."""
    prefix, _row, name = place_of(key)
    return (key in schema and bool(key)) or (prefix in schema and name in schema[prefix].fields)


def settle(merged: Merge, key: str, form_field: forms.Field, sides: tuple[State, State, State]) -> None:
    """Merge the value of one key."""
    base, ours, theirs = (side.get(key, GONE) for side in sides)
    if ours is GONE and theirs is GONE:
        merged.state[key] = initial(form_field)
    elif ours is GONE or (ours == base and theirs is not GONE):
        merged.state[key] = theirs
    elif theirs in (GONE, ours, base):
        merged.state[key] = ours
    elif is_many(form_field) and base is not GONE:
        taken = (set(base) - set(ours)) | (set(base) - set(theirs))
        merged.state[key] = sorted((set(ours) | set(theirs)) - taken)
    else:
        merged.state[key] = ours
        merged.conflicts[key] = theirs


def kept_rows(merged: Merge, prefix: str, fields: Mapping[str, forms.Field], sides: tuple[State, State, State]) -> list[str]:
    """Return the rows that stay, and note a conflict where one side deleted what the other edited."""
    base, ours, theirs = (dict.fromkeys(row_keys(side, prefix)) for side in sides)
    kept = []
    for row in dict.fromkeys([*ours, *theirs]):
        if (row in ours and row in theirs) or row not in base:
            kept.append(row)
        elif row in ours and is_edited(f"{prefix}/{row}", fields, sides[0], sides[1]):
            kept.append(row)
            merged.conflicts[f"{prefix}/{row}"] = None
        elif row in theirs and is_edited(f"{prefix}/{row}", fields, sides[0], sides[2]):
            merged.conflicts[f"{prefix}/{row}"] = row
    return kept


def is_edited(path: str, fields: Mapping[str, forms.Field], base: State, side: State) -> bool:
    """Tell whether a side changed anything in a row that it has."""
    return any(side.get(key := f"{path}/{name}", base.get(key)) != base.get(key) for name in fields)


def in_order(prefix: str, kept: list[str], sides: tuple[State, State, State]) -> list[str]:
    """Return the kept rows in the order of the side that reordered them; others follow the row they followed before."""
    base, ours, theirs = (row_keys(side, prefix) for side in sides)
    shared = set(base) & set(ours) & set(theirs)
    lead, other = (theirs, ours) if [row for row in ours if row in shared] == [row for row in base if row in shared] else (ours, theirs)
    staying, led = set(kept), set(lead)
    order = [row for row in lead if row in staying]
    rest = [row for row in dict.fromkeys(other) if row in staying]
    # The last row that both know: what follows it goes to the end. Rows can be thousands, so each is looked at once.
    last = max((at for at, row in enumerate(rest) if row in led), default=-1)
    for at, row in enumerate(rest):
        if row in led:
            continue
        if at > last:
            order.append(row)
        else:
            order.insert(order.index(rest[at - 1]) + 1 if at else 0, row)
    return order
