"""What becomes of a subscription: asked for, confirmed, ended. What ends is deleted, with its address where nothing else hangs on it."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from publishing import changes
from syndication.digests import secrecy
from syndication.digests.topics import Topic
from syndication.models import Mailing, Reader, Subscription

# How long a link of the first mail is good; what nobody confirmed is deleted then.
CONFIRM_WITHIN = dt.timedelta(hours=48)
# First mails to one address that wait for an answer at a time: a form must not fill somebody's box.
MOST_ASKED = 3
# Things that one address can be told of.
MOST_SUBSCRIPTIONS = 50
# An address that is left alone because its server refuses mails is deleted after this.
KEPT_PAUSED = dt.timedelta(days=60)
MONDAY = 0


@dataclass(frozen=True)
class Wanted:
    """What a form asks for."""

    address: str
    topics: tuple[Topic, ...]
    language: str
    often: str = Subscription.Often.DAILY


def ask(wanted: Wanted) -> None:
    """Keep what a form asks for until it is confirmed, and have the mail sent that asks for that.

    What the address has already is asked for again: nobody learns from the answer whether it is known.
    """
    sequence = changes.head().sequence
    with transaction.atomic():
        reader = locked(wanted.address)
        waiting = reader.subscriptions.unconfirmed().values("asked").distinct().count()
        if waiting >= MOST_ASKED or reader.subscriptions.count() + len(wanted.topics) > MOST_SUBSCRIPTIONS:
            return
        form = uuid.uuid4()
        Subscription.objects.bulk_create(
            Subscription(
                reader=reader,
                what=topic.what,
                record_kind=topic.kind,
                record=topic.key,
                question=topic.question,
                language=wanted.language,
                often=wanted.often,
                asked=form,
                told=sequence,
            )
            for topic in wanted.topics
        )
        Mailing.objects.create(reader=reader, kind=Mailing.Kind.CONFIRM, language=wanted.language, asked=form)


def locked(address: str) -> Reader:
    """Return the reader with an address, made if need be, whom nobody deletes before the end of the transaction."""
    found = Reader.objects.select_for_update().filter(digest__in=secrecy.digests(address)).first()
    if found is None:
        columns = secrecy.lock(address)
        Reader.objects.bulk_create([Reader(**columns)], ignore_conflicts=True)
        found = Reader.objects.select_for_update().get(digest=columns["digest"])
    return found


def asked_for(form: uuid.UUID) -> list[Subscription]:
    """Return what a form asked for, not longer ago than its link is good; [] where that is over, or was ended."""
    found = Subscription.objects.filter(asked=form, asked_at__gt=timezone.now() - CONFIRM_WITHIN)
    return list(found.select_related("reader").order_by("asked_at", "id"))


def confirm(form: uuid.UUID) -> list[Subscription]:
    """Begin what a form asked for; what the address had of the same goes on in its place. Twice is once."""
    sequence = changes.head().sequence
    with transaction.atomic():
        reader = Reader.objects.select_for_update().filter(subscriptions__asked=form).first()
        found = asked_for(form) if reader is not None else []
        if reader is None or not found:
            return []
        for each in (each for each in found if each.confirmed_at is None):
            begin(each, sequence)
        reader.mailings.filter(kind=Mailing.Kind.CONFIRM, asked=form).delete()
        resume(reader.pk)
    return found


def begin(each: Subscription, sequence: int) -> None:
    """Begin one subscription. Whoever waits for a translation is told of one that came since it was asked for."""
    now = timezone.now()
    same = Subscription.objects.confirmed().filter(reader=each.reader, what=each.what, record=each.record, language=each.language)
    if each.what == Subscription.What.SEARCH:
        same = same.filter(question=each.question)
    if each.what != Subscription.What.TRANSLATION:
        each.told, each.next_at = max(same.values_list("told", flat=True), default=sequence), next_morning(each.often, now)
    same.delete()
    each.confirmed_at = now
    each.save(update_fields=["told", "confirmed_at", "next_at"])


def next_morning(often: str, now: dt.datetime) -> dt.datetime:
    """Return when digests go next, by the clocks of the site."""
    here = timezone.localtime(now)
    at = here.replace(hour=settings.DIGEST_HOUR, minute=0, second=0, microsecond=0)
    while at <= here or (often == Subscription.Often.WEEKLY and at.weekday() != MONDAY):
        at += dt.timedelta(days=1)
    return at


def end(reader: uuid.UUID, keys: Iterable[uuid.UUID]) -> int:
    """Delete what somebody wants no more, and the address where nothing is left; return how many subscriptions."""
    with transaction.atomic():
        held = Reader.objects.select_for_update().filter(pk=reader).first()
        if held is None:
            return 0
        ended, _rows = held.subscriptions.filter(pk__in=list(keys)).delete()
        if not held.subscriptions.exists():
            held.delete()
    return ended


def end_all(reader: uuid.UUID) -> None:
    """Delete an address with all that hangs on it."""
    Reader.objects.filter(pk=reader).delete()


def resume(reader: uuid.UUID) -> None:
    """Write again to an address that was left alone because its server refused mails."""
    Reader.objects.filter(pk=reader).update(paused_at=None, refusals=0)


def tidy() -> None:
    """Delete what nobody confirmed in time, what was refused for long, and the addresses on which nothing hangs any more."""
    now = timezone.now()
    old = Subscription.objects.unconfirmed().filter(asked_at__lte=now - CONFIRM_WITHIN)
    for reader in set(old.values_list("reader", flat=True)[:1000]):
        end(reader, old.filter(reader=reader).values_list("pk", flat=True))
    Reader.objects.filter(paused_at__lte=now - KEPT_PAUSED).delete()
    for reader in Reader.objects.filter(subscriptions=None).values_list("pk", flat=True)[:1000]:
        end(reader, ())
