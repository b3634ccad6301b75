"""Admin of things that are no records: what is done to them goes into the audit log, and into no other."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_noop

from publishing import changes

# By model: what an addition, a change and a deletion are called.
WORDS = {
    "source": (gettext_noop("source added"), gettext_noop("source changed"), gettext_noop("source deleted")),
    "user": (gettext_noop("user added"), gettext_noop("user changed"), gettext_noop("user deleted")),
    "group": (gettext_noop("group added"), gettext_noop("group changed"), gettext_noop("group deleted")),
}
ADDED, CHANGED, DELETED = range(3)


class Audited(admin.ModelAdmin):
    """Writes each addition, change and deletion down, inside its transaction."""

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> None:  # Any: as in Django
        """Write an addition down."""
        self.write_down(request, ADDED, obj)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> None:  # Any: as in Django
        """Write a change down, with the names of the fields that changed."""
        self.write_down(request, CHANGED, obj, message)

    def log_deletions(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Write deletions down, before they happen."""
        for obj in queryset:
            self.write_down(request, DELETED, obj)

    def write_down(self, request: HttpRequest, what: int, obj: Any, message: Any = None) -> None:  # Any: as in Django
        """Add an act to the audit log."""
        said = {"key": str(obj.pk), "name": str(obj)} | ({"changes": message} if message else {})
        changes.write_down(by=request.user, action=WORDS[str(self.opts.model_name)][what], detail=said)
