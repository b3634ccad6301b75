"""Finding names in the admin by any spelling, in any script."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest

from publishing.search import fold


def all_words(term: str, paths: Sequence[str] = ("folded",)) -> Q | None:
    """Return the condition that folded columns hold every word of a search, in any order; None for a search without words."""
    words = fold(term).split()
    return Q(*(Q(*(Q(**{f"{path}__contains": word}) for path in paths), _connector=Q.OR) for word in words)) if words else None


class FoldedSearch(admin.ModelAdmin):
    """Admin mixin: searches names as `publishing.search.fold` compares them, and those in rows of other names."""

    # The folded columns.
    search_fields = ["folded"]
    # The rows that hold other names, with the relation that leads to what they name.
    other_names: tuple[type[Model], str] | None = None

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        """Add what has every word in one of its names."""
        search_term = search_term.replace("\0", "")
        found, has_duplicates = super().get_search_results(request, queryset, search_term)
        if (condition := all_words(search_term, self.search_fields)) is not None:
            if self.other_names is not None:
                rows, relation = self.other_names
                condition |= Q(pk__in=rows._base_manager.filter(all_words(search_term)).values(relation))
            found |= queryset.filter(condition)
        return found, has_duplicates


class Found(FoldedSearch):
    """Admin mixin for things that are only found by their names, and edited in the form of another."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Stay out of the list of what can be edited."""
        return False

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Leave it to the form that has the rows."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Leave it to the form that has the rows."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Leave it to the form that has the rows."""
        return False
