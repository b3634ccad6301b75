"""The chronicle in the admin."""

from chronicle.admin.chronologies import ChronologyAdmin, FormatAdmin
from chronicle.admin.events import EventAdmin

__all__ = ["ChronologyAdmin", "EventAdmin", "FormatAdmin"]
