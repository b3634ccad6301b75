"""The next session at the desk: one link from a session, one from its format."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chronicle.models import Event, Format
from chronicle.sessions import last_session, next_session
from publishing.admin.handing import is_popup
from publishing.admin.ways import Way
from publishing.publishable import Publishable
from publishing.state import State as FormState

NEXT = "next_of"


class OffersNextSession(admin.ModelAdmin):
    """Admin mixin of sessions and of formats: leads to the form of the next session."""

    def format_of(self, record: Any) -> Format | None:  # Any: an event or a format
        """Return the format whose next session is offered."""
        raise NotImplementedError

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> HttpResponse:
        """Lead there from the form, if there is a session to begin from."""
        record = kwargs.get("obj")
        found = self.format_of(record) if record is not None and not is_popup(request) else None
        if found is not None and self.admin_site.get_model_admin(Event).has_add_permission(request):
            address = reverse(f"{self.admin_site.name}:chronicle_event_add")
            context["ways"] = [*context.get("ways", []), Way(_("Duplicate as next session"), f"{address}?{NEXT}={found.pk}")]
        return super().render_change_form(request, context, *args, **kwargs)


class BeginsSessions(OffersNextSession):
    """Admin mixin of events: a new one begins as the next session of a format (`?next_of=`)."""

    def format_of(self, record: Event) -> Format | None:
        """Return the format of a session."""
        return record.format

    def copied(self, request: HttpRequest) -> Publishable | None:
        """Return the session that a new one begins from."""
        if NEXT not in request.GET:
            return super().copied(request)
        try:
            found = Format.objects.filter(pk=request.GET[NEXT]).first()
        except ValidationError:
            found = None
        session = last_session(found) if found is not None else None
        if session is None or not self.has_view_permission(request, session):
            self.message_user(request, _("There is no session yet that the next one could begin from."), messages.WARNING)
            return None
        return session

    def begun_from(self, request: HttpRequest, source: Any) -> FormState:  # Any: an event
        """Begin with the posts of the last session, and say who was left out."""
        if NEXT not in request.GET:
            return super().begun_from(request, source)
        state, left_out = next_session(source, source.format)
        self.message_user(request, _("Begun from “%(session)s”, without its date. Nothing is stored yet.") % {"session": source})
        if left_out:
            text = ngettext(
                "%(count)s person without a post on record was left out.", "%(count)s people without a post on record were left out.", left_out
            )
            self.message_user(request, text % {"count": left_out}, messages.WARNING)
        return state
