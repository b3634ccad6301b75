"""Fields that can be changed in many things at once: those of the form of a record."""

import uuid
from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.admin.sites import AdminSite
from django.contrib.admin.widgets import AutocompleteSelectMultiple
from django.db import models
from django.utils.translation import gettext_lazy

from publishing import bulk, drafts, locks
from publishing.bulk_changes import parts
from publishing.desk import Desk, desk_of
from publishing.models import BulkChange
from publishing.picks import is_uuid
from publishing.publishable import Publishable, State
from publishing.rights import User, shares
from publishing.state import Part, Schema, row_keys
from publishing.state import State as FormState
from publishing.wording import Wording

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Direction = BulkChange.Direction
# What was chosen, as JSON; keys of choices as text.
Given = dict[str, Any]
# Returns a value in words, one text for each choice.
Words = Callable[[FormState], list[str]]


class Changeable(ABC):
    """A field, as a list offers it for all chosen things."""

    # What it is called in addresses and in the database; unique in its list.
    code: str
    # What can be done to it, as the list calls it.
    acts: "Mapping[Direction, StrOrPromise]"

    @abstractmethod
    def inputs(self, model: type[models.Model], direction: Direction, site: AdminSite) -> dict[str, forms.Field]:
        """Return what is asked for; nothing where nothing has to be chosen."""

    def given(self, cleaned: Mapping[str, Any]) -> Given:
        """Return what was chosen."""
        return {name: plain(value) for name, value in cleaned.items()}

    @abstractmethod
    def values(self, things: Sequence[Any]) -> dict[uuid.UUID, FormState]:
        """Return the field of many things, drafts included. A fixed number of queries."""

    @abstractmethod
    def after(self, model: Any, value: FormState, direction: Direction, given: Given) -> FormState:
        """Return what the field is to hold."""

    @abstractmethod
    def words(self, model: Any, values: Sequence[FormState]) -> Words:
        """Return what puts these values into words. A fixed number of queries."""

    @abstractmethod
    def refusals(self, things: Sequence[Any], by: User) -> dict[uuid.UUID, str]:
        """Return why some of these things cannot be changed by somebody now. A fixed number of queries."""

    @abstractmethod
    def current(self, thing: Any) -> FormState:
        """Return the field of a thing that is locked."""

    @abstractmethod
    def write(self, thing: Any, value: FormState, *, by: User) -> bulk.Result:
        """Give a locked thing this value, in a transaction; TransitionError or ValidationError if it cannot be."""

    @abstractmethod
    def outcome(self, thing: Any) -> "StrOrPromise":
        """Return what would become of a change of the thing, in words."""


def plain(value: Any) -> Any:  # Any: what a form field returns
    """Return a cleaned value as JSON."""
    if isinstance(value, models.QuerySet | list):
        return sorted(str(each.pk) for each in value)
    return str(value.pk) if isinstance(value, models.Model) else str(value or "")


class Several(AutocompleteSelectMultiple):
    """The admin's autocomplete; what is no key is none of its options, instead of an error."""

    def optgroups(self, name: str, value: list[str], attr: dict[str, Any] | None = None) -> list[Any]:  # Any: groups, as Django has them
        """Return the chosen options."""
        return super().optgroups(name, [key for key in value if is_uuid(str(key))], attr)


def several(field: models.Field, site: AdminSite) -> forms.ModelMultipleChoiceField:
    """Return an input for several of what a foreign key names."""
    target = field.related_model
    return forms.ModelMultipleChoiceField(
        target._default_manager.all(), label=target._meta.verbose_name_plural, widget=Several(field, site), required=False
    )


