"""The change log as an outbox: what came after the last change that a partner was handed becomes deliveries, in one transaction."""

from uuid import UUID

from django.db import transaction

from publishing.models import Change
from syndication.models import Delivery, Partner
from syndication.subscriptions import Subscription

# Changes that one transaction takes, and deliveries that may wait for one partner: the log keeps the rest.
BATCH = 200
MOST_WAITING = 5000


def newest() -> int:
    """Return the number of the last public change; 0 before the first."""
    return Change.objects.order_by("-sequence").values_list("sequence", flat=True).first() or 0


def expand_all() -> int:
    """Hand later changes on to every partner who is told; return how many deliveries there are more."""
    behind = Partner.objects.active().filter(sequence__lt=newest()).values_list("pk", flat=True)
    return sum(expand(key) for key in list(behind))


def expand(key: UUID) -> int:
    """Hand the next changes on to one partner; return how many deliveries there are more."""
    if Delivery.objects.waiting().filter(partner=key).count() >= MOST_WAITING:
        return 0
    with transaction.atomic():
        # Whoever else expands for this partner waits here, and then finds nothing left to do.
        partner = Partner.objects.active().select_for_update().filter(pk=key).first()
        if partner is None:
            return 0
        changes = list(Change.objects.filter(sequence__gt=partner.sequence).order_by("sequence")[:BATCH])
        if not changes:
            return 0
        asked = Subscription(partner)
        concerned = [change for change in changes if asked.concerns(change)]
        fresh = [Delivery(partner=partner, sequence=each.sequence, record=each.record, event=f"{each.record_kind}.{each.kind}") for each in concerned]
        Delivery.objects.bulk_create(fresh)
        Partner.objects.filter(pk=key).update(sequence=changes[-1].sequence)
    return len(fresh)
