"""The steps of a bundle's page: what each button does, and what is said of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from django import forms
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from publishing import navigation
from publishing.admin.bundle_forms import AskForm, BundleForm, MomentForm, as_key
from publishing.admin.preview import InviteForm
from publishing.admin.reviewing import LONGEST
from publishing.bundles import gathering, publishing, reviewing
from publishing.bundles.entries import entries
from publishing.models import Bundle
from publishing.rights import may_open
from publishing.workflow import TransitionError


@dataclass(frozen=True)
class Act:
    """A button that was pressed on the page of a bundle."""

    request: HttpRequest
    bundle: Bundle

    @property
    def by(self) -> User:
        """Who pressed it."""
        return cast("User", self.request.user)

    def key(self, button: str) -> UUID:
        """Return the row that a button is of."""
        key = as_key(self.request.POST.get(button, ""))
        if key is None:
            raise TransitionError(_("This record is not in the bundle any more."))
        return key

    @property
    def seen(self) -> dict[UUID, str]:
        """Return the drafts that the page showed, by record."""
        posted = self.request.POST
        return {item.record: posted.get(f"_token_{item.record}", "") for item in self.bundle.items.all()}

    def valid(self, form: forms.BaseForm) -> Mapping[str, Any]:
        """Return what a form says; TransitionError with what is wrong in it."""
        if not form.is_valid():
            raise TransitionError(" ".join(message for messages in form.errors.values() for message in messages))
        return form.cleaned_data

    @property
    def said(self) -> str:
        """What a reviewer answers."""
        return self.request.POST.get("_said", "").replace("\0", "").strip()[:LONGEST]


def rename(act: Act) -> str:
    """Save the title and the note."""
    values = act.valid(BundleForm(act.request.POST))
    gathering.rename(act.bundle, by=act.by, title=values["title"], note=values["note"])
    return _("Saved.")


def take_out(act: Act) -> str:
    """Take a record out."""
    gathering.remove(act.bundle, act.key("_remove"), by=act.by)
    return _("Taken out of the bundle. The record stays as it is.")


def move_up(act: Act) -> str:
    """Move a record up."""
    gathering.move(act.bundle, act.key("_up"), by=act.by, steps=-1)
    return _("Moved.")


def move_down(act: Act) -> str:
    """Move a record down."""
    gathering.move(act.bundle, act.key("_down"), by=act.by, steps=1)
    return _("Moved.")


def dissolve(act: Act) -> str:
    """Delete the bundle."""
    gathering.dissolve(act.bundle, by=act.by)
    return _("The bundle is dissolved. Its records stay as they are.")


def submit(act: Act) -> str:
    """Ask for a review of all."""
    records = [entry.record for entry in entries(act.bundle) if entry.record is not None and may_open(act.by, entry.record)]
    values = act.valid(AskForm(act.request.POST, records=records))
    reviewing.submit(act.bundle, by=act.by, assignee=values["_assignee"], due_on=values["_due"], note=values["_note"].strip())
    return _("All of it was submitted for review.")


def approve(act: Act) -> str:
    """Approve what the page showed."""
    reviewing.approve(act.bundle, by=act.by, seen=act.seen, said=act.said)
    return _("Approved. Any later change of a draft makes its approval out of date.")


def send_back(act: Act) -> str:
    """Return all."""
    reviewing.send_back(act.bundle, by=act.by, said=act.said)
    return _("All of it was returned.")


def invite(act: Act) -> str:
    """Make a review link to all drafts, shown once."""
    days = act.valid(InviteForm(act.request.POST))["_invite_days"]
    link, token = reviewing.invite(act.bundle, by=act.by, days=days)
    address = navigation.absolute(reverse("review", args=[token]))
    return render_to_string("admin/record/_link_made.html", {"link": link, "address": address})


def revoke(act: Act) -> str:
    """End a review link."""
    key = as_key(act.request.POST["_revoke"])
    if key is None:
        raise TransitionError(_("This preview link has ended already."))
    reviewing.revoke(act.bundle, key, by=act.by)
    return _("The review link works no more.")


def check(act: Act) -> str:
    """Say whether all could be published now."""
    publishing.check(act.bundle, by=act.by)
    return _("All of it could be published now.")


def publish(act: Act) -> str:
    """Publish all, as the page showed it."""
    publishing.publish(act.bundle, by=act.by, seen=act.seen)
    return _("Published, all at once.")


def schedule(act: Act) -> str:
    """Publish all at a moment to come."""
    publishing.schedule(act.bundle, by=act.by, at=act.valid(MomentForm(act.request.POST))["_moment"], seen=act.seen)
    return _("Scheduled. A draft that is saved later is not published unread: the bundle would be refused.")


def cancel(act: Act) -> str:
    """Forget the moment."""
    publishing.cancel(act.bundle, by=act.by)
    return _("It is not scheduled any more.")


STEPS: dict[str, Callable[[Act], str]] = {
    "_remove": take_out,
    "_up": move_up,
    "_down": move_down,
    "_dissolve": dissolve,
    "_submit": submit,
    "_approve": approve,
    "_return": send_back,
    "_invite": invite,
    "_revoke": revoke,
    "_check": check,
    "_publish": publish,
    "_schedule": schedule,
    "_cancel": cancel,
    "_rename": rename,
}


def pressed(request: HttpRequest) -> Callable[[Act], str]:
    """Return the step of the button that was pressed; without one, nothing is done."""
    return next((step for name, step in STEPS.items() if name in request.POST), nothing)


def nothing(_act: Act) -> str:
    """Refuse a form that no button sent."""
    raise TransitionError(_("Nothing was done: no button was pressed."))
