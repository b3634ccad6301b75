"""System checks of forms that become drafts."""

from django.contrib.admin import ModelAdmin
from django.core import checks
from django.db import models

from publishing.admin.rows import RowInline


def check_forms(model_admin: ModelAdmin) -> list[checks.CheckMessage]:
    """Report what a draft cannot hold, and rows that would cost a query each."""
    found: list[checks.CheckMessage] = []
    for model in [model_admin.model, *(inline.model for inline in model_admin.inlines)]:
        found += [
            checks.Error(f"{field} is a file: a draft cannot hold one. Use a relation to a media record.", obj=model_admin, id="publishing.E001")
            for field in model._meta.fields
            if isinstance(field, models.FileField)
        ]
    for inline in model_admin.inlines:
        if not issubclass(inline, RowInline):
            found.append(checks.Error(f"{inline.__name__} should be a RowInline.", obj=model_admin, id="publishing.E002"))
            continue
        found += [
            checks.Error(f"{inline.__name__}: {name} should be in autocomplete_fields.", obj=model_admin, id="publishing.E003")
            for name in inline.fields or []
            if inline.model._meta.get_field(name).is_relation and name not in (*inline.autocomplete_fields, *inline.row_fields)
        ]
    return found
