"""From when to when something held, in words: what is not known is said, never left to be guessed."""

from functools import lru_cache

from django.utils.translation import gettext as _
from django.utils.translation import override

from actors.models import EndStatus
from publishing import date_words
from publishing.date_words import Piece
from publishing.partial_dates import PartialDate


@lru_cache(maxsize=4096)
def period(start: PartialDate | None, end: PartialDate | None, status: str, language: str) -> tuple[Piece, ...]:
    """Return the words for a start, an end and what is known of the end; `<time>` may stand round those with an `iso`."""
    with override(language):
        if start and end:
            return tuple(date_words.between(start, end, language))
        if start:
            said = date_words.since(start, language)
            patterns = {EndStatus.ENDED: _("%(since)s, ended, when is not known"), EndStatus.UNKNOWN: _("%(since)s, end unknown")}
            return (Piece(patterns[EndStatus(status)] % {"since": said} if status in patterns else said),)
        if end:
            return (Piece(_("until %(date)s, beginning unknown") % {"date": date_words.words(end, language)}),)
        unknown = {
            EndStatus.ONGOING: _("at present, beginning unknown"),
            EndStatus.ENDED: _("in the past, dates unknown"),
            EndStatus.UNKNOWN: _("dates unknown"),
        }
        return (Piece(unknown[EndStatus(status)]),)
