"""The calendar of the desk: what became public, and what will happen by itself, a month or a day at a time; what waits can be moved."""

import calendar as months
import datetime as dt
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import ValidationError
from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber, TruncDate
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from publishing import languages, scheduling, seen
from publishing.admin.board import shown
from publishing.admin.scheduling import WallClock, in_words
from publishing.bundles import publishing
from publishing.bundles.entries import open_to, publishes_anything
from publishing.models import ScheduledStep, Standing
from publishing.models.standing import PUBLISHED
from publishing.moments import moments
from publishing.publishable import Publishable
from publishing.registry import by_kind
from publishing.rights import User, languages_of, may
from publishing.workflow import TransitionError

# Entries of one day in a month, and on a page of its own.
MOST_IN_MONTH, MOST_IN_DAY = 5, 200
FIRST_YEAR, LAST_YEAR = 1900, 2200
# What is called so when it is moved is no kind of record.
BUNDLE = "bundle"
STEP_WORDS = {ScheduledStep.Kind.PUBLISH: gettext_lazy("change"), ScheduledStep.Kind.WITHDRAW: gettext_lazy("withdrawal")}


@dataclass(frozen=True)
class Entry:
    """Something that happened to a record on a day, or will; or the moment of a bundle."""

    kind: str
    key: UUID
    at: dt.datetime
    # A scheduled step, if it is one.
    step: UUID | None = None
    word: str = ""
    # None for a bundle, which has a name.
    record: Publishable | None = None
    name: str = ""
    url: str = ""
    # The language that followed the others, if this is its publication.
    language: str = ""
    # What names it to whoever moves it; "" for what nobody moves, or not this reader.
    moved_as: str = ""

    @property
    def is_coming(self) -> bool:
        """Whether it is still to happen."""
        return self.at > timezone.now()


@dataclass
class Day:
    """One day, with what happens on it and how much more there is."""

    date: dt.date
    entries: list[Entry] = field(default_factory=list)
    more: int = 0
    is_outside: bool = False

    @property
    def is_today(self) -> bool:
        """Whether it is today."""
        return self.date == timezone.localdate()


def span(first: dt.date, last: dt.date) -> tuple[dt.datetime, dt.datetime]:
    """Return the moments at which these days begin and are over, by the clocks of the site."""
    zone = timezone.get_default_timezone()
    begin, end = (dt.datetime.combine(day, dt.time(), zone) for day in (first, last + dt.timedelta(days=1)))
    return begin, end


def days(first: dt.date, last: dt.date, by: User, *, most: int) -> dict[dt.date, Day]:
    """Return the days from `first` to `last` with at most so many entries each, as `by` may see them. Four queries, and one for each language."""
    found = {first + dt.timedelta(days=number): Day(first + dt.timedelta(days=number)) for number in range((last - first).days + 1)}
    public: list[Entry] = []
    totals: Counter[dt.date] = Counter()
    for code in ("", *languages.codes()):
        some, counts = publications(first, last, by, most, code)
        public += some
        totals.update(counts)
    listed = sorted([*public, *steps(first, last, by)], key=lambda entry: (entry.at, str(entry.key)))
    records = seen.records([(entry.kind, entry.key) for entry in listed], by)
    by_day: defaultdict[dt.date, list[Entry]] = defaultdict(list)
    for entry in listed:
        # Of what waits in a text that is public already, those know who may change it.
        is_told = entry.step is None and not (entry.language and entry.is_coming)
        if entry.key in records and (is_told or may(by, "change", records[entry.key])):
            by_day[timezone.localdate(entry.at)].append(completed(entry, records[entry.key], by))
    for date, entries in by_day.items():
        totals[date] -= sum(entry.step is None for entry in entries)
    for entry in bundles(first, last, by):
        by_day[timezone.localdate(entry.at)].append(entry)
    for date, entries in by_day.items():
        in_order = sorted(entries, key=lambda entry: entry.at)
        found[date].entries, found[date].more = in_order[:most], max(totals[date], 0) + max(len(entries) - most, 0)
    return found


