"""The pages of a record's past: its versions, two of them side by side, and the way back into the draft. Rights: `publishing.history`."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from publishing import editions, history
from publishing.comparing import compare
from publishing.desk import desk_of
from publishing.history import DRAFT, LIVE, Side
from publishing.models import Draft, Edition, Version
from publishing.publishable import Publishable, State
from publishing.review import rounds
from publishing.rights import as_seen_by
from publishing.workflow import TransitionError

PAGE_SIZE = 50


@dataclass(frozen=True)
class Line:
    """A version as the list shows it; `name` is what a comparison calls it."""

    name: str
    label: str
    by: User | None = None
    at: Any = None
    version: Version | None = None
    # The names of the languages of a publication.
    languages: str = ""
    # [(language, its name, number, address)] of what it is in public; the address is empty where nobody reads it any more.
    editions: tuple[tuple[str, str, int, str], ...] = ()
    # [(language, what readers were told)]
    public_notes: tuple[tuple[str, str], ...] = ()
    # The version before it, to compare it with.
    before: str = ""


class RecordHistory(admin.ModelAdmin):
    """Admin mixin: the pages of a record's past, in the place of Django's own, which knows only who pressed a button."""

    def get_urls(self) -> list[Any]:
        """Add them before the stock addresses, which take any word for a key."""
        name, view = f"{self.opts.app_label}_{self.opts.model_name}", self.admin_site.admin_view
        return [
            path("<path:object_id>/compare/", view(require_safe(self.compare_view)), name=f"{name}_compare"),
            path("<path:object_id>/restore/<int:number>/", view(require_POST(self.restore_view)), name=f"{name}_restore_version"),
            *super().get_urls(),
        ]

    def log_deletions(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Write nothing into Django's log: the audit log has it."""

    def past(self, request: HttpRequest, object_id: str) -> Publishable:
        """Return the record, if the user may see it."""
        record = self.get_object(request, object_id)
        if record is None:
            raise Http404(_("There is no such record any more."))
        if not self.has_view_or_change_permission(request, record):
            raise PermissionDenied
        return record

    def history_view(self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """List the versions that the user may read, newest first."""
        record = self.past(request, object_id)
        seen = history.versions(request.user, record).select_related("by")
        before = request.GET.get("before", "")
        older = bool(before) and before.isascii() and before.isdecimal() and len(before) < history.LONGEST_NUMBER
        page = list((seen.filter(number__lt=int(before)) if older else seen)[: PAGE_SIZE + 1])
        lines = version_lines(request.user, record, page)[:PAGE_SIZE]
        if not older:
            lines = [*present(request.user, record), *lines]
        named = [line.name for line in lines]
        # What changed last, unless work in progress can be held against what is public.
        chosen = [DRAFT, LIVE] if {DRAFT, LIVE} <= set(named) else [name for name in named if name not in (DRAFT, LIVE)][:2]
        context = {
            "lines": lines,
            "from_chosen": chosen[-1] if chosen else "",
            "to_chosen": chosen[0] if chosen else "",
            "older": page[PAGE_SIZE - 1].number if len(page) > PAGE_SIZE else 0,
            "is_older": older,
            "may_restore": self.may_restore(request, record),
            "rounds": rounds.past(record) if not older and history.sees_drafts(request.user, record) else [],
        }
        return self.page(request, record, "history", _("History"), context)

    def compare_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Show two sides: versions by number, "draft" or "live"."""
        record = self.past(request, object_id)
        sides = [history.side(request.user, record, request.GET.get(name, "")) for name in ("from", "to")]
        if None in sides:
            self.message_user(request, _("Choose two versions to compare."), messages.WARNING)
            return HttpResponseRedirect(self.address("history", record))
        one, other = (side for side in sides if side is not None)
        context = {
            "one": side_line(one),
            "other": side_line(other),
            "chapters": compare(desk_of(record), one.state, other.state),
            "may_restore": self.may_restore(request, record),
        }
        return self.page(request, record, "compare", _("Compare"), context)

    def restore_view(self, request: HttpRequest, object_id: str, number: int) -> HttpResponse:
        """Put a version into the draft, and lead to the form."""
        record = self.past(request, object_id)
        try:
            restored = history.restore(record, number, by=request.user)
        except TransitionError as error:
            self.message_user(request, str(error), messages.ERROR)
            return HttpResponseRedirect(self.address("history", record))
        said = [_("Version %(number)s is the draft now. Nothing of it is public before you publish it.") % {"number": number}]
        if restored.kept_as:
            said.append(_("The draft that was there is kept as version %(number)s.") % {"number": restored.kept_as})
        self.message_user(request, " ".join(said), messages.SUCCESS)
        if restored.dropped:
            lost = _("This form no longer has these fields of the version, so they were left out: %(names)s.")
            self.message_user(request, lost % {"names": ", ".join(restored.dropped)}, messages.WARNING)
        return HttpResponseRedirect(self.address("change", record))

    def may_restore(self, request: HttpRequest, record: Publishable) -> bool:
        """Tell whether the user may put a version into the draft."""
        return record.state != State.TRASHED and self.has_change_permission(request, record)

    def address(self, name: str, record: Publishable) -> str:
        """Return the address of a page of the record in the admin."""
        return reverse(f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_{name}", args=[record.pk])

    def page(self, request: HttpRequest, record: Publishable, name: str, title: str, context: dict[str, Any]) -> HttpResponse:
        """Render a page of the record's past."""
        addresses = {f"{page}_url": self.address(page, record) for page in ("history", "compare", "change")}
        context = {
            **self.admin_site.each_context(request),
            "title": title,
            "opts": self.opts,
            "record": as_seen_by(request.user, record),
            "sees_draft": history.sees_drafts(request.user, record),
            **addresses,
            **context,
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, f"admin/record/{name}.html", context)


def present(by: User, record: Publishable) -> list[Line]:
    """Return the draft as it is now, if the user may read it, and what is public now."""
    found = []
    draft = Draft.objects.filter(record=record.pk).select_related("by").defer("data", "base").first() if history.sees_drafts(by, record) else None
    if draft is not None:
        found.append(Line(DRAFT, _("Draft, as it is now"), draft.by, draft.at))
    if record.is_live:
        found.append(Line(LIVE, _("Public, as it is now"), None, record.updated_at))
    return found


def version_lines(by: User, record: Publishable, page: list[Version]) -> list[Line]:
    """Return the lines of a page of versions; the last one has no line, but is what the one before is compared with."""
    public = history.editions_of(page)
    earlier = [*(str(version.number) for version in page[1:]), ""][: len(page)]
    return [version_line(record, version, public.get(version.pk, []), before) for version, before in zip(page, earlier, strict=True)]


def version_line(record: Publishable, version: Version, public: list[Edition], before: str = "") -> Line:
    """Return the line of one version."""
    names = dict(settings.LANGUAGES)
    readable = [not edition.is_withdrawn and record.is_available_in(edition.language) for edition in public]
    return Line(
        str(version.number),
        _("Version %(number)s") % {"number": version.number},
        version.by,
        version.at,
        version,
        named(version),
        tuple(
            (edition.language, str(names.get(edition.language, edition.language)), edition.number, address)
            for edition, open_now in zip(public, readable, strict=True)
            for address in [editions.address(record, edition.language, edition.number) if open_now else ""]
        ),
        tuple((code, note) for code, _name in settings.LANGUAGES if (note := getattr(version, f"public_note_{code}"))),
        before,
    )


def named(version: Version) -> str:
    """Return the languages of a publication in words."""
    return ", ".join(str(name) for code, name in settings.LANGUAGES if code in version.languages)


def side_line(side: Side) -> Line:
    """Return a side of a comparison as its head names it."""
    if side.version is not None:
        return Line(
            side.name, _("Version %(number)s") % {"number": side.version.number}, side.version.by, side.version.at, side.version, named(side.version)
        )
    if side.draft is not None:
        return Line(DRAFT, _("Draft, as it is now"), side.draft.by, side.draft.at)
    return Line(LIVE, _("Public, as it is now"))
