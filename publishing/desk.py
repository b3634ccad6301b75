"""The desk of a record type: its complete form, built once per process from its admin class, the same for every editor."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.core.exceptions import NON_FIELD_ERRORS
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from publishing import together
from publishing.forms import RecordForm
from publishing.picks import PickLabels, PickMany, Picks
from publishing.publishable import Publishable
from publishing.rows import RowFormSet
from publishing.state import Part, Rows, Schema, State, emit, of_model, place_of, row_keys
from publishing.values import Value, plain


@dataclass(frozen=True)
class Live:
    """The stored record as a state, its rows by prefix, and the choices looked up so far."""

    state: State
    rows: Rows
    picks: Picks = field(default_factory=Picks)


@dataclass(frozen=True)
class Problem:
    """What is wrong with a value, in words; the key of a row list or "" stands for the whole list or form."""

    key: str
    message: str
    label: str = ""

    def __str__(self) -> str:
        return f"{self.label}: {self.message}" if self.label else self.message


class Everyone:
    """The user for whom the complete form is built: rights are applied where a form is read, and nowhere else."""

    pk = None
    is_active = is_staff = is_superuser = is_authenticated = True
    is_anonymous = False

    def has_perm(self, perm: str, obj: object = None) -> bool:
        """Allow it."""
        return True

    has_module_perms = has_perm


class Submission:
    """A state bound to the complete form and its rows, to be checked and saved."""

    def __init__(self, desk: "Desk", record: Publishable, state: State, live: Live, *, publishing: Sequence[str]) -> None:
        self.desk, self.state = desk, state
        picks = live.picks
        picks.load(desk.schema, state)
        post, files = emit(desk.schema, state, live.state), MultiValueDict()
        self.form = desk.form_class(post, files, instance=record, initial=desk.labels(live), picks=picks, publishing=publishing)
        self.formsets: list[RowFormSet] = [
            formset(
                post,
                files,
                instance=record,
                prefix=prefix,
                rows=in_form_order(state, live, prefix),
                queryset=formset.model.objects.none(),
                form_kwargs={"picks": picks},
            )
            for prefix, formset in desk.formset_classes.items()
        ]

    def problems(self, *, is_hint: bool = False) -> list[Problem]:
        """Check everything; return what is wrong. `is_hint`: for an editor to read, and nothing is stored after it.

        Rows of which there are too many are not looked at one by one.
        """
        if crowded := self.desk.crowded(self.state):
            return crowded
        for formset in self.formsets:
            formset.is_hint = is_hint
        found = [(name if name != NON_FIELD_ERRORS else "", message) for name, messages in self.form.errors.items() for message in messages]
        for formset in self.formsets:
            if formset.is_valid():
                continue
            found += [(formset.prefix, message) for message in formset.non_form_errors()]
            for form in formset.forms:
                if form not in formset.deleted_forms:
                    path = f"{formset.prefix}/{form.instance.pk}"
                    names = {name: f"{path}/{name}" if name != NON_FIELD_ERRORS else path for name in form.errors}
                    found += [(names[name], message) for name, messages in form.errors.items() for message in messages]
        return [Problem(key, str(message), self.desk.label(key, self.form_state)) for key, message in found]

    @property
    def form_state(self) -> State:
        """Return the row lists, for the numbers in labels."""
        return {formset.prefix: [str(form.instance.pk) for form in formset.forms if form not in formset.deleted_forms] for formset in self.formsets}

    def untouched(self) -> Rows:
        """Return the stored rows of the kinds in which nothing changed."""
        return {formset.prefix: list(formset.get_queryset()) for formset in self.formsets if not formset.has_changed()}

    def untouched_labels(self, live: Live) -> dict[str, Value]:
        """Return the stored labels (tags) where nothing changed."""
        return {name: value for name, value in self.desk.labels(live).items() if name not in self.form.changed_data}

    def save(self) -> None:
        """Save choices and rows; the record itself has its new values and is saved by whoever called.

        The last kind first: its rows may name rows of the kinds before, and have to let go of them before these are deleted.
        """
        self.form._save_m2m()
        for formset in reversed(self.formsets):
            formset.save()


def in_form_order(state: State, live: Live, prefix: str) -> list[Any]:
    """Return the stored rows in the order in which the form of `state` holds them."""
    order = {key: place for place, key in enumerate(row_keys(state, prefix))}
    return sorted(live.rows.get(prefix, []), key=lambda row: order.get(str(row.pk), len(order)))


class Desk:
    """What the kernel knows of the form of a record type."""

    def __init__(self, model_admin: admin.ModelAdmin) -> None:
        self.admin = model_admin
        self.model: type[Publishable] = model_admin.model
        self.request = HttpRequest()
        self.request.user = Everyone()
        self.media_by_language: dict[str, forms.Media] = {}

    @cached_property
    def form_class(self) -> type[RecordForm]:
        """The form of the record itself."""
        form_class = self.admin.get_form(self.request, None, change=False)
        # Django would read labels once more for each form; they come with what was read already.
        form_class._meta.fields = [name for name in form_class._meta.fields if name not in self.labels_in(form_class)]
        return form_class

    @staticmethod
    def labels_in(form_class: type[RecordForm]) -> list[str]:
        """Return the names of the fields that hold labels (tags)."""
        return [name for name, form_field in form_class.base_fields.items() if isinstance(form_field, PickLabels)]

    def labels(self, live: Live) -> dict[str, Value]:
        """Return the stored labels, as a form begins with them."""
        return {name: live.state[name] for name in self.labels_in(self.form_class)}

    @cached_property
    def inlines(self) -> dict[str, tuple[type[RowFormSet], admin.options.InlineModelAdmin]]:
        """The formset class and the inline of every kind of row, by prefix."""
        return {formset.get_default_prefix(): (formset, inline) for formset, inline in self.admin.get_formsets_with_inlines(self.request, None)}

    @property
    def formset_classes(self) -> dict[str, type[RowFormSet]]:
        """The formset class of every kind of row, by prefix."""
        return {prefix: formset for prefix, (formset, _inline) in self.inlines.items()}

    @property
    def rows_of_one(self) -> list[str]:
        """The kinds of rows that are one record's alone when two are joined."""
        return list(getattr(self.admin, "rows_of_one", ()))

    @property
    def media(self) -> forms.Media:
        """The scripts and sheets of the form's inputs, in the language of the interface."""
        language = get_language() or ""
        if language not in self.media_by_language:
            parts = [self.form_class().media, *(formset.form().media for formset in self.formset_classes.values())]
            self.media_by_language[language] = sum(parts, self.admin.media)
        return self.media_by_language[language]

    @cached_property
    def schema(self) -> Schema:
        """The fields of the form."""
        schema = {"": Part(self.form_class.base_fields, self.model)}
        for prefix, (formset, inline) in self.inlines.items():
            fields = {name: field for name, field in formset.form.base_fields.items() if name not in (inline.order, formset.fk.name)}
            schema[prefix] = Part(fields, inline.model, inline.order)
        return schema

    def live(self, record: Publishable, known: Rows | None = None, labels: Mapping[str, Value] | None = None, *, picks: Picks | None = None) -> Live:
        """Return the stored record as a state; blank for one that is not stored. `known` rows and labels, and `picks`, are not read again."""
        rows: dict[str, list[Any]] = {prefix: [] for prefix in self.inlines} | dict(known or {})
        picks = picks or Picks()
        if not record._state.adding:
            unread = {prefix: formset.fk for prefix, formset in self.formset_classes.items() if prefix not in (known or {})}
            for prefix in together.filled(record, unread):
                stored = self.inlines[prefix][1].get_queryset(self.request).prefetch_related(None)
                rows[prefix] = list(stored.filter(**{unread[prefix].name: record.pk}))
            together.fill({prefix: rows[prefix] for prefix in unread}, self.choices_of(PickMany))
            unread = set(self.labels_in(self.form_class)) - set(labels or ())
            labels = {**(labels or {}), **{name: self.schema[""].fields[name].carried(record, picks) for name in unread}}
        found = Live(of_model(self.schema, record, rows, labels), rows, picks)
        together.know(picks, self.schema, {**rows, "": [record]})
        return found

    def choices_of(self, kind: type[forms.Field]) -> dict[str, list[str]]:
        """Return the names of the fields of a kind, by prefix."""
        return {prefix: [name for name, field in part.fields.items() if isinstance(field, kind)] for prefix, part in self.schema.items()}

    def stored(self, record: Publishable) -> Publishable:
        """Return the record as the database has it, with the single choices of its form."""
        return self.with_choices(self.model._default_manager.all()).get(pk=record.pk)

    def with_choices(self, records: QuerySet) -> QuerySet:
        """Return records that bring the single choices of their form."""
        columns = [self.model._meta.get_field(name) for name in self.schema[""].fields]
        related = [column.name for column in columns if column.many_to_one]
        return records.select_related(*related) if related else records

    def lend_rows(self, record: Publishable, known: Rows) -> None:
        """Let whoever prints the record take its rows from what was read already."""
        for prefix in known:
            formset, _inline = self.inlines[prefix]
            rows = getattr(record, formset.fk.remote_field.get_accessor_name()).get_queryset()
            # As `prefetch_related` leaves them.
            rows._result_cache, rows._prefetch_done = list(known[prefix]), True
            record.__dict__.setdefault("_prefetched_objects_cache", {})[formset.fk.remote_field.cache_name] = rows

    def crowded(self, state: State) -> list[Problem]:
        """Return which kinds of rows a state has more of than a form takes; asked before any of them is looked at."""
        kinds = [(prefix, formset) for prefix, formset in self.formset_classes.items() if len(row_keys(state, prefix)) > formset.most]
        return [Problem(prefix, str(formset.too_many) % {"most": formset.most}, self.label(prefix)) for prefix, formset in kinds]

    def submission(self, record: Publishable, state: State, live: Live, *, publishing: Sequence[str] = ()) -> Submission:
        """Return `state` as a form to check and save; `record` gets its values."""
        return Submission(self, record, state, live, publishing=publishing)

    def label(self, key: str, *states: State) -> str:
        """Return what an editor calls a key: the label of its field, its language, and the number of its row."""
        prefix, row, name = place_of(key)
        if not key:
            return ""
        if prefix == "" and name in self.schema and name:
            return str(self.schema[name].model._meta.verbose_name_plural)
        if prefix and not row:
            row, name = name, ""
        part = self.schema.get(prefix)
        if part is None or (name and name not in part.fields):
            return key
        words = [self.field_label(part, name)] if name else []
        if row:
            number = next((row_keys(state, prefix).index(row) + 1 for state in states if row in row_keys(state, prefix)), "")
            words.insert(0, f"{part.model._meta.verbose_name} {number}".strip())
        return ": ".join(words)

    def field_label(self, part: Part, name: str) -> str:
        """Return the label of a field with its language."""
        label, code = str(part.fields[name].label), part.language(name)
        language = str(dict(settings.LANGUAGES).get(code, ""))
        return _("%(field)s (%(language)s)") % {"field": label, "language": language} if language and language not in label else label

    def typed(self, values: Mapping[str, Any]) -> State:  # Any: Python values of the fields
        """Return values given by a program as parts of a state. Rows may be a list of mappings; KeyError for what the form lacks."""
        out: State = {}
        for key, value in values.items():
            if key in self.schema and key:
                rows = [row if isinstance(row, Mapping) else {"id": str(row)} for row in value]
                out |= self.typed_rows(key, rows)
            else:
                out[key] = self.plain(key, value)
        return out

    def typed_rows(self, prefix: str, rows: Sequence[Mapping[str, Any]]) -> State:
        """Return rows given as mappings as parts of a state."""
        out: State = {prefix: []}
        for row in rows:
            key = str(row.get("id") or uuid.uuid4())
            row_keys(out, prefix).append(key)
            out |= {f"{prefix}/{key}/{name}": self.plain(f"{prefix}/{key}/{name}", value) for name, value in row.items() if name != "id"}
        return out

    def plain(self, key: str, value: Any) -> Value:  # Any: a Python value of the field
        """Return one value as a state holds it."""
        prefix, _row, name = place_of(key)
        if prefix not in self.schema or name not in self.schema[prefix].fields:
            raise KeyError(_("There is no field %(key)s in this form.") % {"key": key})
        return plain(self.schema[prefix].fields[name], value)


def desk_of(record: Publishable | type[Publishable]) -> Desk:
    """Return the desk of a record's type."""
    model = record if isinstance(record, type) else type(record)
    return admin.site.get_model_admin(model).desk
