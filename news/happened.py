"""When that happened which an article announces or reports, for lists: often another day than the one on which it appeared."""

import datetime as dt

from django.db.models import F, Func, OuterRef, Subquery
from django.db.models.functions import Now

from chronicle.models import Event
from news.models import ArticleEvent
from publishing import date_words
from publishing.date_words import Piece
from publishing.partial_dates import PartialDate

# What an article only refers to is not what it is about.
SUBJECTS = [ArticleEvent.Relation.ANNOUNCES, ArticleEvent.Relation.REPORTS]


def date_of(article: str) -> Subquery:
    """Return the date of what an article is about, the earliest of several, of events that the public sees; `article` is the column of its key.

    For the moment itself the database is asked: a list of the past shows what is public today. No sort, no query of its own.
    """
    events = Event.objects.live(Now()).filter(articles__article=OuterRef(article), articles__relation__in=SUBJECTS).exclude(date="")
    # An aggregate of Django's would bring a GROUP BY; of all rows there is one least without.
    least = Func(F("date"), function="MIN", output_field=Event._meta.get_field("date"))
    return Subquery(events.order_by().annotate(least=least).values("least"))


def words(date: PartialDate | None, listed_at: dt.date, language: str) -> tuple[Piece, ...]:
    """Return the words of a date, as lists print it beside the day on which an article appeared; none where it is that day."""
    if not date or (date.is_day and date.lower == listed_at):
        return ()
    return tuple(date_words.pieces(date, language))
