"""Who has which record open now. Said to colleagues, and binding nobody: for that there are locks.

Every open form says every few seconds that it is still there. These rows are no editorial acts: they take no number, leave no
trace in any log, and one that fell silent counts no more.
"""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable

from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from publishing.models import Lock, Presence
from publishing.publishable import Publishable
from publishing.rights import User

# A form that said nothing for so long is closed, or its machine asleep.
SILENT_AFTER = dt.timedelta(seconds=60)
FORMS = uuid.UUID("0b9f3c38-52c3-4e9c-8c1b-2f1f5f0f6a55")


def form_key(form: str, by: User) -> uuid.UUID:
    """Return the key of an open form; nobody can name another editor's."""
    return uuid.uuid5(FORMS, f"{by.pk} {form}")


def note(record: uuid.UUID, form: str, *, by: User) -> None:
    """Note that `by` has a form of the record open: one statement."""
    row = Presence(form=form_key(form, by), record=record, by_id=by.pk, at=timezone.now())
    Presence.objects.bulk_create([row], update_conflicts=True, unique_fields=["form"], update_fields=["record", "at"])


def leave(form: str, *, by: User) -> None:
    """Note that a form was closed."""
    Presence.objects.filter(form=form_key(form, by)).delete()


def editors(records: Iterable[uuid.UUID], *, but: User) -> dict[uuid.UUID, list[str]]:
    """Return the names of those who have these records open, by record, without `but`. One query."""
    rows = Presence.objects.filter(record__in=list(records), at__gt=timezone.now() - SILENT_AFTER).exclude(by=but.pk)
    found: defaultdict[uuid.UUID, dict[int, str]] = defaultdict(dict)
    for row in rows.select_related("by").order_by("by__username"):
        found[row.record][row.by_id] = name_of(row.by)
    return {record: list(names.values()) for record, names in found.items()}


def attach(records: Iterable[Publishable], *, but: User) -> None:
    """Give records what a list says of who else is at work on them: `at_work`, in words. Two queries, whatever their number."""
    found = {record.pk: record for record in records}
    names = editors(found, but=but) if found else {}
    locks = Lock.objects.filter(record__in=list(found)).select_related("by") if found else []
    words = {lock.record: _("locked by %(name)s") % {"name": name_of(lock.by)} for lock in locks}
    for key, record in found.items():
        vars(record)["at_work"] = words.get(key) or in_words(names.get(key, []))


def name_of(user: User) -> str:
    """Return what colleagues call somebody."""
    return user.get_short_name() or user.get_username()


def in_words(names: list[str]) -> str:
    """Return who is editing, or nothing if nobody is."""
    if not names:
        return ""
    text = ngettext("%(names)s is editing", "%(names)s are editing", len(names))
    return text % {"names": get_text_list(names, _("and"))}


def sweep() -> int:
    """Delete the rows that fell silent; return how many."""
    return Presence.objects.filter(at__lt=timezone.now() - SILENT_AFTER).delete()[0]
