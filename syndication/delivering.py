"""Deliveries, tried until they arrive: at least once, in order per record, with longer and longer pauses."""

import datetime as dt
import json
import random
import threading
import time
from http import HTTPStatus
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from syndication import notices, signing
from syndication.models import Attempt, Delivery, Notice, Partner
from syndication.payloads import said_in
from syndication.sending import Answer, NotSentError, post

# Seconds to the next try after the first, second, … one; three days in all.
PAUSES = [5, 30, 120, 600, 1800, 3600, 10_800, 21_600, 43_200, 43_200, 43_200, 86_400]
# How much shorter or longer a pause may be, so that not all come back at once.
JITTER = 0.1
LONGEST_PAUSE = 86_400
# Whoever is trying a delivery has this long; after it the process is taken for dead.
LEASE = dt.timedelta(seconds=60)
# From so many failures in a row on a partner is left alone for a while: so many seconds, doubled with each, up to the last.
PATIENCE, REST, LONGEST_REST = 4, 5, 300


def serve(key: UUID, most: int, stop: threading.Event | None = None) -> int:
    """Try what is due for a partner, one after the other, until one fails or `most` were tried; return how many arrived."""
    arrived = 0
    for _time in range(most):
        delivery = None if stop is not None and stop.is_set() else claimed(key)
        if delivery is None or not deliver(delivery):
            break
        arrived += 1
    return arrived


def claimed(key: UUID) -> Delivery | None:
    """Return a delivery that is due, kept from others for as long as one try may take; None if there is none."""
    for found in Delivery.objects.due().filter(partner=key).values_list("pk", flat=True)[:5]:
        now = timezone.now()
        mine = Delivery.objects.waiting().filter(pk=found, next_at__lte=now)
        # One statement, so that of two who want it only one gets it.
        if mine.update(next_at=now + LEASE, tries=F("tries") + 1):
            Delivery.objects.filter(pk=found, tried_at=None).update(tried_at=now)
            return Delivery.objects.select_related("partner").get(pk=found)
    return None


def deliver(delivery: Delivery) -> bool:
    """Try a delivery once and write down what came of it; return whether it arrived."""
    said = said_in(delivery)
    if said is None:
        Delivery.objects.filter(pk=delivery.pk).update(outcome=Delivery.Outcome.GIVEN_UP)
        return True
    body = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    signed = signing.headers(delivery.message_id, body, timezone.now(), delivery.partner.secrets)
    began = time.monotonic()
    try:
        answer = post(
            delivery.partner.address, body.encode(), {"Content-Type": "application/json", "User-Agent": f"Matiane ({settings.SITE_URL})", **signed}
        )
    except NotSentError as error:
        answer = Answer(0, None, str(error))
    took = time.monotonic() - began
    with transaction.atomic():
        Attempt.objects.create(delivery=delivery, status=answer.status or None, seconds=round(took, 3), said=answer.said)
        if answer.is_good:
            arrived(delivery)
        else:
            failed(delivery, answer)
    return answer.is_good


def arrived(delivery: Delivery) -> None:
    """Write down that it arrived, and that the partner answers."""
    now = timezone.now()
    Delivery.objects.filter(pk=delivery.pk).update(outcome=Delivery.Outcome.DONE, done_at=now)
    struggling = Partner.objects.filter(pk=delivery.partner_id).exclude(failures=0, failing_since=None)
    struggling.update(failures=0, failing_since=None, resume_at=None)


def failed(delivery: Delivery, answer: Answer) -> None:
    """Put the next try off, with all that must come after it; leave a partner alone who fails, and end it where that was said or goes on too long."""
    now = timezone.now()
    partner = Partner.objects.select_for_update().get(pk=delivery.partner_id)
    partner.failures += 1
    if partner.failing_since is None and partner.failed_at is not None and partner.failed_at < now - notices.DAY:
        # What the contact was told was about another time.
        partner.told = notices.NOTHING
    partner.failing_since, partner.failed_at = partner.failing_since or now, now
    if answer.status == HTTPStatus.GONE:
        suspend(partner, Partner.Condition.GONE, Notice.Kind.GONE, answer.said)
    elif delivery.tries > len(PAUSES):
        give_up(delivery, partner, answer)
    else:
        wait = pause(delivery.tries, answer)
        later = now + dt.timedelta(seconds=wait)
        same = Delivery.objects.waiting().filter(partner=partner, record=delivery.record) if delivery.record else Delivery.objects.none()
        same.filter(next_at__lt=later).update(next_at=later)
        Delivery.objects.filter(pk=delivery.pk).update(next_at=later)
        rest(partner, answer, now)
        notices.note_failure(partner, answer)
    partner.save(update_fields=["condition", "failures", "failing_since", "failed_at", "resume_at", "told"])


def pause(tries: int, answer: Answer) -> float:
    """Return the seconds to the next try."""
    wait = PAUSES[min(tries, len(PAUSES)) - 1] * random.uniform(1 - JITTER, 1 + JITTER)  # noqa: S311 - nothing secret
    return max(wait, min(answer.retry_after or 0.0, LONGEST_PAUSE))


def rest(partner: Partner, answer: Answer, now: dt.datetime) -> None:
    """Leave the whole partner alone for a while, where it asked for that, or where nothing arrives."""
    seconds = 0.0
    if answer.status in (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE):
        seconds = min(answer.retry_after or 0.0, LONGEST_PAUSE)
    if partner.failures >= PATIENCE:
        seconds = max(seconds, min(REST * 2.0 ** min(partner.failures - PATIENCE, 10), LONGEST_REST))
    if seconds:
        partner.resume_at = now + dt.timedelta(seconds=seconds)


def give_up(delivery: Delivery, partner: Partner, answer: Answer) -> None:
    """End three days of trying: of one message that a partner never takes, or, where it took no other one either, of the partner."""
    if delivery.tried_at is not None and partner.failing_since is not None and partner.failing_since <= delivery.tried_at + dt.timedelta(days=1):
        suspend(partner, Partner.Condition.SUSPENDED, Notice.Kind.SUSPENDED, answer.said)
        return
    Delivery.objects.filter(pk=delivery.pk).update(outcome=Delivery.Outcome.GIVEN_UP)


def suspend(partner: Partner, condition: Partner.Condition, kind: Notice.Kind, said: str) -> None:
    """Tell a partner nothing more until somebody switches it on again; what waits is kept."""
    if partner.is_active:
        partner.condition = condition
        Notice.objects.create(partner=partner, kind=kind, said=said)


def resume(partner: Partner) -> None:
    """Switch a partner on again: what waited goes out now, as if it had never been tried."""
    with transaction.atomic():
        now = timezone.now()
        Delivery.objects.waiting().filter(partner=partner).update(next_at=now, tries=0, tried_at=None)
        fresh = {"failures": 0, "failing_since": None, "failed_at": None, "resume_at": None, "told": 0}
        Partner.objects.filter(pk=partner.pk).update(condition=Partner.Condition.ACTIVE, **fresh)


def with_work() -> list[UUID]:
    """Return the partners for whom something is due now."""
    free = Q(resume_at=None) | Q(resume_at__lte=timezone.now())
    waiting = Delivery.objects.waiting().filter(next_at__lte=timezone.now()).values("partner")
    return list(Partner.objects.active().filter(free, pk__in=waiting).values_list("pk", flat=True))
