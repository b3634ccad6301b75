"""People and the offices they hold, one noun a file."""

from actors.models.actor import Actor, ActorIdentifier, ActorName
from actors.models.office import Existence, Mark, Office, OfficeLink, OfficeName
from actors.models.place import Place
from actors.models.post import Post
from actors.models.remit import Remit
from actors.models.tables import TableImport
from actors.models.tenure import EndStatus, Tenure
from actors.models.withheld import Withheld

__all__ = [
    "Actor",
    "ActorIdentifier",
    "ActorName",
    "EndStatus",
    "Existence",
    "Mark",
    "Office",
    "OfficeLink",
    "OfficeName",
    "Place",
    "Post",
    "Remit",
    "TableImport",
    "Tenure",
    "Withheld",
]
