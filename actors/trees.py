"""What stands in what: offices in offices, places in places, and nothing in itself by whatever way round."""

import uuid

from django.utils.translation import gettext as _

from actors.models import Office, Place
from publishing.workflow import TransitionError

# More steps than any tree has; a ring that came in past the forms ends here.
DEEPEST = 50


def why_not_in(key: uuid.UUID, parent: Office | Place | None) -> str:
    """Return why something cannot stand in another, in the words of an editor; "" if it can."""
    above, records = parent, type(parent)._base_manager if parent is not None else None
    for _step in range(DEEPEST):
        if above is None or records is None:
            return ""
        if above.pk == key:
            return _("“%(parent)s” stands in this one already, so this cannot stand in it.") % {"parent": parent}
        above = records.filter(pk=above.parent_id).first() if above.parent_id else None
    return _("There are too many steps above “%(parent)s”.") % {"parent": parent}


def refuse(record: Office | Place) -> None:
    """Raise TransitionError if an office or a place was put where it cannot stand. In the transaction of the step.

    All above it are locked from the bottom up, so of two editors who close a ring from both sides one waits and is told.
    """
    above, records = record.parent_id, type(record)._base_manager
    for _step in range(DEEPEST):
        if above is None:
            return
        found = records.select_for_update().filter(pk=above).first()
        if found is not None and found.pk == record.pk:
            raise TransitionError(why_not_in(record.pk, record.parent))
        above = found.parent_id if found is not None else None
