"""What a dump holds: the lists of the read API, and their objects as the address of each answers them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.handlers.wsgi import WSGIRequest
from django.urls import get_resolver, reverse
from rest_framework.request import Request

from publishing.api.tables import Way, columns_of
from publishing.api.viewsets import ReadViewSet
from publishing.models import ChangeHead
from syndication.static_site.asking import environment

# So many objects are read at once: what belongs to them is read together.
CHUNK = 100


@dataclass(frozen=True)
class Kind:
    """One list of the read API: its name in the address ("articles"), and the view that answers it."""

    name: str
    view: type[ReadViewSet]

    def of_one(self, request: Request | None = None) -> Any:  # Any: a view
        """Return the view as it answers a single object: with all that is in it."""
        return self.view(action="retrieve", request=request, kwargs={}, format_kwarg=None)

    def members(self) -> list[str]:
        """Return the names of the members of its objects, in their order."""
        return list(self.of_one().field_names())

    def columns(self) -> dict[str, Way]:
        """Return the columns of its table, each with the way to its value in an object."""
        return columns_of(self.of_one().get_serializer())


def kinds() -> list[Kind]:
    """Return the lists of the read API, in the order of its addresses."""
    _prefix, api = get_resolver().namespace_dict["api"]
    lists = [pattern for pattern in api.url_patterns if (pattern.name or "").endswith("-list")]
    return [Kind(reverse(f"api:{pattern.name}").rstrip("/").rpartition("/")[2], pattern.callback.cls) for pattern in lists]


def objects(kind: Kind, head: ChangeHead) -> Iterator[list[dict[str, Any]]]:
    """Yield all objects of a list, some at a time and whole, by id; of the others only the keys are in memory. Inside a transaction of one moment.

    `head` says as of which change, so that what all of them share is read once.
    """
    asked = WSGIRequest(environment(reverse("api:about")))
    vars(asked)["change_head"] = head
    view = kind.of_one(Request(asked))
    rows = view.get_queryset().order_by("pk")
    # Their keys first: a database that sorted whole rows would hold all of their texts at once.
    keys = list(rows.values_list("pk", flat=True))
    for start in range(0, len(keys), CHUNK):
        yield view.get_serializer(list(rows.filter(pk__in=keys[start : start + CHUNK])), many=True).data
