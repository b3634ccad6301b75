"""The tables there are, and the columns of each: one declaration for both ways (django-import-export), documented in docs/tables.md."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from import_export.fields import Field
from import_export.resources import Resource

from actors.models import Actor, EndStatus, Existence, Mark, Office, Post, Tenure
from actors.tables import widgets
from actors.tables.widgets import Cell, Choice, Date, Named, Number, Rows, Sources, YesNo
from publishing import languages
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


ACTORS = table(
    "ActorTable",
    {
        **plain("id"),
        **translated("name", "sort_name", "slug", "summary"),
        **dates("born", "died"),
        "has_profile": Column(YesNo()),
        "names": Column(Rows(widgets.read_name, widgets.write_name)),
        "identifiers": Column(Rows(widgets.read_identifier, widgets.write_identifier)),
        **to_read("state"),
    },
)
OFFICES = table(
    "OfficeTable",
    {
        **plain("id"),
        **translated("name", "slug", "summary"),
        **marks(Mark),
        "kind": Column(Choice(Office.Kind)),
        "parent": Column(Named("office")),
        "place": Column(Named("place")),
        "recognition": Column(Choice(Office.Recognition)),
        **dates("recognition_period"),
        "existence": Column(Choice(Existence)),
        **dates("existed_from", "existed_to"),
        "names": Column(Rows(widgets.read_office_name, widgets.write_office_name)),
        "links": Column(Rows(widgets.read_link, widgets.write_link)),
        **to_read("state"),
    },
)
POSTS = table(
    "PostTable",
    {
        **plain("id"),
        "office": Column(Named("office")),
        **translated("title", "also"),
        **marks(Post.OwnMark),
        "seats": Column(Number(nothing="many")),
        **plain("deputy_to"),
        "existence": Column(Choice(Existence)),
        **dates("existed_from", "existed_to"),
        **to_read("office_name", "state"),
    },
)
TENURES = table(
    "TenureTable",
    {
        **plain("id"),
        "actor": Column(Named("actor")),
        "office": Column(Named("office")),
        **plain("post", "title_as_printed"),
        **dates("start", "end"),
        "end_status": Column(Choice(EndStatus)),
        "end_reason": Column(Choice(Tenure.EndReason)),
        "is_acting": Column(YesNo()),
        "ordinal": Column(Number()),
        "sources": Column(Sources()),
        **plain("locator"),
        **to_read("actor_name", "dates_in_words", "state"),
    },
)


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
    # The lists within a record that a cell holds.
    lists: tuple[str, ...] = ()

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

    def missing(self, heads: Iterable[str]) -> Iterator[str]:
        """Yield what a table lacks: its record, and whatever names a new row, unless it changes known rows only."""
        given = set(heads)
        for name in () if "id" in given else self.needed:
            choices = [name] if name in self.columns else [f"{name}_{code}" for code in languages.codes()]
            if not given & set(choices):
                yield " / ".join(choices)


KINDS = {
    kind.key: kind
    for kind in (
        Kind("actors", _("Actors"), Actor, ACTORS, needed=("name",), lists=("names", "identifiers")),
        Kind("offices", _("Offices"), Office, OFFICES, needed=("name",), lists=("names", "links")),
        Kind("posts", _("Posts"), Office, POSTS, prefix="posts", owner="office", needed=("office", "title")),
        Kind("tenures", _("Tenures"), Actor, TENURES, prefix="tenures", owner="actor", needed=("actor", "office", "post")),
    )
}
