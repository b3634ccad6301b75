"""Filters of the admin's list of records."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.filters import ListFilter, SimpleListFilter
from django.contrib.admin.views.main import PAGE_VAR, ChangeList
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from publishing import languages
from publishing.models import ScheduledStep
from publishing.publishable import Publishable, PublishableQuerySet, State
from publishing.registry import ListedRows
from publishing.rights import sees_all


class StateFilter(SimpleListFilter):
    """By state; without a choice the trash stays out of sight."""

    title = _("state")
    parameter_name = "state"
    SCHEDULED = "scheduled"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        """Offer every state, and the scheduled records among the published."""
        names = [(state.value, state.label) for state in State]
        names.insert(3, (self.SCHEDULED, _("scheduled")))
        return names

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        """Name the default for what it is."""
        first, *others = super().choices(changelist)
        yield {**first, "display": _("all but the trash")}
        yield from others

    def queryset(self, request: HttpRequest, queryset: PublishableQuerySet) -> PublishableQuerySet:
        """Keep records of the chosen state."""
        chosen = self.value() or ""
        named = {self.SCHEDULED: queryset.scheduled, State.PUBLISHED.value: queryset.live, "": queryset.kept}
        if chosen in named:
            return named[chosen]()
        return queryset.in_state(chosen) if chosen in State.values else queryset.none()


class ChangesFilter(SimpleListFilter):
    """By whether a public record has changes that wait to be published, or to be made at their moment, or that were refused then."""

    title = _("unpublished changes")
    parameter_name = "changes"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        """Offer the records that wait; what is scheduled, to those who may open every draft."""
        planned = [("scheduled", _("scheduled")), ("refused", _("refused"))] if sees_all(request.user, model_admin.model) else []
        return [("yes", _("waiting")), *planned]

    def queryset(self, request: HttpRequest, queryset: PublishableQuerySet) -> PublishableQuerySet:
        """Keep records whose pending draft differs from what the public sees, or with such a scheduled step."""
        chosen = self.value()
        if chosen not in dict(self.lookup_choices):
            return queryset
        if chosen == "yes":
            return queryset.in_state(State.PUBLISHED).filter(has_draft=True)
        steps = ScheduledStep.objects.waiting() if chosen == "scheduled" else ScheduledStep.objects.refused()
        return queryset.filter(pk__in=steps.values("record"))


class LanguageFilter(SimpleListFilter):
    """By the language that a record still lacks."""

    title = _("missing language")
    parameter_name = "missing"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        """Offer the languages of the site."""
        return list(settings.LANGUAGES)

    def queryset(self, request: HttpRequest, queryset: PublishableQuerySet) -> PublishableQuerySet:
        """Keep records that cannot be read in the chosen language."""
        return queryset.filter(**{f"available_{self.value()}": False}) if self.value() in languages.codes() else queryset


class PublicSinceFilter(SimpleListFilter):
    """By when a record became public, in the site's time zone."""

    title = _("public since")
    parameter_name = "since"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        """Offer a few periods that editors think in."""
        return [("day", _("today")), ("week", _("the past 7 days")), ("month", _("this month")), ("year", _("this year"))]

    def queryset(self, request: HttpRequest, queryset: PublishableQuerySet) -> PublishableQuerySet:
        """Keep records public since the beginning of the period, and no later than now."""
        today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
        begins = {
            "day": today,
            "week": today - dt.timedelta(days=7),
            "month": today.replace(day=1),
            "year": today.replace(month=1, day=1),
        }.get(self.value() or "")
        return queryset.live().filter(live_at__gte=begins) if begins else queryset


class RowsFilter(ListFilter):
    """By what lists the record, for example a tag, found by typing: there may be thousands."""

    template = "admin/filter_autocomplete.html"

    def __init__(
        self, request: HttpRequest, params: dict[str, Any], model: type[Publishable], model_admin: admin.ModelAdmin, *, rows: ListedRows
    ) -> None:
        self.rows = rows
        self.field = rows.model._meta.get_field(rows.target)
        self.title = self.field.verbose_name
        self.admin_site = model_admin.admin_site
        super().__init__(request, params, model, model_admin)
        if rows.target in params:
            self.used_parameters[rows.target] = params.pop(rows.target)[-1]

    def has_output(self) -> bool:
        """Stand there always: typing needs no list."""
        return True

    def expected_parameters(self) -> list[str]:
        """Name the parameter."""
        return [self.rows.target]

    def value(self) -> str:
        """Return the key that was chosen, or ''."""
        return str(self.used_parameters.get(self.rows.target, ""))

    def choices(self, changelist: ChangeList) -> Iterator[dict[str, Any]]:
        """Yield the one form of this filter: a field, what else the list is filtered by, and the way back."""
        name = self.rows.target
        field = forms.ModelChoiceField(
            self.field.related_model._default_manager.all(), required=False, widget=AutocompleteSelect(self.field, self.admin_site)
        )
        chosen = self.value() if self.is_key(self.value()) else None
        yield {
            "id": f"filter-{name}",
            "field": field.widget.render(name, chosen, attrs={"id": f"filter-{name}"}),
            "others": [pair for pair in changelist.params.items() if pair[0] not in (name, PAGE_VAR)],
            "clear": changelist.get_query_string(remove=[name]) if self.value() else "",
        }

    def is_key(self, value: str) -> bool:
        """Tell whether a text can be a key of what is chosen."""
        try:
            self.field.target_field.to_python(value)
        except ValidationError:
            return False
        return bool(value)

    def queryset(self, request: HttpRequest, queryset: PublishableQuerySet) -> PublishableQuerySet:
        """Keep records that the chosen target lists; nothing for a key that cannot be."""
        if not self.value():
            return queryset
        if not self.is_key(self.value()):
            return queryset.none()
        rows = self.rows.model._default_manager.filter(Q(**{self.rows.target: self.value()}))
        return queryset.filter(pk__in=rows.values(self.rows.record))
