"""Admin of things that are no records: what is done to them goes into the audit log, and into no other."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from publishing import changes


class Audited(admin.ModelAdmin):
    """Writes each addition, change and deletion down, last in its transaction."""

    # What the log calls them, marked for the catalogues.
    added = ""
    changed = ""
    deleted = ""
    # Whether public pages print these things, so that the cached ones go.
    is_printed = False

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> None:  # Any: as in Django
        """Write an addition down."""
        self.write_down(request, self.added, said_of(obj))

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> None:  # Any: as in Django
        """Write a change down, with the names of the fields that changed."""
        self.write_down(request, self.changed, {**said_of(obj), "changes": message})

    def log_deletions(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Leave it to `delete_model`: Django announces deletions, and the counter row is taken last."""

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Delete, and write it down."""
        said = said_of(obj)
        super().delete_model(request, obj)
        self.write_down(request, self.deleted, said)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Delete one after the other."""
        for obj in queryset:
            self.delete_model(request, obj)

    def write_down(self, request: HttpRequest, action: str, said: dict[str, Any]) -> None:
        """Add an act to the audit log."""
        changes.write_down(by=request.user, action=action, detail=said, public=self.is_printed)


def said_of(obj: Any) -> dict[str, Any]:
    """Return what the log keeps of a thing, which may be gone when somebody reads it."""
    return {"key": str(obj.pk), "name": str(obj)}