def publications(first: dt.date, last: dt.date, by: User, most: int, code: str) -> tuple[list[Entry], dict[dt.date, int]]:
    """Return the first publications of these days, or those of a language that followed, at most so many of each day, and how many there are.

    One query.
    """
    column = f"follows_{code}" if code else "public_at"
    begin, end = span(first, last)
    day = {"partition_by": F("day")}
    rows = (
        seen.standings(by)
        .filter(PUBLISHED, **{f"{column}__gte": begin, f"{column}__lt": end})
        .annotate(day=TruncDate(column, tzinfo=timezone.get_default_timezone()))
    )
    rows = rows.annotate(place=Window(RowNumber(), order_by=[column, "record"], **day), total=Window(Count("record"), **day))
    found = list(rows.filter(place__lte=most).values_list("kind", "record", column, "day", "total"))
    return [Entry(kind, key, at, language=code) for kind, key, at, _day, _total in found], {date: total for _kind, _key, _at, date, total in found}


def steps(first: dt.date, last: dt.date, by: User) -> list[Entry]:
    """Return the scheduled steps of these days, of kinds that somebody may open whole: only who publishes schedules them. One query."""
    begin, end = span(first, last)
    whole, _some = seen.kinds_open_to(by)
    rows = ScheduledStep.objects.waiting().filter(kind__in=whole, at__gte=begin, at__lt=end).order_by("at")
    listed = rows.values_list("kind", "record", "at", "pk", "step")[:MOST_IN_DAY]
    return [Entry(kind, key, at, pk, str(STEP_WORDS[ScheduledStep.Kind(step)])) for kind, key, at, pk, step in listed]


def bundles(first: dt.date, last: dt.date, by: User) -> list[Entry]:
    """Return the bundles that are to be published on these days, as far as somebody works with them. One query."""
    begin, end = span(first, last)
    rows = open_to(by).filter(refused_at=None, at__gte=begin, at__lt=end).order_by("at", "pk").values_list("pk", "at", "title")
    moves = by.has_perm("publishing.change_bundle") and publishes_anything(by)
    return [
        Entry(
            kind=BUNDLE,
            key=key,
            at=at,
            word=str(_("becomes public")),
            name=title,
            url=reverse("admin:publishing_bundle_change", args=[key]),
            moved_as=f"{BUNDLE}:{key}" if moves and at > timezone.now() else "",
        )
        for key, at, title in rows[:MOST_IN_DAY]
        if at is not None
    ]


def completed(entry: Entry, record: Publishable, by: User) -> Entry:
    """Return an entry with its record, its address, and its name for whoever may move it."""
    movable = entry.is_coming and not entry.language and may(by, "publish", record) and bool(languages_of(by, record))
    name = (f"step:{entry.step}" if entry.step else f"{entry.kind}:{entry.key}") if movable else ""
    word = entry.word or str(_("becomes public") if entry.is_coming else _("published"))
    if entry.language:
        word = f"{word}: {get_language_info(entry.language)['name_translated']}"
    return replace(entry, word=word, record=record, url=seen.form_url(record), moved_as=name)


