"""Which mails are to go: digests whose morning has come, and translations that are there."""

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from publishing import changes
from publishing.models import Change
from syndication.digests import subscribing
from syndication.digests.letters import record_of
from syndication.models import Mailing, Subscription

# Subscriptions that one look goes through.
MOST = 500


def plan() -> int:
    """Make rows for the mails that are due; return how many subscriptions were looked at. Twice makes none twice."""
    active = Subscription.objects.confirmed().filter(reader__paused_at=None)
    # What changed since it was looked at last; most translations never come.
    changed = Exists(Change.objects.filter(record=OuterRef("record"), sequence__gt=OuterRef("told")))
    awaited = list(active.translations().filter(changed).order_by("asked_at")[:MOST])
    due = list(active.digests().filter(next_at__lte=timezone.now()).order_by("next_at")[:MOST])
    # Read before anything is looked at: what changes meanwhile is looked at once more.
    until = changes.head().sequence if awaited or due else 0
    for each in awaited:
        look_for_translation(each, until)
    if due:
        plan_digests(due, until)
    return len(due) + len(awaited)


def plan_digests(due: list[Subscription], until: int) -> None:
    """Make one mail for all that goes to a reader in a language at one time.

    Where the last one is still on its way, none is made: what it does not tell is in the next.
    """
    now = timezone.now()
    mails = {(each.reader_id, each.language, each.often) for each in due}
    with transaction.atomic():
        # In one order, so that two workers never wait for each other in a circle; of two mails of one reader the database takes one.
        Mailing.objects.bulk_create(
            [
                Mailing(reader_id=reader, kind=Mailing.Kind.DIGEST, language=language, often=often, until=until, next_at=now)
                for reader, language, often in sorted(mails, key=str)
            ],
            ignore_conflicts=True,
        )
        for often in Subscription.Often.values:
            mine = Subscription.objects.filter(pk__in=[each.pk for each in due if each.often == often])
            mine.update(next_at=subscribing.next_morning(often, now))


def look_for_translation(subscription: Subscription, until: int) -> None:
    """Make a mail if a text can be read in the language now; forget who waits for one that was taken back."""
    record = record_of(subscription)
    if record is None or record.is_gone:
        subscribing.end(subscription.reader_id, [subscription.pk])
        return
    with transaction.atomic():
        if record.is_available_in(subscription.language):
            made = {"reader_id": subscription.reader_id, "kind": Mailing.Kind.TRANSLATED, "language": subscription.language}
            Mailing.objects.bulk_create([Mailing(subscription=subscription, **made)], ignore_conflicts=True)
        Subscription.objects.filter(pk=subscription.pk).update(told=until)
