"""The column of a partial date: EDTF text is the truth, the first and the last day stand beside it for order and filters.

`start = EdtfField(_("start"), blank=True)` adds the columns `start`, `start_lower` and `start_upper` to a model. Nobody writes
the last two: they follow the text through save, update, bulk_create, bulk_update and raw loads; an UPDATE that could not know
them is refused. In Python the value is a `PartialDate`, or None where there is no date; text that is assigned becomes one at
once, and text that is none waits as it is until validation says why. No date is "" in the database, without bounds.

Order by `start_lower, start_upper, start`: that is the order of `PartialDate`, on every database.
"""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import Case, Col, Expression, F, Value, When
from django.db.models.functions import Cast
from django.db.models.query_utils import DeferredAttribute
from django.db.models.sql import UpdateQuery
from django.db.models.sql.compiler import SQLCompiler
from django.utils.translation import gettext_lazy as _

from publishing.capitals import capfirst
from publishing.fields.dates_form import EdtfFormField
from publishing.partial_dates import LONGEST, PartialDate

EDGES = ("lower", "upper")


def dated(value: Any) -> Any:  # Any: what somebody assigns
    """Return text as a date, and no text as None; what is no date stays as it is."""
    if not value:
        return None
    if isinstance(value, dt.date):
        return PartialDate.of(value)
    try:
        return PartialDate.parse(value) if isinstance(value, str) else value
    except ValidationError:
        return value


def bound(value: Any, edge: str) -> dt.date | None:  # Any: a date, or what is none
    """Return the first or the last day of a date, None for what is none."""
    return getattr(value, edge) if isinstance(value, PartialDate) else None


class DateAttribute(DeferredAttribute):
    """What a row says of a date: text that is assigned becomes a date."""

    def __set__(self, instance: models.Model, value: Any) -> None:  # Any: what somebody assigns
        instance.__dict__[self.field.attname] = value if isinstance(value, Expression) else dated(value)


class EdtfColumn(models.CharField):
    """The text, as it stands in the database and in migrations."""

    description = _("Partial date")
    descriptor_class = DateAttribute

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Any: whatever a CharField takes
        kwargs["max_length"] = LONGEST
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """Stand in migrations as a column alone: the bounds stand beside it there."""
        name, _path, args, kwargs = super().deconstruct()
        kwargs.pop("max_length", None)
        return name, "publishing.fields.dates.EdtfColumn", args, kwargs

    def db_parameters(self, connection: BaseDatabaseWrapper) -> Any:
        """Let PostgreSQL compare the text byte by byte, as Python and SQLite do."""
        return {**super().db_parameters(connection), "collation": "C" if connection.vendor == "postgresql" else None}

    def from_db_value(self, value: str | None, *_args: object) -> PartialDate | None:
        """Return what is stored as a date."""
        return dated(value)

    def to_python(self, value: Any) -> PartialDate | None:  # Any: what somebody typed or assigned
        """Return a value as a date; ValidationError that names the wrong part."""
        if isinstance(value, str) and value:
            return PartialDate.parse(value)
        return dated(value)

    def get_prep_value(self, value: Any) -> Any:  # Any: as in Django
        """Return the text of a date; ValidationError for what is none."""
        if value is None or value == "":
            return ""
        return value if hasattr(value, "resolve_expression") else str(self.to_python(value))

    def value_to_string(self, obj: models.Model) -> str:
        """Return the text for dumps."""
        return str(self.value_from_object(obj) or "")


class Bound(models.DateField):
    """The first or the last day of a date on the same row; it cannot be assigned."""

    def __init__(self, of: str, edge: str, **kwargs: Any) -> None:  # Any: whatever a DateField takes
        super().__init__(null=True, blank=True, editable=False, **kwargs)
        self.of, self.edge = of, edge

    @property
    def descriptor_class(self) -> Any:  # Any: a class, which Django makes with the field
        """Read the text wherever it is loaded."""
        return BoundAttribute

    def deconstruct(self) -> Any:
        """Stand in migrations as the column that it is."""
        name, _path, _args, kwargs = super().deconstruct()
        return name, "django.db.models.DateField", [], kwargs

    def clone(self) -> models.DateField:
        """Return the plain column, for the models that migrations see."""
        return models.DateField(null=True, blank=True, editable=False)


