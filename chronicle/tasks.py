"""Queued work of the chronicle, run by `manage.py work`."""

import uuid

from django.db import transaction
from django.utils.translation import gettext_noop
from django_tasks import task


@task()
def settle_place(place: str) -> None:
    """Bring the events at a place that was moved, or at what lies in it, into the chronologies that choose by place."""
    from chronicle import listings  # noqa: PLC0415 - tasks are found before the models are ready
    from publishing import changes  # noqa: PLC0415 - as above

    with transaction.atomic():
        listings.settle_events(listings.at_place(uuid.UUID(place)))
        # The counter last: pages that were made since the place moved are made anew.
        changes.touch(None, gettext_noop("events of a place listed"), place=place)
