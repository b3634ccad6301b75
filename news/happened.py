"""When that happened which an article announces or reports, for lists: often another day than the one on which it appeared."""

import datetime as dt

from django.db.models import Case, CharField, F, Func, OuterRef, Subquery, Value, When
from django.db.models.functions import Concat, Now

from chronicle import event_dates
from chronicle.models import Event
from news.models import ArticleEvent
from publishing import date_words
from publishing.date_words import Piece
from publishing.partial_dates import PartialDate

# What an article only refers to is not what it is about.
SUBJECTS = [ArticleEvent.Relation.ANNOUNCES, ArticleEvent.Relation.REPORTS]
# Stands behind a date whose year is inferred; no date ends so.
INFERRED = "*"


def date_of(article: str) -> Subquery:
    """Return the date of what an article is about, the earliest of several, of events that the public sees; `article` is the column of its key.

    Behind a date whose year is inferred stands a star.

    For the moment itself the database is asked: a list of the past shows what is public today. No sort, no query of its own.
    """
    events = Event.objects.live(Now()).filter(articles__article=OuterRef(article), articles__relation__in=SUBJECTS).exclude(date="")
    # An aggregate of Django's would bring a GROUP BY; of all rows there is one least without.
    marked = Concat(F("date"), Case(When(year_inferred=True, then=Value(INFERRED)), default=Value("")), output_field=CharField())
    least = Func(marked, function="MIN", output_field=CharField())
    return Subquery(events.order_by().annotate(least=least).values("least"))


def words(marked: str | None, listed_at: dt.date, language: str) -> tuple[Piece, ...]:
    """Return the words of what `date_of` found, as lists print it beside the day on which an article appeared; none where it is that day."""
    if not marked:
        return ()
    date = PartialDate.parse(marked.removesuffix(INFERRED))
    if date.is_day and date.lower == listed_at:
        return ()
    return (*date_words.pieces(date, language), *event_dates.inferred(language, is_inferred=marked.endswith(INFERRED)))
