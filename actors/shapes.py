"""Objects that stand inside people, offices and tenures in the read API."""

from typing import TypedDict

from actors.models import ActorIdentifier, ActorName, OfficeLink, Remit
from actors.models.tenure import EndStatus
from publishing.api.shapes import DateData
from publishing.api.texts import ByLanguage


class OtherName(TypedDict):
    """Another spelling or name of a person."""

    name: str
    language: str
    script: ActorName.Script
    kind: ActorName.Kind


class Identifier(TypedDict):
    """What a register elsewhere calls a person."""

    scheme: ActorIdentifier.Scheme
    value: str
    url: str


class OfficeOtherName(TypedDict):
    """Another name of an office."""

    name: str
    language: str
    period: DateData | None


class OfficeLinkData(TypedDict):
    """What an office is to another one, by id."""

    kind: OfficeLink.Kind
    office: str
    period: DateData | None


class RemitData(TypedDict):
    """What a tenure or a post looks after; ids of what is not public are null."""

    tenure: str | None
    post: str | None
    kind: Remit.Kind
    place: str | None
    office: str | None
    within: str | None
    as_printed: str
    start: DateData | None
    end: DateData | None
    end_status: EndStatus
    locator: str


class PersonData(TypedDict):
    """Somebody: the id is null where the person has no public page."""

    id: str | None
    name: ByLanguage


class Attested(TypedDict):
    """The first and the last date on which public facts show a tenure."""

    first: DateData | None
    last: DateData | None
