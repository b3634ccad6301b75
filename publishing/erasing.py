"""Deleting a record for ever: what is left is that it was there."""

import copy

from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from publishing import changes, languages, locks, notices, uses
from publishing.held import NAMED, HeldError, holds
from publishing.models import (
    Address,
    BundleItem,
    Change,
    Comment,
    DeskNotice,
    Draft,
    Edition,
    Join,
    Lock,
    Presence,
    RecordTemplate,
    Review,
    ScheduledStep,
    Standing,
    Use,
    Version,
)
from publishing.publishable import Publishable, State
from publishing.registry import record_type
from publishing.transactions import editorial_act
from publishing.workflow import TransitionError, User


@editorial_act
def erase(record: Publishable, *, by: User) -> None:
    """Delete a record that lies in the trash, with its draft, its versions and links to it; partners are told if it was public.

    Addresses that were public stay taken, so that none ever leads to something else; they keep the notice of the withdrawal.
    """
    meta = record._meta
    found = type(record)._default_manager.select_for_update().filter(pk=record.pk).first()
    if found is None or found.state != State.TRASHED:
        raise TransitionError(_("Only what lies in the trash can be deleted for ever."))
    if not by.has_perm(f"{meta.app_label}.erase_{meta.model_name}"):
        raise TransitionError(_("You have no right to do this with this record."))
    locks.refuse(found, by)
    if held_by := holds(found):
        raise HeldError(held_by, by)
    was_public = found.first_published_at is not None
    # Deleting takes the key from the instance.
    trace = copy.copy(found)
    for kept in (Draft, Edition, Version, ScheduledStep, Lock, Presence, Review, Comment, DeskNotice, Standing, Use, BundleItem, RecordTemplate):
        kept.objects.filter(record=found.pk).delete()
    Join.objects.filter(into=found.pk).delete()
    if not was_public:
        Address.objects.filter(kind=record_type(found).kind, record=found.pk).delete()
    notices.forget_titles(found.pk)
    try:
        found.delete()
    except ProtectedError as error:
        held = sorted(f"{row._meta.verbose_name}: {row}" for row in error.protected_objects)
        message = _("This cannot be deleted while something else holds it: %(held)s.")
        raise TransitionError(message % {"held": "; ".join(held[:NAMED]) + ("; …" if held[NAMED:] else "")}) from error
    # Rows of others that named it and could do without may have gone, or name nothing now.
    uses.recount(uses.users([trace.pk]))
    codes = [code for code in languages.codes() if getattr(trace, f"published_at_{code}") is not None]
    change = changes.change_of(trace, Change.Kind.DELETED, codes, at=timezone.now()) if was_public else None
    changes.write_down(by=by, action="erased", record=trace, change=change)
