"""Bundles whose moment has come: published whole, or refused where an editor sees it, with nothing of them public."""

import datetime as dt
import logging
from uuid import UUID

from django.db import DatabaseError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from publishing import changes, languages
from publishing.bundles.entries import BundleRefusedError, Refusal, as_scheduled, nothing_done, said
from publishing.bundles.publishing import carry_out
from publishing.desk_notices import noting
from publishing.due import failure
from publishing.models import Bundle
from publishing.transactions import editorial_act
from publishing.workflow import TransitionError

REFUSED = gettext_noop("bundle refused")
logger = logging.getLogger(__name__)


def take_all(now: dt.datetime | None = None) -> int:
    """Publish every bundle whose moment has come, each in its own transaction; return how many were published or refused.

    Safe to call from every process at once: whoever locks the bundle first takes it, and the others find it taken.
    """
    now = now or timezone.now()
    return sum(settle(key, now) for key in list(Bundle.objects.due(now).values_list("pk", flat=True)))


def settle(key: UUID, now: dt.datetime) -> bool:
    """Take one bundle; return whether it was still to be taken."""
    try:
        return take(key, now)
    except DatabaseError:
        # Passing: the next look at the clock tries again.
        raise
    except Exception:
        # What nobody thought of must neither stop the other bundles nor come again every ten seconds.
        logger.exception("A scheduled bundle failed: %s", key)
        return give_up(key, now)


@editorial_act
def take(key: UUID, now: dt.datetime) -> bool:
    """Publish a bundle, or write down why not and nothing else, in one transaction."""
    bundle = Bundle.objects.due(now).select_for_update(of=("self",)).select_related("scheduled_by").filter(pk=key).first()
    if bundle is None:
        return False
    reasons: dict[str, str] = {}
    refused: list[Refusal] = []
    for code in languages.codes():
        with translation.override(code):
            try:
                with transaction.atomic():
                    attempt(bundle)
                return True
            except BundleRefusedError as error:
                reasons[code], refused = nothing_done(), error.refusals
                keep(bundle, refused, code)
            except TransitionError as error:
                reasons[code] = str(error)
    for refusal in refused:
        if refusal.record is not None:
            noting.note(noting.Kind.FAILED, refusal.record, [bundle.scheduled_by_id], actor=None)
    refuse(bundle, reasons)
    return True


def keep(bundle: Bundle, refusals: list[Refusal], code: str) -> None:
    """Write beside each record, in a language, why it stood in the way."""
    for refusal in refusals:
        if refusal.record is not None:
            bundle.items.filter(record=refusal.record.pk).update(**{f"refusal_{code}": refusal.reason})


def attempt(bundle: Bundle) -> None:
    """Publish a bundle for whoever scheduled it, with the drafts as they were then; or raise TransitionError."""
    if bundle.scheduled_by is None:
        raise TransitionError(_("Whoever scheduled this may not do it any more."))
    carry_out(bundle, bundle.scheduled_by, as_scheduled(bundle))


@editorial_act
def give_up(key: UUID, now: dt.datetime) -> bool:
    """Write down that a bundle failed for a reason that only the log knows."""
    bundle = Bundle.objects.due(now).select_for_update().filter(pk=key).first()
    if bundle is not None:
        refuse(bundle, dict(map(failure, languages.codes())))
    return bundle is not None


def refuse(bundle: Bundle, reasons: dict[str, str]) -> None:
    """Write down that a bundle is not published, and why, in each language."""
    values = {"refused_at": timezone.now(), **{f"refusal_{code}": reason for code, reason in reasons.items()}}
    Bundle.objects.filter(pk=bundle.pk).update(**values)
    changes.write_down(by=bundle.scheduled_by, action=REFUSED, detail={**said(bundle), "reason": next(iter(reasons.values()))})
    logger.warning("Refused what was scheduled: bundle %s: %s", bundle.pk, next(iter(reasons.values())))
