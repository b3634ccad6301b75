"""The parts of a record's form: one per language, one for what all languages share, one per kind of row."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.admin import helpers
from django.contrib.admin.options import ModelAdmin
from django.db import models

from publishing import languages


@dataclass(frozen=True)
class Panel:
    """One part, which the page shows as a tab."""

    label: Any
    language: str = ""
    fieldset: helpers.Fieldset | None = None
    rows: helpers.InlineAdminFormSet | None = None


def panels(admin_form: helpers.AdminForm, inline_formsets: list[helpers.InlineAdminFormSet], model: type[models.Model]) -> list[Panel]:
    """Return the parts of a form in their order."""
    found = [Panel(fieldset.name, language_of(fieldset, model), fieldset=fieldset) for fieldset in admin_form]
    return found + [Panel(rows.opts.verbose_name_plural, rows=rows) for rows in inline_formsets]


def language_of(fieldset: helpers.Fieldset, model: type[models.Model]) -> str:
    """Return the language of a part if all its fields are in one, else ""."""
    columns = [model._meta._forward_fields_map.get(name) for name in fieldset.fields]
    codes = {getattr(column, "_translated_field_language_code", "") for column in columns}
    return codes.pop() if len(codes) == 1 else ""


def fieldsets(model_admin: ModelAdmin) -> list[tuple[Any, dict[str, Any]]]:
    """Return the fieldsets of a record: its translated fields language by language, then the others."""
    names = dict(settings.LANGUAGES)
    found = [(names[code], {"fields": [f"{name}_{code}" for name in model_admin.translated_fields]}) for code in languages.codes()]
    return [*found, (model_admin.common_label, {"fields": list(model_admin.common_fields)})]
