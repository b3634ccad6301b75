"""What a person or an office agreed to: as a party, or by signing. An app above tells it: `register(source)` in its `apps.ready`."""

from collections.abc import Callable
from dataclasses import dataclass, field

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

_sources: list[Source] = []


def register(source: Source) -> None:
    """Let an app tell what people and offices agreed to."""
    _sources.append(source)


def agreed_by(request: HttpRequest, record: Actor | Office) -> AgreedShown:
    """Return what a person or an office agreed to."""
    asked = Asked(record, languages.active(), site.of(request).list_untranslated, stamp(request))
    found = [source(asked) for source in _sources]
    return AgreedShown([row for each in found for row in each.rows], next((each.more for each in found if each.more), ""))
