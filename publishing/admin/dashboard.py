"""The desk's front page: what waits for whoever opens it. A fixed number of queries, however many records there are."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import F, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from publishing import languages, record_templates, seen
from publishing.admin.beginning import new_from
from publishing.bundles.entries import open_to
from publishing.models import Draft, Review, ScheduledStep, Standing
from publishing.presence import name_of
from publishing.publishable import Publishable, State
from publishing.registry import by_kind
from publishing.rights import User, may, publishes

# Records in one part of the page.
MOST = 6
# Work that failed longer ago is no news.
FAILED_SINCE = dt.timedelta(days=7)
Cell = Standing.Cell


@dataclass(frozen=True)
class Found:
    """A record that a part of the page names, before it was read."""

    kind: str
    key: UUID
    at: dt.datetime | None = None
    note: str = ""


@dataclass(frozen=True)
class Item:
    """A record or a bundle that a part of the page names, as its reader may see it."""

    # A record, whose name says more than a text can; None for a bundle.
    record: Publishable | None
    url: str
    at: dt.datetime | None
    note: str
    name: str = ""


@dataclass
class Part:
    """One part of the page."""

    name: str
    title: str
    found: Sequence[Found]
    # What is said where it holds nothing; a part that says nothing then is left out.
    empty: str = ""
    # Where there is more of it: an address by its name, and words.
    more: tuple[str, str] = ("", "")
    # Whether it tells of work on a text, which concerns nobody who may not write into it.
    is_work: bool = False
    # To begin with, the bundles that stand in it.
    items: list[Item] = field(default_factory=list)


def parts(request: HttpRequest) -> list[Part]:
    """Return the parts of the front page for whoever asks, with what they hold."""
    by = request.user
    whole, _some = seen.kinds_open_to(by)
    decides = [kind for kind in whole if publishes(by, by_kind(kind).model)]
    bundles = timed_bundles(by)
    found = [
        Part("waiting", _("Waiting for my review"), waiting(by, decides), empty=_("No review waits for you."), is_work=True),
        Part("overdue", _("Overdue"), overdue(by, decides), is_work=True),
        Part("refused", _("Scheduled, but refused"), refused(whole), is_work=True, items=[item for item in bundles if item.note]),
        Part("drafts", _("My drafts"), drafts(by), empty=_("You have no unpublished work."), is_work=True),
        Part(
            "scheduled",
            _("Scheduled next"),
            scheduled(by, whole),
            more=("calendar", _("Calendar")),
            items=[item for item in bundles if not item.note],
        ),
        Part("gaps", _("Language gaps"), gaps(by), more=("board", _("Languages board")), is_work=True),
        Part("published", _("Recently published"), published(by), more=("calendar", _("Calendar"))),
    ]
    records = seen.records([(each.kind, each.key) for part in found for each in part.found], by)
    for part in found:
        part.items = among(part.items, items(part, records, by))
    return [part for part in found if part.items or part.empty]


def items(part: Part, records: dict[UUID, Publishable], by: User) -> list[Item]:
    """Return what a part holds, of what its reader may know."""
    known = [(each, records[each.key]) for each in part.found if each.key in records]
    return [
        Item(record, seen.form_url(record), each.at, each.note)
        for each, record in known
        if record.state != State.TRASHED and (not part.is_work or may(by, "change", record))
    ][:MOST]


def among(bundles: list[Item], records: list[Item]) -> list[Item]:
    """Return records in their order; with bundles among them, in that of their moments."""
    if not bundles:
        return records
    return sorted([*bundles, *records], key=lambda item: item.at or timezone.now())[:MOST]


def timed_bundles(by: User) -> list[Item]:
    """Return the bundles that wait for their moment, and those that were refused at it, with the reason as their note. One query."""
    rows = open_to(by).filter(at__isnull=False).order_by("at", "pk")[: 4 * MOST]
    form = "admin:publishing_bundle_change"
    return [Item(None, reverse(form, args=[row.pk]), row.at, row.refusal if row.refused_at else "", row.title) for row in rows]


def drafts(by: User) -> list[Found]:
    """Return what somebody saved last of their unpublished work."""
    rows = Draft.objects.filter(by=by.pk).order_by("-at").values_list("kind", "record", "at")
    return [Found(kind, key, at) for kind, key, at in rows[: 2 * MOST]]


def waiting(by: User, decides: Iterable[str]) -> list[Found]:
    """Return the reviews that somebody is asked for, and those that anybody may take who publishes such texts."""
    mine = Q(assignee=by.pk) | Q(assignee=None, kind__in=list(decides)) & ~Q(by=by.pk)
    rows = Review.objects.open().filter(mine, approved_at=None).select_related("by").order_by(F("due_on").asc(nulls_last=True), "at")
    return [Found(row.kind, row.record, None, asked(row)) for row in rows[: 2 * MOST]]


def overdue(by: User, decides: Iterable[str]) -> list[Found]:
    """Return the reviews whose day has passed: one's own, those one asked for, and all of texts that one publishes."""
    rows = Review.objects.overdue().filter(Q(assignee=by.pk) | Q(by=by.pk) | Q(kind__in=list(decides)))
    return [Found(row.kind, row.record, None, asked(row)) for row in rows.select_related("by", "assignee").order_by("due_on", "at")[: 2 * MOST]]


