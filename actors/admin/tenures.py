"""Tenures, to be found by typing in other forms: by the person and by the post."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from actors.admin.search import Found
from actors.models import Tenure


@admin.register(Tenure)
class TenureAdmin(Found):
    """Tenures."""

    search_fields = ["actor__folded", "post__folded"]
    ordering = ["actor__folded", "start_lower", "id"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Tenure]:
        """Bring what a tenure is called by."""
        return super().get_queryset(request).select_related("actor", "post__office")
