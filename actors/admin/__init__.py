"""People and offices in the admin."""

from django.contrib import admin

from actors.admin.actors import ActorAdmin
from actors.admin.offices import OfficeAdmin, PostAdmin
from actors.admin.places import PlaceAdmin
from actors.admin.tables import TableImportAdmin
from actors.admin.tenures import TenureAdmin
from actors.models import TableImport

__all__ = ["ActorAdmin", "OfficeAdmin", "PlaceAdmin", "PostAdmin", "TableImportAdmin", "TenureAdmin"]

admin.site.register(TableImport, TableImportAdmin)
