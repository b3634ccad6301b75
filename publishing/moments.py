"""What a clock on the wall says, as moments: where clocks are changed, a time may come twice that night, or not at all."""

import datetime as dt

from django.utils import timezone


def moments(wall: dt.datetime) -> list[dt.datetime]:
    """Return the moments at which the clocks of the site show `wall` (a time without a zone): one, two, or none."""
    zone = timezone.get_default_timezone()
    try:
        found = [wall.replace(tzinfo=zone, fold=fold) for fold in (0, 1)]
        # A time that never comes is moved on by the way there and back.
        real = [at for at in found if at.astimezone(dt.UTC).astimezone(zone).replace(tzinfo=None) == wall.replace(fold=0)]
    except OverflowError:
        return []
    return real[:1] if len({at.utcoffset() for at in real}) == 1 else real
