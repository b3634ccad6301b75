"""Rows of a record's form: named by keys before they exist, checked only where they changed."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.models import BaseInlineFormSet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publishing.forms import CheckedForm, Wrong
from publishing.row_picks import PickRow


class RowForm(CheckedForm):
    """One row."""

    def validate_unique(self) -> None:
        """Leave it to the formset, which holds all rows and can check them in memory."""


class RowKey(forms.UUIDField):
    """The key of a row, a plain value: as a model choice it would cost a query per row."""

    def has_changed(self, initial: object, data: object) -> bool:
        """Never: a row with nothing but a key is blank."""
        return False


class RowFormSet(BaseInlineFormSet):
    """The rows of one kind. `rows` are the stored ones in the order of the submitted forms; `wrong` what to show as errors."""

    # More than a page can print, and a form can send.
    most = 500
    # What is said of more, with `most` in it.
    too_many: str | Promise = gettext_lazy("A form holds at most %(most)s of these. Divide the record.")
    # Whether nothing is going to be stored: what only a clash of two editors could break is left unasked.
    is_hint = False

    def __init__(self, *args: Any, rows: Sequence[models.Model] | None = None, wrong: Mapping[str, Wrong] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.wrong = wrong or {}
        if rows is not None:
            # Django pairs forms and rows by their place, so the order must be ours.
            self._queryset = list(rows)

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        """Give a row the errors to show."""
        kwargs = super().get_form_kwargs(index)
        key = self.data.get(f"{self.prefix}-{index}-id", "") if index is not None and self.is_bound else ""
        return {**kwargs, "wrong": self.wrong.get(key)} if self.wrong else kwargs

    def _construct_form(self, i: int, **kwargs: Any) -> forms.ModelForm:
        form = super()._construct_form(i, **kwargs)
        # An unchanged row is not checked again.
        form.empty_permitted = True
        if self.is_bound and i >= self.initial_form_count():
            # Django ignores a key that is not editable; without it the row would get another one.
            form.instance.pk = uuid.UUID(form["id"].data) if form["id"].data else uuid.uuid4()
        return form

    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        """Carry the key in a hidden field."""
        key = self.instance.pk
        super().add_fields(form, index)
        # Django takes the key from a record that is not stored, to give it another one; ours stands in the form.
        self.instance.pk = key
        form.fields["id"] = RowKey(widget=forms.HiddenInput, required=False, initial=form.instance.pk if index is not None else None)

    def full_clean(self) -> None:
        """Check the rows, unless they are only shown."""
        if not self.form_kwargs.get("showing"):
            super().full_clean()
            return
        self._errors = [form.errors for form in self.forms]
        self._non_form_errors = self.error_class(self.wrong.get("", {}).get("__all__", []), error_class="nonform", renderer=self.renderer)

    def standing(self) -> list[forms.ModelForm]:
        """Return the rows that will be there once the form is saved."""
        return [form for form in self.forms if form not in self.deleted_forms and (form.has_changed() or not form.instance._state.adding)]

    def clean(self) -> None:
        """Refuse rows of other records, and rows that repeat each other."""
        standing = self.standing()
        fresh = [form.instance.pk for form in standing if form.instance._state.adding]
        if fresh and not self.is_hint and self.model._base_manager.filter(pk__in=fresh).exists():
            raise ValidationError(_("A row in this list belongs to another record. Reload the page."), code="foreign_row")
        for form in standing:
            refuse_gone_rows(form)
        for constraint in self.model._meta.total_unique_constraints:
            seen: set[tuple[Any, ...]] = set()
            for form in standing:
                value = tuple(getattr(form.instance, self.model._meta.get_field(name).attname) for name in constraint.fields)
                if None not in value and value in seen:
                    form.add_error(None, ValidationError(_("This is listed twice."), code="twice"))
                seen.add(value)


def refuse_gone_rows(form: forms.ModelForm) -> None:
    """Refuse a row that names another one which leaves the form; a row that changed itself was checked before."""
    if form.has_changed():
        return
    for name, field in form.fields.items():
        key = str(getattr(form.instance, f"{name}_id") or "") if isinstance(field, PickRow) else ""
        if key and key not in field.rows_known():
            form.add_error(name, field.refusal(key))
