"""Filters of the lists of people and offices."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.contrib.admin.filters import ListFilter
from django.contrib.admin.views.main import PAGE_VAR, ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actors.models import Actor, Tenure


class InOfficeFilter(ListFilter):
    """By who surely or possibly is in office, today or on another day."""

    title = _("in office")
    template = "admin/filter_in_office.html"
    parameter_name = "in_office"
    TODAY = "today"

    def __init__(self, request: HttpRequest, params: dict[str, Any], model: type[Any], model_admin: admin.ModelAdmin) -> None:
        super().__init__(request, params, model, model_admin)
        self.model = model
        if self.parameter_name in params:
            self.used_parameters[self.parameter_name] = params.pop(self.parameter_name)[-1]

    def has_output(self) -> bool:
        """Stand there always: a date needs no list."""
        return True

    def expected_parameters(self) -> list[str]:
        """Name the parameter."""
        return [self.parameter_name]

    def value(self) -> str:
        """Return what was chosen, or ''."""
        return str(self.used_parameters.get(self.parameter_name, ""))

    def day(self) -> dt.date | None:
        """Return the day that was chosen; None for none, and for what is no day."""
        if self.value() == self.TODAY:
            return timezone.localdate()
        try:
            return dt.date.fromisoformat(self.value())
        except ValueError:
            return None

    def choices(self, changelist: ChangeList) -> Iterator[dict[str, Any]]:
        """Yield the one form of this filter: a date, what else the list is filtered by, and the ways there and back."""
        day = self.day()
        yield {
            "id": f"filter-{self.parameter_name}",
            "name": self.parameter_name,
            "day": day.isoformat() if day else "",
            "is_wrong": bool(self.value()) and day is None,
            "others": [pair for pair in changelist.params.items() if pair[0] not in (self.parameter_name, PAGE_VAR)],
            "today": "" if self.value() == self.TODAY else changelist.get_query_string({self.parameter_name: self.TODAY}, [PAGE_VAR]),
            "clear": changelist.get_query_string(remove=[self.parameter_name]) if self.value() else "",
        }

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """Keep people in office on the day, or offices with somebody in office; nothing for what is no day."""
        if not self.value():
            return queryset
        if (day := self.day()) is None:
            return queryset.none()
        in_office = Tenure.objects.on(day)
        return queryset.filter(pk__in=in_office.values("actor" if self.model is Actor else "post__office"))
