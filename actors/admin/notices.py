"""What an editor is told after a step: what of the form may be wrong without being impossible, with links to what it is about."""

from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Any

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.views.decorators.http import require_GET

from actors.checks import Notice
from actors.unseen import unseen_places
from publishing import drafts
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
    # Whether the open form asks too. It does so after it was shown, so that opening costs nothing more.
    tells_when_opened = False

    def get_urls(self) -> list[Any]:
        """Put the address before Django's own, which take any text for a key."""
        view = self.admin_site.admin_view(require_GET(self.notices_view))
        name = f"{self.opts.app_label}_{self.opts.model_name}_notices"
        return [path("<path:object_id>/notices/", view, name=name), *super().get_urls()]

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> HttpResponse:
        """Tell the open form where to ask."""
        record = kwargs.get("obj")
        if self.tells_when_opened and record is not None and request.method == "GET" and context.get("may_edit"):
            name = f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_notices"
            context["notices_url"] = reverse(name, args=[record.pk])
        return super().render_change_form(request, context, *args, **kwargs)

    def notices_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Answer with what is odd about a record as its draft says it, as a part of its page; empty where nothing is."""
        record = self.get_object(request, object_id)
        if record is None or not self.has_change_permission(request, record):
            raise Http404
        work = drafts.opened(record)
        found = [notice for notice in self.told(work) if not notice.is_hint]
        return render(request, "admin/actors/notices.html", {"notices": found})

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
