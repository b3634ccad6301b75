"""The column of the words that a text has, to be looked through for words that begin as somebody typed: no index, and little time.

Each word stands there once, in order, its first letter raised where the others are small: “AgredNumberVisit”. So one comparison
tells whether all words of a question are there, whatever their order, and it stops at hardly a letter that begins none of them.
"""

import string
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.sql.compiler import SQLCompiler

from publishing.fields.text import ProseField

# Before what has no first letter to raise.
MARK = "|"


def raised(word: str) -> str:
    """Return a folded word (`publishing.search.fold`) as the column has it."""
    return word[0].upper() + word[1:] if word[0] in string.ascii_lowercase else MARK + word


def vocabulary(words: Iterable[str]) -> str:
    """Return what the column holds of folded words."""
    return "".join(sorted({raised(word) for word in words}))


def sought(words: Iterable[str]) -> list[str]:
    """Return what to look for, in the order of the column. What begins a longer word of the question is found with it."""
    every = sorted({raised(word) for word in words})
    return [word for word, after in zip(every, [*every[1:], ""], strict=True) if not after.startswith(word)]


class VocabularyField(ProseField):
    """What `vocabulary` returns. `name__begins=words` asks for the rows in which every word begins some word."""


@VocabularyField.register_lookup
class Begins(models.Lookup):
    """Each of some folded words begins one of the column. They have letters, digits and `_` only."""

    lookup_name = "begins"
    prepare_rhs = False
    rhs: Sequence[str]

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, list[Any]]:  # Any: parameters
        """Compare by `LIKE`, for which `_` is any letter."""
        column, params = self.process_lhs(compiler, connection)
        pattern = "%".join(word.replace("_", "\\_") for word in sought(self.rhs))
        return f"{column} LIKE %s", [*params, f"%{pattern}%"]

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, list[Any]]:  # Any: as above
        """Compare by `GLOB`: SQLite's `LIKE` knows no raised letters."""
        column, params = self.process_lhs(compiler, connection)
        return f"{column} GLOB %s", [*params, f"*{'*'.join(sought(self.rhs))}*"]
