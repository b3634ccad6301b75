"""Columns of the admin's lists that name their language."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.translation import get_language_info


class TranslatedColumns(admin.ModelAdmin):
    """Names the language in the heading of every column that is one language of a translated field."""

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        """Put a column that says its language in the place of such a field."""
        fields = {field.name: field for field in self.opts.concrete_fields if language_of(field)}
        return [translated_column(fields[name]) if name in fields else name for name in super().get_list_display(request)]


def language_of(field: models.Field) -> str:
    """Return the language of a translated field's column, '' for any other."""
    return getattr(field, "_translated_field_language_code", "")


def translated_column(field: models.Field) -> Callable[[models.Model], Any]:
    """Return a column of the list that shows `field` and names its language."""
    language = get_language_info(language_of(field))["name_translated"]

    @admin.display(description=f"{field.verbose_name} ({language})", ordering=field.name, empty_value="")
    def column(record: models.Model) -> Any:
        return getattr(record, field.name)

    column.__name__ = field.name
    return column