class OfForm(Changeable):
    """A field of the form of records: changed in the public text where nothing else waits, else in the draft."""

    @abstractmethod
    def schema(self, desk: Desk) -> Schema:
        """Return the part of the form that the field is."""

    def stored(self, desk: Desk, schema: Schema, records: Sequence[Publishable]) -> dict[uuid.UUID, FormState]:
        """Return what is stored."""
        return parts.stored(desk, schema, records)

    def values(self, things: Sequence[Publishable]) -> dict[uuid.UUID, FormState]:
        """Return what the drafts say where there are any, merged with what was published meanwhile."""
        desk = desk_of(type(things[0])) if things else None
        return parts.drafted(desk, self.schema(desk), things, self.stored) if desk is not None else {}

    def words(self, model: type[Publishable], values: Sequence[FormState]) -> Words:
        """Ask the form."""
        schema = self.schema(desk_of(model))
        wording = Wording(schema, *values)
        fields = [(name, field) for name, field in schema[""].fields.items()]
        return lambda value: [text for name, field in fields for text in wording.words(field, value.get(name))]

    def refusals(self, things: Sequence[Publishable], by: User) -> dict[uuid.UUID, str]:
        """Ask rights and locks. Who is writing now hinders nobody: what is changed joins what they write."""
        return locks.refusals(things, by, allows=lambda record: shares(by, record))

    def current(self, thing: Publishable) -> FormState:
        """Open the form."""
        return parts.part_of(self.schema(desk_of(thing)), drafts.state_of(thing))

    def write(self, thing: Publishable, value: FormState, *, by: User) -> bulk.Result:
        """Put it into the form, and publish it if nothing else would be."""
        return bulk.put(thing, value, by=by)

    def outcome(self, thing: Publishable) -> "StrOrPromise":
        """Say whether readers see it at once."""
        if bulk.is_at_once(thing):
            return gettext_lazy("public at once")
        return gettext_lazy("joins the waiting changes") if thing.state == State.PUBLISHED else gettext_lazy("waits in the draft")


class Labels(OfForm):
    """Labels (tags)."""

    def __init__(self, name: str, target: models.Field) -> None:
        self.code = self.name = name
        # The key by which a row names a label.
        self.target = target
        self.acts = {Direction.ADD: gettext_lazy("Add tags"), Direction.REMOVE: gettext_lazy("Remove tags")}

    def inputs(self, model: type[models.Model], direction: Direction, site: AdminSite) -> dict[str, forms.Field]:
        """Ask for labels that there are."""
        field = several(self.target, site)
        field.required = True
        return {"chosen": field}

    def schema(self, desk: Desk) -> Schema:
        """Return the one field."""
        return {"": Part({self.name: desk.schema[""].fields[self.name]}, desk.model)}

    def stored(self, desk: Desk, schema: Schema, records: Sequence[Publishable]) -> dict[uuid.UUID, FormState]:
        """Read the rows. One query."""
        rows = self.target.model._default_manager.filter(content_object__in=[record.pk for record in records])
        found: defaultdict[uuid.UUID, list[str]] = defaultdict(list)
        for record, label in rows.values_list("content_object", f"{self.target.name}_id"):
            found[record].append(str(label))
        return {record.pk: {self.name: sorted(found[record.pk])} for record in records}

    def after(self, model: type[Publishable], value: FormState, direction: Direction, given: Given) -> FormState:
        """Add or remove keys."""
        before, chosen = set(row_keys(value, self.name)), set(given["chosen"])
        return {self.name: sorted(before | chosen if direction == Direction.ADD else before - chosen)}


class Choice(OfForm):
    """One choice, as the kind of a record."""

    def __init__(self, name: str, label: "StrOrPromise") -> None:
        self.code = self.name = name
        self.acts = {Direction.SET: label}

    def inputs(self, model: type[models.Model], direction: Direction, site: AdminSite) -> dict[str, forms.Field]:
        """Ask for one of those that the form offers."""
        field = model._meta.get_field(self.name).formfield()
        return {"chosen": field} if field is not None else {}

    def schema(self, desk: Desk) -> Schema:
        """Return the one field."""
        return {"": Part({self.name: desk.schema[""].fields[self.name]}, desk.model)}

    def after(self, model: type[Publishable], value: FormState, direction: Direction, given: Given) -> FormState:
        """Take what was chosen."""
        return {self.name: given["chosen"]}
