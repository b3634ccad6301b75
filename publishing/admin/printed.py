"""What the templates of a record's form print: plain values, one object for an input, one for a row, one for a kind of rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.safestring import SafeString

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


@dataclass
class Row:
    """One row; a blank one is what new rows are made from."""

    id: str
    number: int
    title: str
    is_stored: bool
    cells: list[Cell]
    # The inputs that nobody sees: the key of the row and its place.
    hidden: list[SafeString]
    delete: SafeString | str
    errors: list[str] = field(default_factory=list)


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

    @property
    def heads(self) -> list[Cell]:
        """What stands over the columns, where rows are lines of short inputs."""
        first = self.blank or (self.rows[0] if self.rows else None)
        cells = first.cells if first else []
        return cells if len(cells) <= MOST_IN_LINE and not any(cell.width == "text" for cell in cells) else []


class Printer:
    """Prints the inputs of one page for one editor."""

    def __init__(self, request: HttpRequest, site: AdminSite, may: MayWrite) -> None:
        self.request, self.site, self.may = request, site, may
        self.add_urls: dict[type, str] = {}

    def cells(self, form: forms.BaseForm, names: list[str]) -> list[Cell]:
        """Return the inputs of a form by their names."""
        return [self.cell(form[name]) for name in names if name in form.fields]

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
            add_url=self.add_url(form_field.queryset.model) if isinstance(form_field, forms.ModelChoiceField) and not off else "",
        )

    def add_url(self, model: type) -> str:
        """Return the address of the page that adds one to what can be chosen; "" for who may not."""
        if model not in self.add_urls:
            found = self.site._registry.get(model)
            self.add_urls[model] = add_address(found) if found is not None and found.has_add_permission(self.request) else ""
        return self.add_urls[model]

    def rows(self, formset: RowFormSet, order: str, titles: Mapping[str, str], labels: tuple[Any, Any]) -> Rows:
        """Return the rows of one kind; `titles` by row key, `labels` of many and of one."""
        prefix = formset.prefix
        may_delete = self.may("delete", prefix)
        printed = [self.row(form, number, order, titles, may_delete=may_delete) for number, form in enumerate(formset.forms, 1)]
        # The blank row as well goes without fields that say whose it is: the server knows.
        blank = self.row(formset.empty_form, 0, order, {}, may_delete=True) if self.may("add", prefix) else None
        return Rows(formset, prefix, *labels, rows=printed, blank=blank, may_move=self.may("change", prefix))

    def row(self, form: forms.ModelForm, number: int, order: str, titles: Mapping[str, str], *, may_delete: bool) -> Row:
        """Return one row."""
        key = form.instance._meta.pk.name
        apart = {key, order, "DELETE", *(name for name, each in form.fields.items() if isinstance(each, forms.models.InlineForeignKeyField))}
        return Row(
            id=form.prefix,
            number=number,
            title=titles.get(str(form.instance.pk), "") if number else "",
            is_stored=not form.instance._state.adding,
            cells=self.cells(form, [name for name in form.fields if name not in apart]),
            hidden=[form[name].as_widget() for name in (key, order) if name in form.fields],
            delete=form["DELETE"].as_widget() if may_delete and "DELETE" in form.fields else "",
            errors=[str(message) for message in form.non_field_errors()],
        )


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
