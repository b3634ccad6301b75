"""What notices there are."""

from publishing.models import DeskNotice


def notices() -> list[tuple[str, str, str]]:
    """Return (kind, to whom, by whom) of all, the oldest first."""
    rows = DeskNotice.objects.order_by("at", "person__username").select_related("person", "actor")
    return [(row.kind, row.person.username, row.actor.username if row.actor else "") for row in rows]
