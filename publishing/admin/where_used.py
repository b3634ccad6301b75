"""Where a thing is used, in the admin: a page of its form, a list in the form, and the reason why it cannot be deleted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib import admin
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from publishing import where_used
from publishing.admin.board import page_number
from publishing.publishable import Publishable
from publishing.rights import Anybody
from publishing.where_used import NAMED, PAGE, Place, Used

# No page is farther than this, whatever an address says.
FARTHEST = 1_000


@dataclass(frozen=True)
class Line:
    """A record in which a thing is used, with the address of its form."""

    used: Used
    url: str

    @property
    def kind(self) -> str:
        """The word for it."""
        return str(self.used.record._meta.verbose_name)


@dataclass(frozen=True)
class Uses:
    """What somebody may know of where a thing is used."""

    count: int
    url: str
    lines: list[Line] = field(default_factory=list)
    # Records beside these which they may not open.
    hidden: int = 0
    # What uses it without being a record.
    places: list[Place] = field(default_factory=list)


def change_url(record: Publishable) -> str:
    """Return the address of a record's form."""
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=[record.pk])


class ShowsUses(admin.ModelAdmin):
    """Admin mixin: the page of a form that says where the thing is used."""

    delete_confirmation_template = "admin/uses_delete.html"

    def get_urls(self) -> list[Any]:
        """Put the address before Django's own, which take any text for a key."""
        view = self.admin_site.admin_view(require_safe(self.uses_view))
        return [path("<path:object_id>/uses/", view, name=f"{self.opts.app_label}_{self.opts.model_name}_uses"), *super().get_urls()]

    def places_of(self, thing: Any) -> list[Place]:  # Any: a thing of this admin's model
        """Return what uses a thing without being a record, beside what is registered for all."""
        return []

    def uses_url(self, thing: models.Model) -> str:
        """Return the address of the page."""
        return reverse(f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_uses", args=[thing.pk])

    def used(self, by: Anybody, thing: models.Model, read: Iterable[Sequence[models.Model]] | None = None) -> Uses:
        """Return in how many records somebody sees a thing used; the rows of its form may have been `read`."""
        keys = where_used.keys_of(thing, read)
        return Uses(where_used.count(where_used.seen(keys, by)), self.uses_url(thing), places=where_used.places(keys, by))

    def uses(self, by: Anybody, thing: models.Model, *, page: int = 0, most: int = PAGE) -> Uses:
        """Return the records that use a thing, as somebody may see them."""
        keys = where_used.keys_of(thing)
        found = where_used.seen(keys, by)
        lines = [Line(used, change_url(used.record)) for used in where_used.listed(found, by, start=page * most, most=most)]
        places = [*self.places_of(thing), *where_used.places(keys, by)]
        return Uses(where_used.count(found), self.uses_url(thing), lines, where_used.hidden(keys, found), places)

    def uses_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """List the records that use the thing, 50 on a page (`?page=`, from 1)."""
        thing = self.get_object(request, object_id)
        if thing is None:
            raise Http404(_("There is no such record any more."))
        if not self.has_view_or_change_permission(request, thing):
            raise PermissionDenied
        page = page_number(request, "page", last=FARTHEST) - 1
        uses = self.uses(request.user, thing, page=page)
        context: dict[str, Any] = {
            **self.admin_site.each_context(request),
            "title": _("Where used"),
            "opts": self.opts,
            "thing": thing,
            "record": thing if isinstance(thing, Publishable) else None,
            "form_url": reverse(f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_change", args=[thing.pk]),
            "uses": uses,
            "newer": page,
            "older": page + 2 if uses.count > (page + 1) * PAGE else 0,
        }
        return TemplateResponse(request, "admin/uses.html", context)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> HttpResponse:
        """Let the form of a record say in how many others it is used."""
        record = context.get("record")
        if isinstance(record, Publishable) and not record._state.adding and not context.get("is_popup"):
            context["used"] = self.used(request.user, record, context["work"].live.rows.values())
        return super().render_change_form(request, context, *args, **kwargs)

    def render_delete_form(self, request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
        """Say once more where a thing is used that can be deleted all the same."""
        if not context["protected"]:
            context["uses"] = self.uses(request.user, context["object"], most=NAMED)
        return super().render_delete_form(request, context)


class ListsUses(ShowsUses):
    """Admin mixin of what is no record: the list stands in the form, and what is used cannot be deleted."""

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """Let the thing know who looks at it: Django's read-only columns do not."""
        thing = super().get_object(request, object_id, from_field)
        if thing is not None:
            thing.viewer = request.user
        return thing

    @admin.display(description=gettext_lazy("where used"))
    def where_used(self, thing: Any) -> SafeString | str:  # Any: a thing of this admin's model
        """List the first records that use it, public or in a draft, as far as the user may open them."""
        if thing is None or thing._state.adding:
            return ""
        return render_to_string(
            "admin/_uses.html", {"uses": self.uses(getattr(thing, "viewer", AnonymousUser()), thing, most=NAMED), "in_form": True}
        )

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[Any, dict[str, int], set[str], list[Any]]:
        """Protect what a record uses, drafts and texts included, which the database does not see."""
        to_delete, counts, needed, protected = super().get_deleted_objects(objs, request)
        found = [self.uses(request.user, thing, most=NAMED) for thing in objs]
        shown = [render_to_string("admin/_uses_line.html", {"line": line}) for uses in found for line in uses.lines]
        shown += [render_to_string("admin/_uses_place.html", {"place": place}) for uses in found for place in uses.places]
        if others := sum(uses.hidden + uses.count - len(uses.lines) for uses in found):
            shown.append(_("more records, drafts of others among them: %(count)d") % {"count": others})
        # Rows that the database protects belong to these records.
        return to_delete, counts, needed, list(dict.fromkeys(shown)) or protected
