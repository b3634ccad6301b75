"""The form of a record as one flat dictionary, and what can be done with it without a database.

`{"title_en": "...", "corrections": [row keys in order], "corrections/<row key>/text_en": "..."}`. Keys are names of fields; a
list of row keys says which rows there are and in which order. Values are described in `publishing.values`.
"""

import uuid
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django import forms
from django.db import models
from django.http import QueryDict

from publishing.values import Value, initial, plain, write

State = dict[str, Value]
Rows = Mapping[str, Sequence[models.Model]]


@dataclass(frozen=True)
class Part:
    """The fields of one form: the record's own, or those of every row of one kind."""

    fields: Mapping[str, forms.Field]
    model: type[models.Model]
    # The column that holds a row's place; not part of the state, which has the order of the row list.
    order: str = ""

    def language(self, name: str) -> str:
        """Return the language of a translated field, "" for any other."""
        column = self.model._meta._forward_fields_map.get(name)
        return getattr(column, "_translated_field_language_code", "")


# {prefix: the fields there}; "" is the record itself.
Schema = Mapping[str, Part]


def prefixes(schema: Schema) -> Iterator[tuple[str, Part]]:
    """Yield the kinds of rows, without the record itself."""
    return ((prefix, part) for prefix, part in schema.items() if prefix)


def row_keys(state: State, prefix: str) -> list[str]:
    """Return the rows of one kind in their order."""
    keys = state.get(prefix, [])
    return keys if isinstance(keys, list) else []


def place_of(key: str) -> tuple[str, str, str]:
    """Return (prefix, row key, name of the field) of a key; the first two are "" for the record's own fields."""
    prefix, _, rest = key.rpartition("/")
    head, _, row = prefix.partition("/")
    return head, row, rest


def value_of(instance: models.Model, name: str, field: forms.Field) -> Value:
    """Return what a model instance holds for a field; a field may bring its own `read_model(instance, name)`."""
    if hasattr(field, "read_model"):
        return plain(field, field.read_model(instance, name))
    return plain(field, instance._meta.get_field(name).value_from_object(instance))


def of_model(schema: Schema, record: models.Model, rows: Rows, known: Mapping[str, Value] | None = None) -> State:
    """Return what the form of a record would submit, its rows given in order by prefix; `known` values are not read again."""
    known = known or {}
    state = {name: known[name] if name in known else value_of(record, name, field) for name, field in schema[""].fields.items()}
    for prefix, part in prefixes(schema):
        state[prefix] = [str(row.pk) for row in rows.get(prefix, [])]
        for row in rows.get(prefix, []):
            state |= {f"{prefix}/{row.pk}/{name}": value_of(row, name, field) for name, field in part.fields.items()}
    return state


def emit(schema: Schema, state: State, live: State) -> QueryDict:
    """Return the POST of a browser that shows `state`.

    Rows that exist come first, as Django wants it; those that `state` lacks are sent with their DELETE box ticked.
    """
    post = QueryDict(mutable=True)
    for name, field in schema[""].fields.items():
        write(field, post, name, state[name])
    for prefix, part in prefixes(schema):
        emit_rows(post, prefix, part, state, live)
    return post


def emit_rows(post: QueryDict, prefix: str, part: Part, state: State, live: State) -> None:
    """Add the rows of one kind and their management form to `post`."""
    wanted, existing = row_keys(state, prefix), row_keys(live, prefix)
    stay = [key for key in wanted if key in existing]
    leave = [key for key in existing if key not in wanted]
    fresh = [key for key in wanted if key not in existing]
    counts = {"TOTAL": len(stay + leave + fresh), "INITIAL": len(stay + leave), "MIN_NUM": 0, "MAX_NUM": 1000}
    for name, count in counts.items():
        post[f"{prefix}-{name}_FORMS"] = str(count)
    for index, key in enumerate([*stay, *leave, *fresh]):
        path = f"{prefix}-{index}"
        post[f"{path}-id"] = key
        if key in leave:
            post[f"{path}-DELETE"] = "on"
        if part.order:
            post[f"{path}-{part.order}"] = str(wanted.index(key) + 1 if key in wanted else len(wanted) + index)
        source = live if key in leave else state
        for name, field in part.fields.items():
            write(field, post, f"{path}-{name}", source[f"{prefix}/{key}/{name}"])


def in_languages(schema: Schema, state: State, live: State, codes: Collection[str]) -> State:
    """Return `state` with the live value, or none, for everything in a language that is not among `codes`.

    A new row that says something only in the other languages is left out.
    """
    out = dict(state)
    silenced: dict[tuple[str, str], bool] = {}
    for key in state:
        prefix, row, name = place_of(key)
        part = schema.get(prefix)
        if part is None or not part.language(name):
            continue
        held_back = part.language(name) not in codes
        if held_back:
            out[key] = live.get(key, blank_like(state[key]))
        if row:
            says = bool(out[key])
            loses = bool(state[key]) and not says
            silent = silenced.get((prefix, row), False)
            silenced[prefix, row] = silent or loses
    for (prefix, row), loses in silenced.items():
        if loses and row not in row_keys(live, prefix) and is_silent(schema[prefix], prefix, row, out):
            out = without_row(out, prefix, row)
    return out


def blank_like(value: Value) -> Value:
    """Return the empty value of the same type."""
    return type(value)()


def is_silent(part: Part, prefix: str, row: str, state: State) -> bool:
    """Tell whether a row says nothing in any language."""
    return not any(state.get(f"{prefix}/{row}/{name}") for name in part.fields if part.language(name))


def without_row(state: State, prefix: str, row: str) -> State:
    """Return the state without one row."""
    out = {key: value for key, value in state.items() if not key.startswith(f"{prefix}/{row}/")}
    out[prefix] = [key for key in row_keys(state, prefix) if key != row]
    return out


def diff(before: State, after: State) -> dict[str, tuple[Value | None, Value | None]]:
    """Return {key: (value before, value after)} where the two differ; None where one lacks the key."""
    keys = dict.fromkeys([*before, *after])
    return {key: (before.get(key), after.get(key)) for key in keys if before.get(key) != after.get(key)}


def rekey(schema: Schema, state: State) -> State:
    """Return the same content under new row keys: a duplicate."""
    new = {key: str(uuid.uuid4()) for prefix, _part in prefixes(schema) for key in row_keys(state, prefix)}
    out: State = {}
    for key, value in state.items():
        prefix, row, name = place_of(key)
        if row:
            # A row may name another one.
            out[f"{prefix}/{new[row]}/{name}"] = new.get(value, value) if isinstance(value, str) else value
        elif key in schema:
            out[key] = [new[each] for each in row_keys(state, key)]
        else:
            out[key] = value
    return out


def complete(schema: Schema, state: State, live: State) -> State:
    """Return `state` with exactly the keys of today's form: a missing one takes the live value, else the initial one; others go."""
    out: State = {}
    for name, field in schema[""].fields.items():
        out[name] = state.get(name, live.get(name, initial(field)))
    for prefix, part in prefixes(schema):
        out[prefix] = row_keys(state, prefix) if prefix in state else row_keys(live, prefix)
        for row in row_keys(out, prefix):
            for name, field in part.fields.items():
                key = f"{prefix}/{row}/{name}"
                out[key] = state.get(key, live.get(key, initial(field)))
    return out
