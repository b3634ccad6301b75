"""The audit log as a chain: each row sealed with the one before it, the last link kept in the counter row.

Rows are written by `publishing.changes.write_down`, at the end of every editorial act.
"""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_noop

from publishing import changes
from publishing.models import Audit, ChangeHead
from publishing.rights import User
from publishing.transactions import editorial_act


def broken_links() -> Iterator[str]:
    """Yield each place where the chain does not hold: a row that was changed, taken out or put in."""
    last = ""
    for act in Audit.objects.order_by("pk").iterator(chunk_size=2000):
        if act.previous != last:
            yield f"act {act.pk}: does not follow from the one before it"
        if act.hash != act.seal():
            yield f"act {act.pk}: is not as it was written"
        last = act.hash
    if last != (ChangeHead.objects.filter(pk=1).values_list("audit_hash", flat=True).first() or ""):
        yield "the last act is not the last that was written"


@editorial_act
def note(*, by: User | None, action: str, **detail: object) -> None:
    """Write down something that the public sees nothing of and that is a transaction by itself."""
    changes.write_down(by=by, action=action, detail=detail)


def note_login(*, user: User, request: Any = None, **_signal: Any) -> None:  # Any: what Django's signal brings
    """Write down that somebody logged in, and by what second factor. A receiver of Django's `user_logged_in`."""
    opened_by = getattr(request, "opened_by", "")
    note(by=user, action=gettext_noop("logged in"), **({"factor": opened_by} if opened_by else {}))


def note_logout(*, user: User | None, **_signal: Any) -> None:  # Any: as above
    """Write down that somebody logged out. A receiver of Django's `user_logged_out`."""
    if user is not None:
        note(by=user, action=gettext_noop("logged out"))