def addresses(site: AdminSite) -> list[URLPattern]:
    """Return the addresses of the calendar."""

    def month(request: HttpRequest) -> HttpResponse:
        """Show a month. Context: first, weeks, earlier, later, names."""
        first = month_of(request.GET.get("month", ""))
        weeks = months.Calendar().monthdatescalendar(first.year, first.month)
        found = days(weeks[0][0], weeks[-1][-1], request.user, most=MOST_IN_MONTH)
        for day in found.values():
            day.is_outside = day.date.month != first.month
        context = {
            "title": _("Calendar"),
            "first": first,
            "weeks": [[found[date] for date in week] for week in weeks],
            "earlier": first - dt.timedelta(days=1),
            "later": (first + dt.timedelta(days=32)).replace(day=1),
            "here": request.get_full_path(),
        }
        return shown(site, request, "calendar", context)

    def day(request: HttpRequest, year: int, number: int, day: int) -> HttpResponse:
        """Show all that happens on a day. Context: day, earlier, later."""
        try:
            date = dt.date(year, number, day)
        except ValueError as error:
            raise Http404 from error
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise Http404
        found = days(date, date, request.user, most=MOST_IN_DAY)[date]
        one = dt.timedelta(days=1)
        context = {"title": _("Calendar"), "day": found, "earlier": date - one, "later": date + one, "here": request.get_full_path()}
        return shown(site, request, "calendar_day", context)

    def move(request: HttpRequest) -> HttpResponse:
        """Move what waits to another moment, and go back to the calendar."""
        try:
            at = moment_of(request.POST.get("at", ""))
            moved(request.POST, at, by=request.user)
            messages.success(request, _("Moved to %(moment)s.") % {"moment": in_words(at)})
        except (TransitionError, ValidationError) as error:
            messages.error(request, " ".join(getattr(error, "messages", None) or [str(error)]))
        back = month_of(request.POST.get("month", ""))
        return HttpResponseRedirect(f"{reverse(f'{site.name}:calendar')}?month={back:%Y-%m}")

    view = site.admin_view
    return [
        path("calendar/", view(require_safe(month)), name="calendar"),
        path("calendar/<int:year>-<int:number>-<int:day>/", view(require_safe(day)), name="calendar_day"),
        path("calendar/move/", view(require_POST(move)), name="calendar_move"),
    ]


def month_of(text: str) -> dt.date:
    """Return the first day of a month ("2026-11"); of this month where the text names none."""
    try:
        first = dt.datetime.strptime(text, "%Y-%m").replace(tzinfo=dt.UTC).date()
    except ValueError:
        first = timezone.localdate().replace(day=1)
    return first if FIRST_YEAR <= first.year <= LAST_YEAR else timezone.localdate().replace(day=1)


def moment_of(text: str) -> dt.datetime:
    """Return the moment that somebody typed; ValidationError if the clocks show none like it, or two."""
    wall = WallClock().clean(text)
    found = moments(wall)
    if not found:
        raise ValidationError(_("The clocks never show this time: they are put forward that night. Choose another."))
    if len(found) > 1:
        raise ValidationError(_("The clocks show this time twice: they are put back that night. Choose which is meant, in the form of the text."))
    return found[0]


def moved(posted: Any, at: dt.datetime, *, by: User) -> None:  # Any: a POST
    """Move what a form of the calendar names; TransitionError if that cannot be, or stands elsewhere by now."""
    name, _colon, text = posted.get("what", "").partition(":")
    try:
        key, known = UUID(text), dt.datetime.fromisoformat(posted.get("was", ""))
    except ValueError as error:
        raise TransitionError(_("The form did not arrive whole, so nothing was changed.")) from error
    if name == BUNDLE:
        move_bundle(key, known, by=by, at=at)
        return
    if name == "step":
        step = ScheduledStep.objects.waiting().filter(pk=key).first()
        if step is None:
            raise TransitionError(_("This is no longer scheduled: it is done, or somebody cancelled it."))
        step.at = known
        scheduling.move(step, by=by, at=at)
        return
    row: Standing | None = seen.standings(by).filter(pk=key).first()
    # Compared here: a text with NUL in it would be an error to PostgreSQL.
    record = by_kind(name).model._default_manager.filter(pk=key).first() if row is not None and row.kind == name else None
    if record is None:
        raise TransitionError(_("There is no such record any more."))
    if record.is_scheduled:
        record.live_at = known
    scheduling.move_first(record, by=by, at=at)


def move_bundle(key: UUID, known: dt.datetime, *, by: User, at: dt.datetime) -> None:
    """Move a bundle that stood at a moment which somebody saw."""
    bundle = open_to(by).filter(pk=key).first()
    if bundle is None:
        raise TransitionError(_("This is no longer scheduled: it is done, or somebody cancelled it."))
    bundle.at = known
    publishing.move(bundle, by=by, at=at)
