"""Chosen records as tables: themselves, or the rows of their forms."""

from typing import Any, cast

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from actors.admin.sending import sent_book, sent_file
from actors.tables.books_out import book_of
from actors.tables.kinds import KINDS, Kind
from actors.tables.writing_out import csv_lines, file_name
from publishing import audit
from publishing.workflow import User

DOWNLOADED = gettext_noop("table downloaded")


class WithTables(admin.ModelAdmin):
    """Admin mixin: the chosen records of the list, or all that it finds, as tables."""

    # {name of the action: the table that it hands out}
    tables: dict[str, str]

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Offer each table."""
        found = super().get_actions(request)
        for name, kind in self.tables.items():
            label = _("Download as a table: %(table)s") % {"table": KINDS[kind].label}
            found[name] = (downloading(kind), name, label)
        return found


def downloading(kind: str) -> Any:  # Any: an action, as Django calls it
    """Return the action that hands out a table of the chosen records."""

    def download(model_admin: admin.ModelAdmin, request: HttpRequest, records: QuerySet) -> HttpResponseBase:
        # The list may have joined other tables on the way, and left out columns.
        chosen = model_admin.model._default_manager.filter(pk__in=records.order_by().values("pk"))
        return sent(KINDS[kind], chosen, cast("User", request.user))

    return download


def sent(kind: Kind, records: QuerySet, by: User) -> HttpResponseBase:
    """Send records as a table, or as a workbook where they have several sheets."""
    audit.note(by=by, action=DOWNLOADED, table=kind.key)
    if kind.sheets:
        return sent_book(book_of(kind, records, by), file_name(kind, "xlsx"))
    return sent_file(csv_lines(kind, records, by), file_name(kind))
