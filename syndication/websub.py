"""WebSub: the hub is told which feeds have something new, and tells whoever subscribed there."""

import datetime as dt
import logging
from collections.abc import Iterable
from urllib.parse import urlencode

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from syndication.expanding import newest
from syndication.models import HubState
from syndication.sending import NotSentError, post
from syndication.topics import topics_after

logger = logging.getLogger(__name__)

# Feeds named in one request, and changes looked at in one round.
AT_ONCE, BATCH = 50, 200
# Whoever tells the hub has this long; after a failure it waits so many seconds, doubled each time up to the last.
LEASE = dt.timedelta(minutes=2)
PAUSE, LONGEST_PAUSE = 30, 3600


def ping() -> int:
    """Tell the hub of what came after the last change that it knows of; return how many feeds were named."""
    if not settings.WEBSUB_HUB or (state := claimed()) is None:
        return 0
    topics, last = topics_after(state.sequence, BATCH)
    try:
        for start in range(0, len(topics), AT_ONCE):
            tell(topics[start : start + AT_ONCE])
    except NotSentError as error:
        logger.warning("The WebSub hub was not told, it is tried again: %s", error)
        wait = dt.timedelta(seconds=min(PAUSE * 2 ** min(state.failures, 10), LONGEST_PAUSE))
        HubState.objects.filter(pk=1).update(failures=state.failures + 1, next_at=timezone.now() + wait)
        return 0
    HubState.objects.filter(pk=1).update(sequence=last, failures=0, next_at=None)
    return len(topics)


def claimed() -> HubState | None:
    """Return how far the hub was told, kept from others for a while; None if there is nothing to tell, or not now."""
    last, now = newest(), timezone.now()
    state = HubState.objects.filter(pk=1).first()
    if state is None:
        # The hub knows nothing older; who subscribes reads the feed first.
        HubState.objects.get_or_create(pk=1, defaults={"sequence": last})
        return None
    if state.sequence >= last or (state.next_at is not None and state.next_at > now):
        return None
    with transaction.atomic():
        state = HubState.objects.select_for_update().get(pk=1)
        if state.next_at is not None and state.next_at > now:
            return None
        HubState.objects.filter(pk=1).update(next_at=now + LEASE)
    return state


def tell(topics: Iterable[str]) -> None:
    """Name feeds to the hub; NotSentError if it does not take them."""
    body = urlencode([("hub.mode", "publish"), *(("hub.url", topic) for topic in topics)]).encode()
    answer = post(settings.WEBSUB_HUB, body, {"Content-Type": "application/x-www-form-urlencoded", "User-Agent": f"Matiane ({settings.SITE_URL})"})
    if not answer.is_good:
        raise NotSentError(f"{answer.status} {answer.said}")
