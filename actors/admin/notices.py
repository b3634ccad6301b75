"""What an editor is told after a step: what of the form may be wrong without being impossible, with links to what it is about."""

from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from actors.checks import Notice
from actors.unseen import unseen_places
from publishing import drafts
from publishing.admin import acts
from publishing.state import State

# The steps after which nobody needs to be told: what was written is thrown away, or nothing was written.
SILENT = {"_discard", "_trash", "_restore"}


class WithNotices(admin.ModelAdmin):
    """Admin mixin: tells what is odd about a record, whenever a step was taken from its form."""

    # Returns what is odd about a record as its form says it, beside what it names that the public does not see.
    notices: Callable[[Any, State], Sequence[Notice]] = staticmethod(lambda record, state: ())  # Any: a record of this type

    def act(self, request: HttpRequest, key: Any) -> HttpResponse:
        """Take the step, then tell."""
        response = super().act(request, key)
        record = self.model._default_manager.filter(pk=key).first()
        if response.status_code == HTTPStatus.FOUND and record is not None and acts.pressed(request) not in SILENT:
            state = drafts.state_of(record)
            for notice in [*self.notices(record, state), *unseen_places(record, state)]:
                self.message_user(request, render_to_string("admin/actors/notice.html", {"notice": notice}), messages.WARNING)
        return response
