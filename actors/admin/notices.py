"""What an editor is told after a step: what of the form may be wrong without being impossible, with links to what it is about."""

from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from actors.checks import Notice
from actors.unseen import unseen_places
from publishing.admin import acts
from publishing.admin.posted import Posted
from publishing.drafts import Work
from publishing.picks import Picks
from publishing.state import State

# The steps after which nobody needs to be told: what was written is thrown away, or nothing was written.
SILENT = {"_discard", "_trash", "_restore"}


class WithNotices(admin.ModelAdmin):
    """Admin mixin: tells what is odd about a record, whenever a step was taken from its form."""

    # Returns what is odd about a record as its form says it, beside what it names that the public does not see.
    notices: Callable[[Any, State, Picks], Sequence[Notice]] = staticmethod(lambda record, state, picks: ())  # Any: a record of this type
    # The kind of rows without which there is nothing to tell; "" to look always.
    notices_need = ""

    def told(self, work: Work) -> list[Notice]:
        """Return what is odd about a record as the work on it stands."""
        return [*self.notices(work.record, work.state, work.live.picks), *unseen_places(work.record, work.state)]

    def act(self, request: HttpRequest, key: Any) -> HttpResponse:
        """Take the step, then tell."""
        response = super().act(request, key)
        if response.status_code == HTTPStatus.FOUND and acts.pressed(request) not in SILENT and self.has_reason(request):
            # What was sent is known: reading the record again would cost as much as opening it.
            work: Work = request.work  # type: ignore[attr-defined]
            for notice in self.told(work):
                level = messages.INFO if notice.is_hint else messages.WARNING
                self.message_user(request, render_to_string("admin/actors/notice.html", {"notice": notice}), level)
        return response

    def posted(self, request: HttpRequest, key: Any, *, lock: bool = False) -> Posted:
        """Remember what was sent."""
        found: Posted = super().posted(request, key, lock=lock)
        request.work = found.work  # type: ignore[attr-defined]
        return found

    def has_reason(self, request: HttpRequest) -> bool:
        """Tell whether the form has what the notices are about."""
        return not self.notices_need or request.POST.get(f"{self.notices_need}-TOTAL_FORMS") != "0"
