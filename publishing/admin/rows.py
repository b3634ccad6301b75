"""Rows in the form of a record, for the admin."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from publishing.admin.fields import PickFields, named
from publishing.lines import Naming
from publishing.rights import shares
from publishing.row_picks import PickRow, PickRowWidget
from publishing.rows import RowForm, RowFormSet


class RowInline(PickFields, admin.TabularInline):
    """Rows that belong to a record: who may change the record may change them, and they are public with it.

    `autocomplete_fields` should name every relation: a select would cost a query per row.
    """

    form = RowForm
    formset = RowFormSet
    extra = 0
    # The column that holds a row's place; the form carries it in a hidden field.
    order = "position"
    # {relation to a row of the same form: the prefix of the rows to choose from}
    row_fields: ClassVar[dict[str, str]] = {}
    # What says which row it is (publishing.lines): rows of a kind that says so fold into one line.
    named_by: Sequence[str] = ()
    # Fields that few rows need: they stand behind the others, folded until one of them is filled.
    further: Sequence[str] = ()

    @property
    def naming(self) -> Naming:
        """What a row's line is made of."""
        return Naming(self.named_by, getattr(self.form, "periods", ()))

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Return the rows in their order, with what the form prints of them."""
        related = [name for name in self.autocomplete_fields if self.opts.get_field(name).many_to_one]
        several = [name for name in self.autocomplete_fields if self.opts.get_field(name).many_to_many]
        return super().get_queryset(request).select_related(*related).prefetch_related(*several).order_by(self.order, "pk")

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> forms.Field | None:
        """Hide the place, and compare with what is stored, never with what an earlier page said."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None:
            field.show_hidden_initial = False
            if db_field.name == self.order:
                field.widget = forms.HiddenInput()
                field.label = _("order")
                field.required = False
        return field

    def formfield_for_foreignkey(self, db_field: models.ForeignKey, request: HttpRequest, **kwargs: Any) -> forms.Field | None:
        """Choose among the rows of the form, stored or not."""
        if db_field.name not in self.row_fields:
            return super().formfield_for_foreignkey(db_field, request, **kwargs)
        kwargs |= {"form_class": PickRow, "widget": PickRowWidget(), "rows": self.row_fields[db_field.name], "naming": self.naming_of(db_field)}
        return named(db_field.formfield(**kwargs), db_field)

    def naming_of(self, db_field: models.ForeignKey) -> Naming:
        """Return what tells the rows apart that a relation leads to."""
        inlines = [each for each in self.record_admin().inlines if each.model is db_field.related_model]
        return inlines[0](self.parent_model, self.admin_site).naming if inlines else Naming()

    def record_admin(self) -> admin.ModelAdmin:
        """Return the admin of the record that has the rows."""
        return self.admin_site.get_model_admin(self.parent_model)

    def has_add_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Ask the record, and whether the user may write what its languages share."""
        return self.has_change_permission(request, obj) and (obj is None or shares(request.user, obj))

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Ask the record; one that is not stored yet, whether it may be added."""
        record_admin = self.record_admin()
        if obj is None or obj._state.adding:
            return record_admin.has_add_permission(request)
        return record_admin.has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Ask the record, and whether the user may write what its languages share."""
        return self.has_add_permission(request, obj)

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Ask the record."""
        return self.record_admin().has_view_permission(request, obj)
