"""The trash in the admin: the list of what lies in it, since when and by whom, and the two ways out."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from publishing.admin.filters import StateFilter
from publishing.held import Hold, holds, name_of
from publishing.publishable import Publishable, State
from publishing.rights import may

# What says nothing of a record that lies in the trash.
NOT_SHOWN = {"picture", "state_now", "languages_now", "labels", "public_since", "edited"}


def shows_trash(request: HttpRequest) -> bool:
    """Tell whether a list is that of the trash."""
    return request.GET.get(StateFilter.parameter_name) == State.TRASHED


def linked(by: Any, hold: Hold) -> tuple[str, int, list[tuple[str, str]]]:  # Any: a user
    """Return (what holds a record, how much, [(name of a record, address of its form)])."""
    names = [(name_of(record, by), f"admin:{record._meta.app_label}_{record._meta.model_name}_change", record.pk) for record in hold.records]
    return hold.what, hold.count, [(name, reverse(address, args=[key])) for name, address, key in names]


def history_kept(by: Any, record: Publishable) -> SafeString | str:  # Any: a user
    """Return what is said of the history of a record that lies in the trash; "" for one without."""
    held = [linked(by, hold) for hold in holds(record)]
    return render_to_string("admin/record/_history_kept.html", {"holds": held}) if held else ""


class RecordTrash(admin.ModelAdmin):
    """Admin mixin: the list of records, where it is filtered to the trash."""

    change_list_template = "admin/record/change_list.html"

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        """Say of what lies in the trash when it was put there and by whom, and offer the ways out."""
        columns = list(super().get_list_display(request))
        return [*(name for name in columns if name not in NOT_SHOWN), "was_public", "put_away", "ways_out"] if shows_trash(request) else columns

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:  # Any: as in Django
        """Say what holds the records, with links, in the place of everything else that would go."""
        held = [linked(request.user, hold) for record in objs for hold in holds(record)]
        if not held:
            return super().get_deleted_objects(objs, request)
        return [], {}, set(), [render_to_string("admin/record/_held_line.html", {"hold": hold}) for hold in held]

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        """Let every record know which ways out the user has."""
        found = super().get_changelist_instance(request)
        for record in found.result_list if shows_trash(request) else ():
            address = f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}"
            may_erase = self.has_delete_permission(request, record)
            vars(record)["ways_out"] = {"address": address, "may_restore": may(request.user, "delete", record), "may_erase": may_erase}
        return found

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Name the list for what it is, and lead there and back."""
        return super().changelist_view(request, {"shows_trash": shows_trash(request), **(extra_context or {})})

    @admin.display(description=_("was public"), empty_value="")
    def was_public(self, record: Publishable) -> SafeString | str:
        """Show since when the public saw the record, if it ever did."""
        return render_to_string("admin/_moment.html", {"at": record.first_published_at}) if record.first_published_at else ""

    @admin.display(description=_("moved to the trash"), ordering="edited_at")
    def put_away(self, record: Publishable) -> SafeString:
        """Show when and by whom: nothing happens to a record in the trash, so that was the last thing."""
        return render_to_string("admin/_moment.html", {"at": record.edited_at, "by": record.edited_by})

    @admin.display(description=_("steps"))
    def ways_out(self, record: Publishable) -> SafeString:
        """Offer to bring the record back, and to delete it for ever."""
        return render_to_string("admin/record/_ways_out.html", {"record": record, **vars(record)["ways_out"]})