class BoundAttribute(DeferredAttribute):
    """The bound of the date that the row has now, or of the stored one where the text is not loaded."""

    field: Any  # a Bound

    def __get__(self, instance: models.Model | None, cls: Any = None) -> Any:
        if instance is None or self.field.of not in instance.__dict__:
            return super().__get__(instance, cls)
        # Text that is no date has no bounds; storing it fails on the text itself.
        return bound(instance.__dict__[self.field.of], self.field.edge)

    def __set__(self, instance: models.Model, value: Any) -> None:
        instance.__dict__[self.field.attname] = value


class EdtfField(EdtfColumn):
    """A partial date, with its bounds beside it. `open_end=False` takes no date that goes on or whose end is unknown."""

    def __init__(self, *args: Any, open_end: bool = True, **kwargs: Any) -> None:  # Any: whatever a CharField takes
        super().__init__(*args, **kwargs)
        self.open_end = open_end

    def clone(self) -> EdtfColumn:
        """Return the plain column, for the models that migrations see: there the bounds are columns like any other."""
        _name, _path, args, kwargs = self.deconstruct()
        return EdtfColumn(*args, **kwargs)

    def contribute_to_class(self, cls: type[models.Model], name: str, **kwargs: Any) -> None:  # Any: as in Django
        """Add the bounds, unless an abstract base brought them."""
        super().contribute_to_class(cls, name, **kwargs)
        for edge in EDGES:
            if not any(field.name == f"{name}_{edge}" for field in cls._meta.local_fields):
                cls.add_to_class(f"{name}_{edge}", Bound(name, edge))

    def validate(self, value: Any, model_instance: models.Model | None) -> None:  # Any: as in Django
        """Ask for a date where one is needed."""
        if value is None and not self.blank:
            raise ValidationError(self.error_messages["blank"], code="blank")
        if value is not None:
            self.check_end(value)

    def check_end(self, value: PartialDate) -> None:
        """Refuse a date that goes on where the row says elsewhere how it ended."""
        if not self.open_end and value.end is None:
            message = _("Write only when it was (%(start)s): whether it goes on is said beside it.")
            raise ValidationError(message, code="open_end", params={"start": value.start})

    def run_validators(self, value: Any) -> None:  # Any: as in Django
        """Nothing more: whatever could be read is short enough."""

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        """Return a box that takes EDTF and the words of the site's languages."""
        # The admin asks for its own input wherever it meets a CharField.
        kwargs.pop("widget", None)
        options = {"required": not self.blank, "label": capfirst(self.verbose_name), "help_text": self.help_text, **kwargs}
        return EdtfFormField(extra_check=self.check_end, **{key: value for key, value in options.items() if key != "max_length"})

    def get_placeholder(self, value: Any, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> str:  # Any: as in Django
        """Let the bounds follow the text into every UPDATE, whoever asks for it."""
        del value, connection
        query: Any = compiler.query  # Any: the stubs know of no values in an UPDATE
        bounds = [self.model._meta.get_field(f"{self.name}_{edge}") for edge in EDGES]
        if isinstance(compiler.query, UpdateQuery):
            given = {field: value for field, _model, value in query.values}
            for edge, bound in zip(EDGES, bounds, strict=True):
                if self in given and bound not in given:
                    # Django walks this list while it writes the statement, so what is added here is written too.
                    query.values.append((bound, None, edge_of(given[self], edge)))
        elif self in (changed := getattr(query, "update_fields", None) or []) and not set(bounds) <= set(changed):
            raise TypeError(f"Name {bounds[0].name} and {bounds[1].name} too among the fields to update.")
        return "%s"


def edge_of(value: Any, edge: str) -> Any:  # Any: text, a date, or an expression
    """Return the bound of what a text column is set to; TypeError if only the database could tell."""
    if not hasattr(value, "resolve_expression"):
        return bound(dated(value), edge)
    column = models.DateField()
    if isinstance(value, Value):
        return Value(edge_of(value.value, edge), output_field=column)
    if isinstance(value, Col) and isinstance(value.target, EdtfField):
        return F(f"{value.target.name}_{edge}")
    if isinstance(value, Case):
        cases = [When(case.condition, then=edge_of(case.result, edge)) for case in value.cases]
        return Case(*cases, default=edge_of(value.default, edge), output_field=column)
    if isinstance(value, Cast):
        return Cast(edge_of(value.source_expressions[0], edge), output_field=column)
    raise TypeError(f"A date is set to a date, or to another column of dates, but to no {type(value).__name__}.")
