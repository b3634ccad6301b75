"""What a table is: its columns, the record whose form its rows go through, and what is particular to it. Each app declares its own."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.utils.functional import Promise
from import_export.fields import Field
from import_export.resources import Resource

from actors.tables.widgets import Cell, Choice, Date
from publishing import languages
from publishing.desk import Submission
from publishing.publishable import Publishable


class Column(Field):
    """A column. It is called as the field of the form whose value it holds."""

    def __init__(self, widget: Cell | None = None, *, readonly: bool = False) -> None:
        super().__init__(widget=widget or Cell(), readonly=readonly)


def table(name: str, columns: dict[str, Column]) -> type[Resource]:
    """Return the class of a table with these columns, in this order."""
    for column, each in columns.items():
        each.attribute = column
    found: type[Resource] = type(name, (Resource,), columns)
    return found


def plain(*names: str) -> dict[str, Column]:
    """Return columns of texts."""
    return {name: Column() for name in names}


def translated(*names: str) -> dict[str, Column]:
    """Return columns of texts, one for each language."""
    return plain(*(f"{name}_{code}" for name in names for code in languages.codes()))


def dates(*names: str) -> dict[str, Column]:
    """Return columns of dates."""
    return {name: Column(Date()) for name in names}


def marks(choices: type[Any]) -> dict[str, Column]:
    """Return the columns of the marks of titles."""
    return {f"mark_{code}": Column(Choice(choices)) for code in languages.codes()}


def to_read(*names: str) -> dict[str, Column]:
    """Return columns for people, which an import passes over."""
    return {name: Column(readonly=True) for name in names}


class Together(Protocol):
    """What the rows of a whole file may not be together, though each of them may be alone."""

    def passed_over(self, submission: Submission) -> set[str]:
        """Return what a form says that only the whole file can tell."""

    def take(self, submission: Submission, rows: Mapping[str, Any]) -> None:
        """Remember the rows of one record, given by key."""

    def refuse(self) -> None:
        """Give errors to the rows that cannot be together."""


@dataclass(frozen=True)
class Kind:
    """A table: what it lists, and the form of which record a row of it belongs to."""

    key: str
    label: str | Promise
    model: type[Publishable]
    resource: type[Resource]
    # The rows of the form that are the rows of the table; "" where these are the records themselves.
    prefix: str = ""
    # The column that names the record of a row.
    owner: str = ""
    # Columns without which no new row can be.
    needed: tuple[str, ...] = ()
    # The lists within a record that a cell holds: {column: (rows of the form, by what a cell means one that is there already)}.
    lists: Mapping[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)
    # The column that names the larger record of the same kind; nothing may stand in itself.
    above: str = ""
    # The column in which the rows of a file call each other as they like.
    nickname: str = ""
    # Whether a new row needs a name in some language.
    is_named: bool = True
    # Columns that make two rows of one record the same.
    twins: tuple[str, ...] = ()
    # is_twin(values, others): whether they say the same, where columns alone do not tell.
    is_twin: Callable[[Mapping[str, Any], Mapping[str, Any]], bool] | None = None
    # finish_row(plan, row): what several cells say together.
    finish_row: Callable[..., None] | None = None
    # finish_state(form, rows): what only the whole form of the record tells.
    finish_state: Callable[..., Any] | None = None
    together: Callable[[], Together] | None = None
    # shown(row, form, names, language): columns that are written otherwise than the form has them.
    shown: Callable[..., dict[str, str]] | None = None
    # Further sheets of the same workbook: rows of the same record's form.
    sheets: tuple["Kind", ...] = ()

    @property
    def noun(self) -> str:
        """What the record is called where others name it."""
        return str(self.model._meta.model_name)

    @property
    def columns(self) -> dict[str, Column]:
        """The columns by name."""
        found: dict[str, Column] = self.resource.fields
        return found

    @property
    def read_columns(self) -> dict[str, Column]:
        """The columns that an import reads."""
        return {name: column for name, column in self.columns.items() if not column.readonly}

    @property
    def every(self) -> dict[str, "Kind"]:
        """The table itself and its further sheets, by key."""
        return {kind.key: kind for kind in (self, *self.sheets)}

    def missing(self, heads: Iterable[str]) -> Iterator[str]:
        """Yield what a table lacks: its record, and whatever names a new row, unless it changes known rows only."""
        given = set(heads)
        for name in () if "id" in given else self.needed:
            choices = [name] if name in self.columns else [f"{name}_{code}" for code in languages.codes()]
            if not given & set(choices):
                yield " / ".join(choices)

    def values_path(self, key: str, name: str) -> str:
        """Return where the form of the record holds a column of a row."""
        return f"{self.prefix}/{key}/{name}" if self.prefix else name


# The tables there are; each app adds its own when it is ready.
KINDS: dict[str, Kind] = {}


def register(*kinds: Kind) -> None:
    """Let these tables be downloaded and imported."""
    KINDS.update({kind.key: kind for kind in kinds})


def labels() -> list[tuple[str, str | Promise]]:
    """Return the tables as choices."""
    return [(kind.key, kind.label) for kind in KINDS.values()]
