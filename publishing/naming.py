"""Which unpublished forms name a record or a row, and how they come to name another one: drafts, and changes that are scheduled.

A form names by key. A key stands for one thing only, wherever it stands, so a form is searched and changed without knowing its fields.
"""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from publishing.desk import desk_of
from publishing.models import Draft, ScheduledStep
from publishing.pointing import Once, registered, texts
from publishing.publishable import Publishable
from publishing.registry import by_kind
from publishing.state import State, prefixes, row_keys, without_row

# The forms that somebody still works on or that will be published; versions stay as they were.
FORMS = ("data", "base")


@dataclass(frozen=True)
class Naming:
    """The unpublished forms that name something, by the records they are of."""

    drafts: list[tuple[str, UUID]]
    scheduled: list[tuple[str, UUID]]

    @property
    def records(self) -> set[tuple[str, UUID]]:
        """Return (kind, key) of the records."""
        return {*self.drafts, *self.scheduled}


def naming(keys: Collection[str], *, but: Collection[UUID] = ()) -> Naming:
    """Return which unpublished forms name one of these keys; forms of the records `but` are left out. Two queries."""
    found = [rows.values_list("kind", "record") for rows in forms_with(keys, but)]
    return Naming(sorted(set(found[0]), key=str), sorted(set(found[1]), key=str))


def forms_with(keys: Collection[str], but: Collection[UUID] = ()) -> list[QuerySet]:
    """Return the drafts and the scheduled steps whose forms hold one of these keys."""
    found = []
    for rows in (Draft.objects.all(), ScheduledStep.objects.open()):
        said = rows.annotate(**{f"{name}_text": Cast(name, TextField()) for name in FORMS}).exclude(record__in=list(but))
        holding = [Q(**{f"{name}_text__contains": key}) for name in FORMS for key in keys]
        found.append(said.filter(Q(*holding, _connector=Q.OR)).order_by("pk") if holding else rows.none())
    return found


def lock(found: Naming) -> None:
    """Lock the records of these forms, in the order of their keys, so that nobody writes one meanwhile."""
    for kind, key in sorted(found.records, key=lambda each: str(each[1])):
        by_kind(kind).model._default_manager.select_for_update().filter(pk=key).first()


def rename(names: Mapping[str, str], *, but: Collection[UUID] = ()) -> Naming:
    """Let all unpublished forms name other keys; return which forms these were. In a transaction.

    Records whose forms name one are locked first; what is saved while we wait for them is found by the second look.
    """
    lock(naming(names, but=but))
    found = naming(names, but=but)
    for rows in forms_with(names, but):
        for row in rows.select_for_update():
            model = by_kind(row.kind).model
            for name in FORMS:
                setattr(row, name, united(model, renamed(getattr(row, name), names), set(names.values())))
            # A form that is open goes on from the draft as it is now. The moment of the draft stays its editor's.
            stale = {"token": uuid.uuid4(), "form": ""} if isinstance(row, Draft) else {}
            type(row)._default_manager.filter(pk=row.pk).update(**{name: getattr(row, name) for name in FORMS}, **stale)
    return found


def renamed(state: State, names: Mapping[str, str]) -> State:
    """Return a form with other keys in the place of those that it names."""
    out: State = {}
    for key, value in state.items():
        if isinstance(value, list):
            out[key] = sorted({names.get(each, each) for each in value}) if any(each in names for each in value) else value
        else:
            out[key] = names.get(value, value) if isinstance(value, str) else value
    return out


def united(model: type[Publishable], state: State, keys: Collection[str]) -> State:
    """Return a form in which no second row names one of these keys as a row before it does; what only it said goes into that one."""
    for once in registered():
        for prefix, part in prefixes(desk_of(model).schema):
            if part.model is once.model:
                state = without_twins(once, prefix, state, keys)
    return state


def without_twins(once: Once, prefix: str, state: State, keys: Collection[str]) -> State:
    """Return a form in which the rows of one kind name each of these keys once."""
    first: dict[tuple[object, ...], str] = {}
    for row in row_keys(state, prefix):
        said = tuple(state.get(f"{prefix}/{row}/{name}", "") for name in once.names)
        there = first.setdefault(said, row)
        if there != row and any(each in keys for each in said):
            for column in texts(once.model):
                key = f"{prefix}/{there}/{column.name}"
                if key in state and not state[key]:
                    state = {**state, key: state.get(f"{prefix}/{row}/{column.name}", "")}
            state = without_row(state, prefix, row)
    return state
