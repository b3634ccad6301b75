"""People and offices in the admin."""

from actors.admin.actors import ActorAdmin
from actors.admin.offices import OfficeAdmin, PostAdmin
from actors.admin.places import PlaceAdmin

__all__ = ["ActorAdmin", "OfficeAdmin", "PlaceAdmin", "PostAdmin"]
