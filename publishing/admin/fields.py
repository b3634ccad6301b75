"""Form fields of records in the admin: choices by typing, and the language of every translated input."""

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db import models
from django.http import HttpRequest
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager

from publishing.capitals import capfirst
from publishing.picks import KeptChoice, KeptSelect, NewLabels, PickLabels, PickLabelsWidget, PickMany, PickManyWidget, PickOne, PickOneWidget


class Moment(forms.DateTimeInput):
    """The browser's own input for a date and a time. It takes no other format, whatever the language."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"type": "datetime-local", "step": "any", **(attrs or {})}, format="%Y-%m-%dT%H:%M:%S")

    def format_value(self, value: Any) -> str | None:  # Any: as in Django
        """Leave out seconds that say nothing."""
        text = super().format_value(value)
        return text.removesuffix(":00") if text and text.count(":") > 1 else text


class Day(forms.DateInput):
    """The browser's own input for a date."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"type": "date", **(attrs or {})}, format="%Y-%m-%d")


class PickFields(admin.options.BaseModelAdmin):
    """Admin mixin: choices share one look-up per request, and translated inputs say their language."""

    # How words typed into the tags become tags; None to allow known ones only.
    new_labels: ClassVar[NewLabels | None] = None
    formfield_overrides: ClassVar[dict[type[models.Field], dict[str, Any]]] = {
        models.DateTimeField: {"form_class": forms.DateTimeField, "widget": Moment},
        models.DateField: {"widget": Day},
    }

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> forms.Field | None:
        """Add the tag field, which Django does not know, and `lang` attributes."""
        if isinstance(db_field, TaggableManager):
            return self.label_field(db_field)
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            # Its links are printed once for each input, by our template and without asking for rights each time.
            field.widget = field.widget.widget
        code = getattr(db_field, "_translated_field_language_code", "")
        if field is not None and code:
            if not isinstance(field, forms.BooleanField):
                field.widget.attrs["lang"] = code
            if isinstance(self, admin.options.InlineModelAdmin):
                # The record's own fields stand under the tab of their language; those of rows stand side by side.
                field.label = format_lazy("{} ({})", field.label, dict(settings.LANGUAGES)[code])
        return field

    def label_field(self, db_field: TaggableManager) -> PickLabels:
        """Return the field of a record's tags."""
        through = db_field.remote_field.through
        target = through._meta.get_field("tag")
        field = PickLabels(
            target.related_model._default_manager.all(),
            through=through,
            new_labels=self.new_labels,
            required=not db_field.blank,
            label=capfirst(db_field.verbose_name),
            help_text=db_field.help_text,
            widget=PickLabelsWidget(target, self.admin_site),
        )
        field.pick_key = f"{db_field.model._meta.label}.{db_field.name}"
        return field

    def formfield_for_foreignkey(self, db_field: models.ForeignKey, request: HttpRequest, **kwargs: Any) -> forms.Field | None:
        """Find a record by typing, or in a list that shows what vanished."""
        if db_field.name not in self.get_autocomplete_fields(request):
            field = super().formfield_for_foreignkey(db_field, request, **{"widget": KeptSelect, "form_class": KeptChoice, **kwargs})
            if field is not None:
                field.error_messages["invalid_choice"] = _("What was chosen here no longer exists.")
            return field
        kwargs |= {"form_class": PickOne, "widget": PickOneWidget(db_field, self.admin_site)}
        return named(super().formfield_for_foreignkey(db_field, request, **kwargs), db_field)

    def formfield_for_manytomany(self, db_field: models.ManyToManyField, request: HttpRequest, **kwargs: Any) -> forms.Field | None:
        """Find records by typing."""
        if db_field.name not in self.get_autocomplete_fields(request):
            return super().formfield_for_manytomany(db_field, request, **kwargs)
        kwargs |= {"form_class": PickMany, "widget": PickManyWidget(db_field, self.admin_site)}
        field = named(super().formfield_for_manytomany(db_field, request, **kwargs), db_field)
        if field is not None:
            # Without Django's advice about the Control key: nobody needs it where choices are found by typing.
            field.help_text = db_field.help_text
        return field


def named(field: forms.Field | None, db_field: models.Field) -> forms.Field | None:
    """Give a choice field the name under which its look-ups are shared."""
    if field is not None:
        field.pick_key = f"{db_field.model._meta.label}.{db_field.name}"
    return field
