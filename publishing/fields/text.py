"""Plain text: columns that hold no character which no reader could see, whatever way a text takes into the database."""

import re
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

# Ends and steps of lines that are no line breaks to us, as word processors leave them.
SPACES = re.compile("[\x0b\x0c\x1c-\x1f\x85]")
# The other control characters (but for tab and line breaks), halves of characters, and what Unicode promises never to use.
# XML 1.0 cannot hold most of them (section 2.2), PostgreSQL not all.
UNREADABLE = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


def readable(text: str) -> str:
    """Return the text without control characters: what parts words becomes a space, the rest goes."""
    return UNREADABLE.sub("", SPACES.sub(" ", text))


class Readable(models.Field):
    """What the columns below share: the text is made readable by forms, save, update, bulk, shell, raw loads."""

    # Any: as in Django, a value may be text, nothing, or an expression.
    def to_python(self, value: Any) -> Any:
        """Take a typed value, so that its length is that of what is stored."""
        text = super().to_python(value)
        return readable(text) if isinstance(text, str) else text

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:  # noqa: FBT001 - Django's signature
        """Leave on the instance what is stored."""
        value = super().pre_save(model_instance, add)
        if isinstance(value, str) and readable(value) != value:
            value = readable(value)
            setattr(model_instance, self.attname, value)
        return value

    def get_db_prep_save(self, value: Any, connection: BaseDatabaseWrapper) -> Any:
        """Clean what is about to be stored."""
        return super().get_db_prep_save(readable(value) if isinstance(value, str) else value, connection)

    def deconstruct(self) -> Any:
        """Stand in migrations as the column that it is."""
        name, _path, args, kwargs = super().deconstruct()
        return name, f"django.db.models.{self.get_internal_type()}", args, kwargs


class LineField(Readable, models.CharField):
    """A text of one line."""


class ProseField(Readable, models.TextField):
    """A text of any length."""
