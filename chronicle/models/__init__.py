"""The chronicle: what happened, one noun a file."""

from chronicle.models.agreement import Agreement, AgreementCitation, AgreementName, AgreementTag
from chronicle.models.attendance import Attendance
from chronicle.models.chronology import Chronology, ChronologyEntry, ChronologyRule, Listing
from chronicle.models.event import Event, EventTag
from chronicle.models.format import Format
from chronicle.models.links import EventCitation, EventLink
from chronicle.models.stages import Party, Signatory, Stage
from chronicle.models.visit import Participant, Stop
from chronicle.models.words import Outcome, Statement

__all__ = [
    "Agreement",
    "AgreementCitation",
    "AgreementName",
    "AgreementTag",
    "Attendance",
    "Chronology",
    "ChronologyEntry",
    "ChronologyRule",
    "Event",
    "EventCitation",
    "EventLink",
    "EventTag",
    "Format",
    "Listing",
    "Outcome",
    "Participant",
    "Party",
    "Signatory",
    "Stage",
    "Statement",
    "Stop",
]
