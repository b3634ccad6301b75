"""The chronicle in the admin."""

from chronicle.admin.agreements import AgreementAdmin
from chronicle.admin.chronologies import ChronologyAdmin, FormatAdmin
from chronicle.admin.events import EventAdmin

__all__ = ["AgreementAdmin", "ChronologyAdmin", "EventAdmin", "FormatAdmin"]
