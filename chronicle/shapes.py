"""The facts of events and agreements as types: what stands inside them in the read API."""

import datetime as dt
from typing import TypedDict

from actors.shapes import PersonData
from chronicle.models import AgreementName, EventLink, Outcome, Participant, Party, Stage, Statement
from publishing.api.shapes import DateData, SourceData
from publishing.api.texts import ByLanguage


class NamedData(TypedDict):
    """A public office or place."""

    id: str
    name: ByLanguage


class PositionData(TypedDict):
    """A post of a public office."""

    id: str
    title: ByLanguage


class FactData(TypedDict):
    """Where a fact comes from; `sources` is empty where no source is recorded."""

    id: str
    sources: list[SourceData]
    locator: str


class StopData(FactData):
    """A place on the way of an event."""

    place: NamedData | None
    date: DateData | None
    came_from: NamedData | None


class ParticipantData(FactData):
    """One who took part; of somebody who is not public the capacity alone."""

    role: Participant.Role
    actor: PersonData | None
    post: PositionData | None
    office: NamedData | None
    capacity: ByLanguage
    is_former: bool
    came_from: NamedData | None


class StatementData(FactData):
    """What was said, never without the speaker or the words that stand for one."""

    actor: PersonData | None
    office: NamedData | None
    attribution: ByLanguage
    mode: Statement.Mode
    text: ByLanguage
    original: str
    original_language: str
    about: list[NamedData]
    gloss: ByLanguage


class OutcomeData(FactData):
    """What came of an event; ids of what is not public are null."""

    kind: Outcome.Kind
    status: Outcome.Status
    is_main: bool
    text: ByLanguage
    date: DateData | None
    date_words: ByLanguage
    tenure: str | None
    office: str | None
    event: str | None
    agreement: str | None


class EventLinkData(FactData):
    """What an event is to another one."""

    relation: EventLink.Relation
    event: str


class PartyData(FactData):
    """A party of an agreement."""

    role: Party.Role
    office: NamedData | None
    actor: PersonData | None
    place: NamedData | None
    name: ByLanguage


class StageData(FactData):
    """A step in the life of an agreement."""

    kind: Stage.Kind
    date: DateData | None
    date_words: ByLanguage
    year_inferred: bool
    actor: PersonData | None
    office: NamedData | None
    event: str | None
    note: ByLanguage


class SignatoryData(FactData):
    """Who signed."""

    actor: PersonData | None
    post: PositionData | None
    office: NamedData | None
    capacity: ByLanguage


class CitedData(TypedDict):
    """A source of an event or an agreement as a whole."""

    title: str
    publisher: str
    language: str
    url: str
    archived_url: str
    accessed_on: dt.date | None
    locator: str
    quote: str
    quote_language: str


class AgreementNameData(TypedDict):
    """A title as printed, or another name."""

    id: str
    name: str
    kind: AgreementName.Kind
    language: str


class AgreementStageData(TypedDict):
    """An agreement of which an event was a stage; with `?expand=agreements` whole, as `record`."""

    id: str
    stage: Stage.Kind


class CoverageData(TypedDict):
    """An article about an event; with `?expand=articles` whole, as `record`."""

    id: str
    relation: str
