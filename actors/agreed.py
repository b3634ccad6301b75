"""What a person or an office agreed to: as a party, or by signing. An app above tells it: `register(source)` in its `apps.ready`."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import reduce
from operator import or_

from django.db.models import OuterRef, Q
from django.http import HttpRequest

from actors.acquaintances import Asked
from actors.models import Actor, Office
from publishing import languages, site
from publishing.partial_dates import PartialDate
from publishing.record_page import Label
from publishing.remembered import stamp


@dataclass(frozen=True)
class Agreed:
    """An agreement, what the record is to it, and how far it came, when."""

    agreement: Label
    part: str
    stage: str
    date: PartialDate | None


@dataclass(frozen=True)
class AgreedShown:
    """The latest agreements of a record; `more` leads to all of them, "" where these are all."""

    rows: list[Agreed] = field(default_factory=list)
    more: str = ""


# Returns what the record agreed to.
Source = Callable[[Asked], AgreedShown]

# Returns the condition that a record, given as a reference, may have agreed to something; it may say so of one that did not.
Probe = Callable[[OuterRef], Q]

_sources: list[Source] = []
_probes: list[Probe] = []


def register(source: Source, probe: Probe) -> None:
    """Let an app tell what people and offices agreed to, and which of them may have at all."""
    _sources.append(source)
    _probes.append(probe)


def may_have_agreed() -> Q:
    """Return the condition that a record may have agreed to something: read along with it, it spares most of them a query."""
    return reduce(or_, (probe(OuterRef("pk")) for probe in _probes), Q(pk__in=[]))


def agreed_by(request: HttpRequest, record: Actor | Office) -> AgreedShown:
    """Return what a person or an office agreed to. No query for an office that was read with the word that it agreed to nothing."""
    if not getattr(record, "has_agreed", True):
        return AgreedShown()
    asked = Asked(record, languages.active(), site.of(request).list_untranslated, stamp(request))
    found = [source(asked) for source in _sources]
    return AgreedShown([row for each in found for row in each.rows], next((each.more for each in found if each.more), ""))
