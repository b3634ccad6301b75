"""What the site talks to: cache, worker, mail, partners; and what it cannot do without: backups."""

import datetime as dt
import smtplib
import time
import uuid
from collections.abc import Iterator

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.core.cache import cache
from django.core.mail import get_connection
from django.db import transaction
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from redis.exceptions import RedisError

from accounts.models import Authenticator, Passkey
from config.backups import places, sealing
from config.demo.users import PASSWORD, ROLES
from config.doctor.findings import Grade
from config.doctor.tasks import answer
from syndication.models import HubState, Partner
from syndication.purging.telling import failing_since

# Seconds in which a worker that has nothing else to do takes a task.
WORKER_TAKES = 15.0
DAY = dt.timedelta(days=1)
# So many failures of the hub in a row take a day: the pauses between them grow to an hour.
HUB_FAILURES = 30
# A backup is made each night; one that takes some hours may be finished later than the one before.
BACKUP_AGE = dt.timedelta(hours=26)


def cache_is_well() -> Iterator[tuple[Grade, str]]:
    """Keep something and read it."""
    kind, key = settings.CACHES["default"]["BACKEND"].rpartition(".")[2], f"doctor:{uuid.uuid4()}"
    try:
        cache.set(key, "ok", 60)
        found = cache.get(key)
    except (RedisError, OSError) as error:
        yield Grade.MEND, f"It does not answer ({error}). Pages are made anew for every reader until it does."
        return
    if found != "ok":
        yield Grade.MEND, "It keeps nothing. Pages are made anew for every reader."
    elif kind == "LocMemCache":
        yield Grade.FINE, "each process keeps pages for itself; with several machines set CACHE_URL to a Redis"
    else:
        yield Grade.FINE, kind


def worker_works() -> Iterator[tuple[Grade, str]]:
    """Give the worker something to do and wait for it."""
    began = time.monotonic()
    with transaction.atomic():
        asked = answer.enqueue()
    kept = DBTaskResult.objects.filter(pk=asked.id)
    try:
        while time.monotonic() - began < WORKER_TAKES:
            if kept.filter(status=TaskResultStatus.SUCCESSFUL).exists():
                yield Grade.FINE, f"it took a task within {time.monotonic() - began:.1f} s"
                return
            time.sleep(0.2)
    finally:
        kept.delete()
    waiting = DBTaskResult.objects.filter(status=TaskResultStatus.READY).order_by("enqueued_at").first()
    since = f"; {waiting.task_path} waits since {timezone.localtime(waiting.enqueued_at):%d.%m. %H:%M}" if waiting else ""
    yield (
        Grade.MEND,
        f"Nobody took a task within {WORKER_TAKES:.0f} s{since}. Start one: manage.py work. Scheduled changes, pictures and mails wait for it.",
    )


def tasks_succeed() -> Iterator[tuple[Grade, str]]:
    """Look for tasks that failed within a day."""
    failed = DBTaskResult.objects.filter(status=TaskResultStatus.FAILED, finished_at__gt=timezone.now() - DAY).order_by("-finished_at")
    last = failed.first()
    if last is None:
        yield Grade.FINE, "none failed within a day"
    else:
        said = (last.traceback or "").strip().splitlines()
        yield Grade.MIND, f"{failed.count()} failed within a day, {last.task_path} last: {said[-1] if said else 'without a word'}"


def mail_goes_out() -> Iterator[tuple[Grade, str]]:
    """Open a connection to the mail server, and send nothing."""
    if "console" in settings.EMAIL_BACKEND or "locmem" in settings.EMAIL_BACKEND:
        yield Grade.MIND, "Mails are written to the log, and reach nobody. Set EMAIL_URL."
        return
    server = get_connection(timeout=settings.EMAIL_TIMEOUT)
    try:
        server.open()
        server.close()
    except (OSError, smtplib.SMTPException) as error:
        yield Grade.MEND, f"{settings.EMAIL_HOST} does not take mails ({error}). They wait, but nobody is told of anything. Look at EMAIL_URL."
        return
    if settings.DEFAULT_FROM_EMAIL == "webmaster@localhost":
        yield Grade.MIND, "Mails are from webmaster@localhost, which other servers refuse. Set MAIL_FROM."
    else:
        yield Grade.FINE, f"{settings.EMAIL_HOST} takes mails from {settings.DEFAULT_FROM_EMAIL}"


