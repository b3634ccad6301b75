"""Events that are parts of others: nothing is part of itself, by whatever way round."""

import uuid

from django.utils.translation import gettext as _

from chronicle.models import Event
from publishing.workflow import TransitionError

# More steps than any visit has parts in parts; a ring that came in past the forms ends here.
DEEPEST = 20


def why_not_in(key: uuid.UUID, parent: Event | None) -> str:
    """Return why an event cannot be part of another, in the words of an editor; "" if it can."""
    above = parent
    for _step in range(DEEPEST):
        if above is None:
            return ""
        if above.pk == key:
            return _("“%(parent)s” is part of this one already, so this cannot be part of it.") % {"parent": parent}
        above = Event.objects.filter(pk=above.parent_id).first() if above.parent_id else None
    return _("There are too many steps above “%(parent)s”.") % {"parent": parent}


def refuse(event: Event) -> None:
    """Raise TransitionError if an event was made a part of its own part. In the transaction of the step.

    All events above are locked from the bottom up, so of two editors who close a ring from both sides one waits and is told. Each is
    left on the one below it, for what else asks what the event is part of.
    """
    below = event
    for _step in range(DEEPEST):
        if below.parent_id is None:
            return
        found = Event.objects.select_for_update().filter(pk=below.parent_id).first()
        if found is not None and found.pk == event.pk:
            raise TransitionError(why_not_in(event.pk, event.parent))
        if found is None:
            return
        below.parent = below = found
    raise TransitionError(_("There are too many steps above “%(parent)s”.") % {"parent": event.parent})
