"""What the lists of people and offices say of each."""

import datetime as dt
from typing import Any

from django.contrib.admin import ListFilter
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from actors.admin.filters import InOfficeFilter
from actors.models import Tenure
from actors.models.holding import Holding
from publishing.admin.lists import RecordChangeList


class ActorChangeList(RecordChangeList):
    """People, with what they surely or possibly hold on the day of the filter, today where none is chosen."""

    filter_specs: list[ListFilter]
    day: dt.date

    def get_queryset(self, request: HttpRequest, exclude_parameters: list[str | None] | None = None) -> QuerySet:
        """Bring the tenures of the day."""
        queryset = super().get_queryset(request, exclude_parameters)
        chosen = [spec.day() for spec in self.filter_specs if isinstance(spec, InOfficeFilter)]
        self.day = next((day for day in chosen if day), timezone.localdate())
        held = Tenure.objects.on(self.day).select_related("post__office").in_order()
        return queryset.prefetch_related(Prefetch("tenures", held, to_attr="held"))

    def get_results(self, request: HttpRequest) -> None:
        """Say how surely each is held."""
        super().get_results(request)
        for actor in self.result_list:
            actor.holdings = holdings(actor, self.day)


def holdings(actor: Any, day: dt.date) -> list[Holding]:  # Any: an actor with what was brought
    """Return what an actor holds on a day, the sure ones first."""
    found = [Holding(tenure, tenure.certainty_on(day)) for tenure in actor.held]
    return sorted(found, key=lambda holding: not holding.is_sure)