def partners_hear() -> Iterator[tuple[Grade, str]]:
    """Look for webhooks that have failed for a day."""
    lost = Partner.objects.filter(condition=Partner.Condition.ACTIVE, failing_since__lt=timezone.now() - DAY).order_by("failing_since")
    for partner in lost:
        yield (
            Grade.MIND,
            f"The webhook of “{partner.name}” has failed since {timezone.localtime(partner.failing_since):%d.%m.%Y %H:%M}. Tell its operator.",
        )
    if not lost:
        yield Grade.FINE, "no webhook has failed for a day"


def feeds_are_told() -> Iterator[tuple[Grade, str]]:
    """Look whether the hub of the feeds, and the cache in front of the site, have been told in vain for a day."""
    hub = HubState.objects.filter(pk=1, failures__gte=HUB_FAILURES).first() if settings.WEBSUB_HUB else None
    if hub:
        yield Grade.MIND, f"The hub {settings.WEBSUB_HUB} has not taken a message in {hub.failures} tries. Tell its operator, or take WEBSUB_HUB out."
    since = failing_since() if settings.PURGE_URL else None
    if since:
        grade = Grade.MEND if since < timezone.now() - DAY else Grade.MIND
        yield grade, f"The cache at {settings.PURGE_URL} has not answered since {timezone.localtime(since):%d.%m.%Y %H:%M}. Look at PURGE_URL."
    if not hub and not since:
        yield Grade.FINE, "hub and cache take what they are told, where there are any"


def backups_are_made() -> Iterator[tuple[Grade, str]]:
    """Look for the newest backup, and whether another could be made."""
    try:
        sealing.seal()
        places.kept_for()
        found = places.backups()
    except (sealing.SealError, places.KeepError, OSError) as error:
        yield Grade.MEND, str(error)
        return
    if not found:
        yield Grade.MEND, f"There is none in {places.where()}. Run manage.py backup, and have a timer do so each night."
    elif timezone.now() - found[0].at > BACKUP_AGE:
        yield Grade.MEND, f"The newest is of {timezone.localtime(found[0].at):%d.%m.%Y %H:%M}. Look why the timer did not run."
    else:
        yield Grade.FINE, f"{len(found)} in {places.where()}, the newest of {timezone.localtime(found[0].at):%d.%m.%Y %H:%M}"


def accounts_are_closed() -> Iterator[tuple[Grade, str]]:
    """See that no account has the password that everybody knows, and whose second factor is not set up yet."""
    known = [user.get_username() for user in get_user_model().objects.filter(username__in=ROLES, is_active=True) if user.check_password(PASSWORD)]
    if known and not settings.DEMO:
        yield Grade.MEND, f"Everybody knows the password of {', '.join(known)}: it is that of the demo. Change it, or delete the account."
    else:
        yield Grade.FINE, "none has a password of the demo" if not known else "those of the demo, which answers on this machine only"
    without = without_factor()
    if without and not settings.DEMO:
        yield (
            Grade.MIND,
            f"{', '.join(without)}: no second factor yet. Whoever knows the pass phrase sets one up; close accounts that nobody uses.",
        )


def without_factor() -> list[str]:
    """Return the names of those who may log in and have no second factor."""
    able = get_user_model().objects.filter(is_active=True, is_staff=True).exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX)
    for model in (Authenticator, Passkey):
        able = able.exclude(pk__in=model.objects.values("user"))
    return list(able.order_by("username").values_list("username", flat=True))
