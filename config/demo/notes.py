"""What was loaded: noted in the audit log in the same transaction, so that a later run adds only what is new in the files.

The note, not the content, decides: what editors renamed, changed or deleted since stays as they left it.
"""

from collections.abc import Mapping

from django.contrib.auth.models import User
from django.utils.translation import gettext_noop

from publishing import changes
from publishing.models import Audit

ACTION = gettext_noop("demo loaded")


def loaded() -> dict[str, dict[str, str]]:
    """Return {noun: {key: id}} of everything that earlier runs loaded."""
    found: dict[str, dict[str, str]] = {}
    for detail in Audit.objects.filter(action=ACTION).values_list("detail", flat=True):
        for noun, ids in detail.items():
            found.setdefault(noun, {}).update(ids)
    return found


def note(noun: str, ids: Mapping[str, str], by: User) -> None:
    """Note that these were loaded. Inside their transaction."""
    changes.write_down(by=by, action=ACTION, detail={noun: dict(ids)})
