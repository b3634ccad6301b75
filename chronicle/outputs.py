"""What else a chronology is offered as, beside its page: each keeps what the reader asked for."""

from django.utils.translation import gettext as _

from chronicle import feeds
from chronicle.exports.links import exports_of
from chronicle.filters import EventFilter
from chronicle.models import Chronology
from chronicle.timeline import page
from publishing.record_page import Label


def outputs(chronology: Chronology, filters: EventFilter, language: str) -> list[Label]:
    """Return the ways that stand beside the filters. `filters.query(language)` is what an address takes to ask the same; no query."""
    ways = [
        Label(_("Timeline"), page.address(chronology, filters, language)),
        Label(_("Feed"), f"{feeds.of_one(chronology, language)['url']}feed.atom"),
    ]
    return [*ways, *exports_of(chronology, language, filters.query(language))]