def asked(review: Review) -> str:
    """Say who asked for a review, and until when."""
    words = [_("asked by %(name)s") % {"name": name_of(review.by)} if review.by else ""]
    words.append(_("until %(day)s") % {"day": date_format(review.due_on, "j M Y")} if review.due_on else "")
    return ", ".join(filter(None, words))


def scheduled(by: User, whole: Iterable[str]) -> list[Found]:
    """Return what happens by itself next: first publications, and steps of texts that were public."""
    first = seen.standings(by).scheduled().order_by("public_at", "record").values_list("kind", "record", "public_at")
    steps = ScheduledStep.objects.waiting().filter(kind__in=list(whole)).order_by("at").values_list("kind", "record", "at", "step")
    found = [Found(kind, key, at, _("becomes public")) for kind, key, at in first[:MOST]]
    found += [Found(kind, key, at, str(ScheduledStep.Kind(step).label)) for kind, key, at, step in steps[:MOST]]
    return sorted(found, key=lambda each: each.at or timezone.now())


def published(by: User) -> list[Found]:
    """Return what became public last."""
    rows = seen.standings(by).live().order_by("-public_at", "-record").values_list("kind", "record", "public_at")
    return [Found(kind, key, at) for kind, key, at in rows[:MOST]]


def refused(whole: Iterable[str]) -> list[Found]:
    """Return the scheduled steps that could not be taken, with the reasons."""
    rows = ScheduledStep.objects.refused().filter(kind__in=list(whole)).defer("data", "base").order_by("-refused_at")
    return [Found(row.kind, row.record, row.at, row.refusal) for row in rows[: 2 * MOST]]


def gaps(by: User) -> list[Found]:
    """Return the public texts that wait longest for a language which somebody may write."""
    codes = [code for code in languages.codes() if any(by.has_perm(f"publishing.{right}_{code}_draft") for right in ("write", "translate"))]
    whole, _some = seen.kinds_open_to(by)
    behind = seen.any_of(~Q(**{f"cell_{code}": Cell.CURRENT}) for code in codes)
    rows = Standing.objects.filter(behind, is_gap=True, kind__in=whole).order_by("since", "record")
    return [Found(row.kind, row.pk, row.since, said(row, codes)) for row in rows.defer("texts", "drafted", "titles", "draft_title")[:MOST]]


def said(row: Standing, codes: Iterable[str]) -> str:
    """Say what is to be done in which languages."""
    names, cells = dict(settings.LANGUAGES), {code: Cell(getattr(row, f"cell_{code}")) for code in codes}
    return get_text_list([f"{names[code]}: {cell.label}" for code, cell in cells.items() if cell != Cell.CURRENT], _("and"))


@dataclass(frozen=True)
class Start:
    """What a new record may begin from: the name of a template, what it is made of, and the address of the new form."""

    name: str
    kind: str
    url: str


def templates(by: User) -> list[Start]:
    """Return the templates that were made last, of what somebody may add."""
    found = record_templates.newest(by, most=MOST)
    return [Start(each.noted.name, str(each.record._meta.verbose_name), new_from(each.record)) for each in found]


@dataclass(frozen=True)
class Warned:
    """Something that goes wrong behind the pages, and where more is to be read of it."""

    text: str
    url: str = ""


# What apps above warn of; each asks itself whom it concerns.
_sources: list[Callable[[HttpRequest], Iterable[Warned]]] = []


def warn_of(source: Callable[[HttpRequest], Iterable[Warned]]) -> None:
    """Let the front page warn of what another app knows; registered again, it is asked once."""
    if source not in _sources:
        _sources.append(source)


def warnings(request: HttpRequest) -> list[Warned]:
    """Return what goes wrong behind the pages, as far as it concerns whoever opens the desk."""
    return [*failed_tasks(request), *(warned for source in _sources for warned in source(request))]


def failed_tasks(request: HttpRequest) -> list[Warned]:
    """Return that tasks of the worker failed, for who looks after the site."""
    if not request.user.has_perm("publishing.view_audit"):
        return []
    failed = DBTaskResult.objects.filter(status=TaskResultStatus.FAILED, finished_at__gte=timezone.now() - FAILED_SINCE).count()
    if not failed:
        return []
    words = ngettext(
        "%(number)s task of the worker failed within a week. Its log says why.",
        "%(number)s tasks of the worker failed within a week. Its log says why.",
        failed,
    )
    return [Warned(words % {"number": failed})]


def context(request: HttpRequest, newest: Callable[[HttpRequest], Any]) -> dict[str, Any]:  # Any: what templates print
    """Return what the front page prints."""
    found = {"parts": parts(request), "templates": templates(request.user)}
    return {**found, "warnings": warnings(request), "newest_notices": newest(request)}
