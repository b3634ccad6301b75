"""The admin as Django ships it over the same records, to measure ours against; and the addresses of both."""

from django.contrib import admin
from django.urls import path

from library.models import Source
from news.models import Author
from tests.desk_type.models import Deadline, Dossier, Exhibit, Remark
from tests.urls import urlpatterns as ours

stock = admin.AdminSite(name="stock")


class Exhibits(admin.TabularInline):
    """Rows with two choices by autocomplete."""

    model = Exhibit
    autocomplete_fields = ["holder", "sources"]
    extra = 0


class Remarks(admin.StackedInline):
    """Rows of long texts."""

    model = Remark
    extra = 0


class Deadlines(admin.TabularInline):
    """Rows of plain values."""

    model = Deadline
    extra = 0


@admin.register(Dossier, site=stock)
class Dossiers(admin.ModelAdmin):
    """Dossiers without a desk: no drafts, no languages."""

    exclude = ["tags"]
    autocomplete_fields = ["keeper"]
    inlines = [Exhibits, Remarks, Deadlines]


@admin.register(Author, Source, site=stock)
class Found(admin.ModelAdmin):
    """What autocompletes find."""

    search_fields = ["id"]


# Under the admin's address: the public ones read no session.
urlpatterns = [path("admin/stock/", stock.urls), *ours]
