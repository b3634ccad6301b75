"""Who else has a record open: what the form's script says and hears every few seconds, and what a page says from the start."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.formats import time_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from publishing import locks, presence
from publishing.admin.autosave import answer
from publishing.models import Draft, Lock
from publishing.publishable import Publishable
from publishing.rights import User


@dataclass(frozen=True)
class Company:
    """Who else is at work on a record, and who has locked it."""

    editors: str = ""
    lock: Lock | None = None
    # Whether the lock is the reader's own.
    is_mine: bool = False

    @property
    def is_shut(self) -> bool:
        """Whether somebody else keeps the record to themselves."""
        return self.lock is not None and not self.is_mine

    @property
    def lock_words(self) -> str:
        """Who has locked the record."""
        if self.lock is None:
            return ""
        return _("You have locked this: nobody else can change it.") if self.is_mine else locks.in_words(self.lock)


def company(record: Publishable, user: User) -> Company:
    """Return who else is there. Two queries; none for a record that is not stored yet."""
    if record._state.adding:
        return Company()
    lock = locks.held(record)
    names = presence.editors([record.pk], but=user).get(record.pk, [])
    return Company(presence.in_words(names), lock, is_mine=lock is not None and lock.by_id == user.pk)


def heartbeat(request: HttpRequest, record: Publishable | None) -> HttpResponse:
    """Note that the form is still open, or (`leave`) that it was closed; say who else is there."""
    form = request.POST.get("_form", "")
    if "leave" in request.POST or record is None:
        presence.leave(form, by=request.user)
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    presence.note(record.pk, form, by=request.user)
    found = company(record, request.user)
    return answer(
        "here",
        editors=found.editors,
        lock=found.lock_words,
        shut=found.is_shut,
        news=news(record.pk, request),
    )


def news(record: UUID, request: HttpRequest) -> str:
    """Return who saved the draft since the form last did."""
    draft = Draft.objects.filter(record=record).select_related("by").only("token", "at", "by__username", "by__first_name").first()
    if draft is None or draft.by is None or draft.by_id == request.user.pk or str(draft.token) == request.POST.get("_token", ""):
        return ""
    values: dict[str, Any] = {"name": presence.name_of(draft.by), "time": time_format(localtime(draft.at), "H:i")}  # Any: words
    return _("%(name)s saved changes at %(time)s.") % values
