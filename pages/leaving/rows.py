"""A row as a line of JSON, and a line of JSON as a row that may be stored."""

import datetime as dt
import json
import uuid
from collections.abc import Mapping, Sequence
from typing import Any, NoReturn

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

# A line as it was read.
Said = dict[str, Any]  # Any: what JSON holds


class RowError(Exception):
    """A row that no row of ours can be; the message says why."""


def line_of(columns: Sequence[models.Field], values: Sequence[Any]) -> bytes:
    """Return a row as one line of JSON, keys in the order of the columns."""
    said = {field.name: plain(field, value) for field, value in zip(columns, values, strict=True)}
    return json.dumps(said, ensure_ascii=False, default=words, separators=(",", ":")).encode() + b"\n"


def plain(field: models.Field, value: Any) -> Any:
    """Return a value as JSON can hold it, or as `words` makes it."""
    return value if isinstance(field, models.JSONField) or (value is None and field.null) else field.get_prep_value(value)


def words(value: object) -> str:
    """Return moments, days and keys as text (ISO 8601, RFC 9562)."""
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, uuid.UUID):
        return str(value)
    return str(value)


def said_in(line: bytes) -> Said:
    """Return what a line says. RowError if it is no JSON object."""
    try:
        said = json.loads(line, parse_constant=refuse_constant)
    except (ValueError, RecursionError) as error:
        raise RowError(f"it is no JSON: {str(error)[:200]}") from error
    if not isinstance(said, dict):
        raise RowError("it is no JSON object")
    return said


def refuse_constant(name: str) -> NoReturn:
    """Refuse what JSON does not have."""
    raise ValueError(f"there is no {name} in JSON")


def row_of(model: type[models.Model], columns: Mapping[str, models.Field], said: Said) -> models.Model:
    """Return an unsaved row; RowError for what no form would let pass. Whether it fits the other rows, the database says."""
    if unknown := said.keys() - columns.keys():
        raise RowError(f"nothing here is called “{min(unknown)[:100]}”; the archive comes from a newer program, or from another one")
    key = model._meta.pk
    if key.name in columns and said.get(key.name) is None:
        raise RowError(f"it has no “{key.name}”")
    values = {}
    for name, value in said.items():
        try:
            values[columns[name].attname] = taken(columns[name], value)
        except (ValidationError, ValueError, TypeError, OverflowError) as error:
            reason = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
            raise RowError(f"“{name}” cannot be {json.dumps(value, ensure_ascii=False)[:100]}: {reason}") from error
    try:
        return model(**values)
    except (OSError, ValueError, TypeError) as error:
        raise RowError(str(error)) from error


def taken(field: models.Field, value: Any) -> Any:
    """Return a value as the column takes it; ValidationError if it does not."""
    if value is None:
        if not field.null:
            raise ValidationError("something must stand here.")
        return None
    if isinstance(field, models.JSONField):
        return taken_json(field, value)
    if isinstance(value, dict | list) or (isinstance(field, models.CharField | models.TextField | models.FileField) and not isinstance(value, str)):
        raise ValidationError("it is of another kind.")
    if isinstance(value, str) and "\0" in value:
        raise ValidationError("it holds a character that no text has.")
    found = field.to_python(value)
    if isinstance(found, dt.datetime) and timezone.is_naive(found):
        raise ValidationError("it names no time zone.")
    if not field.is_relation:
        field.run_validators(found)
        refuse_choice(field, found)
    return found


def taken_json(field: models.JSONField, value: Any) -> Any:
    """Return the value of a JSON column, of the kind that the column begins with."""
    kind = type(field.get_default()) if field.has_default() else dict
    if not isinstance(value, kind):
        raise ValidationError("it is of another kind.")
    return value


def refuse_choice(field: models.Field, value: Any) -> None:
    """Refuse a value that is none of those a column can have."""
    if field.choices and value not in ("", *(known for known, _label in field.flatchoices)):
        raise ValidationError("it is none of the values that are known here.")
