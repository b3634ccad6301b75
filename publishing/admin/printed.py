"""What the templates of a record's form print: plain values, one object for an input, one for a row, one for a kind of rows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib.admin import AdminSite
from django.contrib.admin.options import InlineModelAdmin
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.safestring import SafeString

from publishing import languages
from publishing.periods import Period
from publishing.rights import MayWrite
from publishing.rows import RowFormSet

# More inputs than this do not stand side by side.
MOST_IN_LINE = 4


@dataclass
class Cell:
    """One input with what is said about it."""

    name: str
    id: str
    label: str
    html: SafeString
    errors: list[str]
    help: str
    # How much room it asks for: "narrow", "normal", "wide", or "text" for a field of its own width.
    width: str
    is_box: bool = False
    # It is shown and takes nothing.
    is_off: bool = False
    # The page that adds what can be chosen here, for those who may.
    add_url: str = ""
    # Several choices side by side: its label stands over all of them.
    is_choices: bool = False
    is_filled: bool = False
    # What waits to be said of it (publishing.review.comments.Thread).
    threads: Sequence[Any] = ()  # Any: threads, which know this module


@dataclass
class Span:
    """Inputs side by side, as if they were one: those of a period (publishing.periods), or a text in every language."""

    name: str
    cells: list[Cell]
    going_on: str = ""
    width: str = "period"

    @property
    def errors(self) -> list[str]:
        """What is wrong with any of them."""
        return [error for cell in self.cells for error in cell.errors]

    @property
    def is_off(self) -> bool:
        """Whether all of them are shown and take nothing."""
        return all(cell.is_off for cell in self.cells)

    @property
    def is_filled(self) -> bool:
        """Whether any of them says something."""
        return any(cell.is_filled for cell in self.cells)

    @property
    def label(self) -> str:
        """The labels of its inputs."""
        return " · ".join(str(cell.label) for cell in self.cells)


@dataclass
class Row:
    """One row; a blank one is what new rows are made from."""

    id: str
    number: int
    # What the row says in one line; "" for one that says nothing yet.
    title: str
    is_stored: bool
    cells: list[Cell | Span]
    # Those that few rows need.
    further: list[Cell | Span]
    # The inputs that nobody sees: the key of the row and its place.
    hidden: list[SafeString]
    delete: SafeString | str
    errors: list[str] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        """Whether somebody has to look into it: it says nothing yet, or something in it is wrong."""
        return not self.title or bool(self.errors) or any(cell.errors for cell in (*self.cells, *self.further))

    @property
    def opens_further(self) -> bool:
        """Whether what few rows need says something here."""
        return any(cell.is_filled or cell.errors for cell in self.further)


@dataclass
class Rows:
    """All rows of one kind."""

    formset: RowFormSet
    prefix: str
    label: Any
    row_label: Any
    rows: list[Row]
    blank: Row | None
    may_move: bool
    # Names of the fields that say which row it is; rows that have such fold into one line.
    named_by: str = ""

    @property
    def heads(self) -> list[Cell | Span]:
        """What stands over the columns, where rows are lines of short inputs. A row that folds is none: it says itself what it is."""
        first = self.blank or (self.rows[0] if self.rows else None)
        return first.cells if first and not self.named_by and is_line(first.cells) else []


class Printer:
    """Prints the inputs of one page for one editor."""

    def __init__(self, request: HttpRequest, site: AdminSite, may: MayWrite) -> None:
        self.request, self.site, self.may = request, site, may
        self.add_urls: dict[type, str] = {}

    def cells(self, form: forms.BaseForm, names: Iterable[str]) -> list[Cell | Span]:
        """Return the inputs of a form by their names; those of a period as one, where its start stands."""
        names = [name for name in names if name in form.fields]
        periods = {period.start: period for period in getattr(form, "periods", ()) if set(period.names) <= set(names)}
        within = {name for period in periods.values() for name in period.names if name not in periods}
        return [self.span(form, periods[name]) if name in periods else self.cell(form[name]) for name in names if name not in within]

    def span(self, form: forms.BaseForm, period: Period) -> Span:
        """Return the inputs of a period."""
        return Span(period.start, [self.cell(form[name]) for name in period.names], period.going_on)

    def cell(self, bound: forms.BoundField) -> Cell:
        """Return one input."""
        form_field, widget = bound.field, bound.field.widget
        off = widget.attrs.get("disabled")
        return Cell(
            name=bound.name,
            id=bound.id_for_label,
            label=bound.label,
            html=bound.as_widget(),
            errors=list(bound.errors),
            help=form_field.help_text,
            width=width(form_field),
            is_box=isinstance(widget, forms.CheckboxInput),
            is_off=bool(off),
            is_choices=isinstance(widget, forms.RadioSelect),
            is_filled=(bound.value() or None) != (form_field.initial or None),
            add_url=self.add_url(form_field.queryset.model) if isinstance(form_field, forms.ModelChoiceField) and not off else "",
        )

    def add_url(self, model: type) -> str:
        """Return the address of the page that adds one to what can be chosen; "" for who may not."""
        if model not in self.add_urls:
            found = self.site._registry.get(model)
            self.add_urls[model] = add_address(found) if found is not None and found.has_add_permission(self.request) else ""
        return self.add_urls[model]

    def rows(self, formset: RowFormSet, inline: InlineModelAdmin, titles: Mapping[str, str], labels: tuple[Any, Any]) -> Rows:
        """Return the rows of one kind; `titles` by row key, `labels` of many and of one."""
        prefix = formset.prefix
        may_delete = self.may("delete", prefix)
        printed = [self.row(form, number, inline, titles, may_delete=may_delete) for number, form in enumerate(formset.forms, 1)]
        # The blank row as well goes without fields that say whose it is: the server knows.
        blank = self.row(formset.empty_form, 0, inline, {}, may_delete=True) if self.may("add", prefix) else None
        named_by = " ".join(getattr(inline, "named_by", ()))
        return Rows(formset, prefix, *labels, rows=printed, blank=blank, may_move=self.may("change", prefix), named_by=named_by)

    def row(self, form: forms.ModelForm, number: int, inline: InlineModelAdmin, titles: Mapping[str, str], *, may_delete: bool) -> Row:
        """Return one row."""
        key, order, further = form.instance._meta.pk.name, getattr(inline, "order", "position"), getattr(inline, "further", ())
        apart = {key, order, "DELETE", *(name for name, each in form.fields.items() if isinstance(each, forms.models.InlineForeignKeyField))}
        cells = self.cells(form, [name for name in form.fields if name not in apart and name not in further])
        return Row(
            id=form.prefix,
            number=number,
            title=titles.get(str(form.instance.pk), "") if number else "",
            is_stored=not form.instance._state.adding,
            cells=cells if is_line(cells) and not getattr(inline, "named_by", ()) else by_language(cells),
            further=by_language(self.cells(form, further)),
            hidden=[form[name].as_widget() for name in (key, order) if name in form.fields],
            delete=form["DELETE"].as_widget() if may_delete and "DELETE" in form.fields else "",
            errors=[str(message) for message in form.non_field_errors()],
        )


def is_line(cells: Sequence[Cell | Span]) -> bool:
    """Tell whether inputs are few and short enough to stand in one line."""
    return len(cells) <= MOST_IN_LINE and not any(cell.width in ("text", "period", "languages") for cell in cells)


def by_language(cells: list[Cell | Span]) -> list[Cell | Span]:
    """Return the inputs of a row with the languages of each text side by side."""
    codes = languages.codes()
    found: list[Cell | Span] = []
    for cell in cells:
        base, _, code = cell.name.rpartition("_")
        last = found[-1] if found else None
        if code == codes[0] and isinstance(cell, Cell):
            found.append(Span(base, [cell], width="languages"))
        elif code in codes and isinstance(last, Span) and last.width == "languages" and last.name == base:
            last.cells.append(cell)
        else:
            found.append(cell)
    return found


def add_address(model_admin: Any) -> str:  # Any: an admin of any model
    """Return the address of the form that adds one, as a window of its own."""
    opts = model_admin.opts
    try:
        return reverse(f"{model_admin.admin_site.name}:{opts.app_label}_{opts.model_name}_add") + f"?_to_field={opts.pk.name}&_popup=1"
    except NoReverseMatch:
        return ""


def width(form_field: forms.Field) -> str:
    """Return how much room a field asks for."""
    if isinstance(form_field.widget, forms.Textarea):
        return "text"
    if isinstance(form_field, forms.ModelMultipleChoiceField):
        return "wide"
    if isinstance(form_field, forms.BooleanField | forms.DateField | forms.IntegerField):
        return "narrow"
    return "normal"
