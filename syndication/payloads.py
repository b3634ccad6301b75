"""What a message says: that something changed, and where it can be read. Computed when it is sent, from what is public then."""

from typing import Any

from publishing.api.changes import told
from publishing.api.texts import utc
from publishing.models import Change
from syndication.models import Delivery

Said = dict[str, Any]  # Any: what JSON holds
TEST = "test"


def said_in(delivery: Delivery) -> Said | None:
    """Return what a delivery says, in the words of the change log; None if that does not know its change any more."""
    if delivery.sequence is None:
        return {"type": TEST, "timestamp": utc(delivery.at), "data": {"message": "This is a test event. Nothing has changed."}}
    change = Change.objects.seen_from_now().filter(sequence=delivery.sequence).first()
    if change is None:
        return None
    return {"type": f"{change.record_kind}.{change.kind}", "timestamp": utc(change.at), "data": told([change])[0]}
