"""The audit log in the admin: who did what, to be read by administrators and changed by nobody."""

from collections import defaultdict
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from publishing.admin.lists import CappedPaginator
from publishing.models import Audit
from publishing.publishable import Publishable, State
from publishing.registry import by_kind

# What the kernel writes down besides steps between states; for the catalogues.
ACTS = [
    gettext_noop("draft discarded"),
    gettext_noop("scheduled"),
    gettext_noop("schedule cancelled"),
    gettext_noop("rescheduled"),
    gettext_noop("schedule done"),
    gettext_noop("schedule refused"),
    gettext_noop("review link made"),
    gettext_noop("preview shared"),
    gettext_noop("preview revoked"),
    gettext_noop("review asked"),
    gettext_noop("review approved"),
    gettext_noop("review returned"),
    gettext_noop("review taken back"),
    gettext_noop("comment added"),
    gettext_noop("comment resolved"),
    gettext_noop("comment reopened"),
    gettext_noop("locked"),
    gettext_noop("lock released"),
    gettext_noop("lock broken"),
    gettext_noop("erased"),
    gettext_noop("version restored"),
    gettext_noop("content checked"),
]


def in_words(action: str) -> str:
    """Return what was done, in the reader's language: a step between two states, or an action by its name."""
    was, arrow, to = action.partition("->")
    if arrow and {was, to} <= set(State.values):
        return f"{State(was).label} → {State(to).label}"
    return gettext(action)


class ActList(ChangeList):
    """Reads the titles of the records that a page names, in one query for each kind."""

    def get_results(self, request: HttpRequest) -> None:
        """Let every act know its record, or None if that is gone."""
        super().get_results(request)
        acts = list(self.result_list)
        wanted: defaultdict[str, set[Any]] = defaultdict(set)
        for act in acts:
            if act.kind:
                wanted[act.kind].add(act.record)
        found: dict[Any, Publishable] = {}
        for kind, keys in wanted.items():
            model = by_kind(kind).model
            unread = [field.name for field in model._meta.concrete_fields if isinstance(field, models.TextField)]
            found |= {record.pk: record for record in model._default_manager.defer(*unread).filter(pk__in=keys)}
        for act in acts:
            act.subject = found.get(act.record)
        self.result_list = acts


class AuditAdmin(admin.ModelAdmin):
    """The log, newest first. Registered by `config`: the kernel brings the site itself, and cannot do both."""

    list_display = ["moment", "by", "deed", "subject"]
    list_display_links = ["deed"]
    list_filter = [("at", admin.DateFieldListFilter), ("by", admin.RelatedOnlyFieldListFilter)]
    search_fields = ["action", "by__username", "detail"]
    search_help_text = _("What was done (in English), a user name, or a key.")
    fields = ["moment", "by", "deed", "kind", "record", "detail", "previous", "hash"]
    list_select_related = ["by"]
    list_per_page = 50
    list_max_show_all = 0
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    paginator = CappedPaginator
    actions = None

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        """Use our own list."""
        return ActList

    def get_readonly_fields(self, request: HttpRequest, obj: Audit | None = None) -> list[str]:
        """Let nothing be typed."""
        return list(self.fields)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Refuse: acts are written where they are done."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Audit | None = None) -> bool:
        """Refuse: what happened stays."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Audit | None = None) -> bool:
        """Refuse: what happened stays."""
        return False

    def get_search_results(self, request: HttpRequest, queryset: models.QuerySet, search_term: str) -> tuple[models.QuerySet, bool]:
        """Search without the one character that PostgreSQL refuses, and find the acts on one record by its key."""
        found, has_duplicates = super().get_search_results(request, queryset, search_term.replace("\0", ""))
        try:
            key = Audit._meta.get_field("record").to_python(search_term.strip())
        except ValidationError:
            key = None
        return (queryset.filter(record=key), False) if key else (found, has_duplicates)

    @admin.display(description=_("when"), ordering="id")
    def moment(self, act: Audit) -> SafeString:
        """Show when it was done."""
        return render_to_string("admin/_moment.html", {"at": act.at})

    @admin.display(description=_("what"), ordering="action")
    def deed(self, act: Audit) -> str:
        """Say what was done."""
        return in_words(act.action)

    @admin.display(description=_("text"), empty_value="")
    def subject(self, act: Audit) -> SafeString | str:
        """Name the record, with a link to its form."""
        if act.record is None:
            return ""
        record = act.subject
        if record is None:
            return gettext("deleted for ever")
        url = reverse(f"{self.admin_site.name}:{record._meta.app_label}_{record._meta.model_name}_change", args=[record.pk])
        return render_to_string("admin/_subject.html", {"record": record, "url": url})
