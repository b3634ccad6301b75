"""The admin's list of records: columns, filters, search, and a page that costs the same at any size."""

from functools import partial
from typing import Any, cast

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.forms import Media
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from publishing import languages, presence, scheduling, seen
from publishing.admin.filters import ChangesFilter, LanguageFilter, PublicSinceFilter, RowsFilter, StateFilter
from publishing.models import Standing
from publishing.publishable import Publishable
from publishing.registry import ListedRows, record_type
from publishing.review import comments, rounds
from publishing.rights import as_seen_by, may, sees_all
from publishing.search import fold

# What a row tells of the draft of a record.
OF_DRAFTS = {"working_title", "has_draft", "draft_title"}
# Beyond this many results a list says "more than" instead of counting on.
COUNT_AT_MOST = 5_000


class CappedPaginator(Paginator):
    """A paginator that stops counting, so that the last of 100,000 rows costs the first page nothing."""

    @cached_property
    def found(self) -> int:
        """Return how many results there are, or one more than the cap."""
        results = cast("QuerySet", self.object_list)
        return results.order_by()[: COUNT_AT_MOST + 1].count()

    @property
    def is_capped(self) -> bool:
        """Whether there are more results than pages."""
        return self.found > COUNT_AT_MOST

    @cached_property
    def count(self) -> int:
        """Return the number of results that can be paged through."""
        return min(self.found, COUNT_AT_MOST)


class RecordChangeList(ChangeList):
    """Reads what the columns show in a fixed number of queries, and leaves the long texts in the database."""

    model: type[Publishable]

    def get_results(self, request: HttpRequest) -> None:
        """Show of others' work in progress only what everybody may read."""
        super().get_results(request)
        self.result_list = [as_seen_by(request.user, record) for record in self.result_list]
        theirs = [record for record in self.result_list if may(request.user, "change", record)]
        scheduling.attach(theirs)
        presence.attach(theirs, but=request.user)
        rounds.attach(theirs)
        comments.attach(theirs)

    def get_ordering(self, request: HttpRequest, queryset: QuerySet) -> list[Any]:
        """Order by public titles for those who may not open every draft: between titles of their own, others' could be told letter by letter."""
        ordering = super().get_ordering(request, queryset)
        if self.model_admin.opens_every_draft(request):
            return ordering
        public = f"{self.model.title_field}_{languages.active()}"
        return [f"-{public}" if each == "-working_title" else public if each == "working_title" else each for each in ordering]

    def get_queryset(self, request: HttpRequest, exclude_parameters: list[str | None] | None = None) -> QuerySet:
        """Add to the stock query what the columns need."""
        unread = [f"{self.model.body_field}_{code}" for code in languages.codes()]
        queryset = super().get_queryset(request, exclude_parameters).defer(*unread)
        return seen.with_draft_titles(queryset).prefetch_related(*(f"{accessor(rows)}__{rows.target}" for rows in labelling(self.model)))


def labelling(model: type[Publishable]) -> list[ListedRows]:
    """Return the kinds of rows that put labels on records, for example tags."""
    return [rows for rows in record_type(model).listed_rows if rows.target]


def accessor(rows: ListedRows) -> str:
    """Return the name under which a record holds its rows of a kind, for example `tagged`."""
    return str(rows.model._meta.get_field(rows.record).remote_field.get_accessor_name())


class RecordList(admin.ModelAdmin):
    """What the list of every record type has; a type adds its own columns."""

    list_display = ["name", "state_now", "languages_now", "labels", "public_since", "edited"]
    list_display_links = ["name"]
    list_per_page = 50
    list_max_show_all = 0
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    ordering = ["-edited_at", "-id"]
    paginator = CappedPaginator
    # Said where a filter means the records that have none.
    empty_value_display = _("none")
    search_help_text = _("Words of the title, in any language.")

    @property
    def media(self) -> Media:
        """Bring what the filters' fields need; forms bring their own."""
        return super().media + AutocompleteSelect(None, self.admin_site).media

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        """Use our own list."""
        return RecordChangeList

    def get_search_fields(self, request: HttpRequest) -> list[str]:
        """Search the titles, the one of a pending draft too where the user may open every draft."""
        titles = [f"{self.model.title_field}_{code}" for code in languages.codes()]
        return [*(["working_title"] if self.opens_every_draft(request) else []), *titles, *self.search_fields]

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Let nobody narrow the list by what he may not be shown: whether a record stays in it would tell that."""
        return super().lookup_allowed(lookup, value, request) and (lookup.partition("__")[0] not in OF_DRAFTS or self.opens_every_draft(request))

    def opens_every_draft(self, request: HttpRequest) -> bool:
        """Tell whether the user may open the drafts of others."""
        return sees_all(request.user, self.model)

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        """Find by the titles of drafts too, in any language and spelling: by those that the user may open."""
        found, has_duplicates = super().get_search_results(request, queryset, search_term)
        if words := fold(search_term).split():
            titled = Standing.objects.filter(seen.unseen(request.user), seen.containing("draft_title", words), kind=record_type(self.model).kind)
            found |= queryset.filter(pk__in=titled.values("pk"))
        return found, has_duplicates

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        """Offer the filters that every type has, one per kind of listing rows (tags), then the type's own."""
        rows = [partial(RowsFilter, rows=rows) for rows in labelling(self.model)]
        return [StateFilter, ChangesFilter, *rows, LanguageFilter, PublicSinceFilter, *self.list_filter]

    def picture_url(self, record: Publishable) -> str:
        """Return the address of a small picture of the record; a type that has pictures says where."""
        return ""

    @admin.display(description=_("picture"), empty_value="")
    def picture(self, record: Publishable) -> SafeString | str:
        """Show the small picture; it says nothing that the title does not."""
        url = self.picture_url(record)
        return render_to_string("admin/_picture.html", {"url": url}) if url else ""

    @admin.display(description=_("title"), ordering="working_title")
    def name(self, record: Publishable) -> SafeString:
        """Show the title the editor is working on, in its own language."""
        return render_to_string("admin/_name.html", {"record": record})

    @admin.display(description=_("state"), ordering="state")
    def state_now(self, record: Publishable) -> SafeString:
        """Show the state, whether it is scheduled, and whether changes wait."""
        return render_to_string("admin/_state.html", {"record": record})

    @admin.display(description=_("languages"))
    def languages_now(self, record: Publishable) -> SafeString:
        """Show in which languages the public can read the record, and in which it cannot."""
        return render_to_string("admin/_languages.html", {"record": record})

    @admin.display(description=_("tags"), empty_value="")
    def labels(self, record: Publishable) -> SafeString:
        """Show what lists the record; each label filters the list by itself."""
        rows = [(rows.target, row) for rows in labelling(type(record)) for row in getattr(record, accessor(rows)).all()]
        return render_to_string("admin/_labels.html", {"labels": [(name, getattr(row, name)) for name, row in rows]})

    @admin.display(description=_("public since"), ordering="live_at", empty_value="")
    def public_since(self, record: Publishable) -> SafeString | str:
        """Show when the record became or becomes public."""
        return render_to_string("admin/_moment.html", {"at": record.live_at}) if record.live_at else ""

    @admin.display(description=_("last edited"), ordering="edited_at")
    def edited(self, record: Publishable) -> SafeString:
        """Show when the record was last worked on, and by whom."""
        return render_to_string("admin/_moment.html", {"at": record.edited_at, "by": record.edited_by})
