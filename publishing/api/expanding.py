"""Whole objects in place of ids (`?expand=`): those that a page names, each kind read at once."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.urls import resolve, reverse
from rest_framework.request import Request

# JSON objects.
Row = dict[str, Any]
# Where a row says itself of what kind it is, in a member of this name.
BY_ROW = "kind"


def expand(rows: list[Row], names: list[str], kinds: Mapping[str, str], request: Request) -> None:
    """Put objects in place of the ids in the fields `names` of rows; `kinds` says of what kind each is.

    What is an id becomes the object, as its list has it; what is an object with an id gets it as `record`. An id that cannot be
    found stays. As many more queries as the lists of these kinds take.
    """
    wanted: dict[str, set[str]] = {}
    for kind, key, _put in places(rows, names, kinds):
        wanted.setdefault(kind, set()).add(key)
    found = {kind: objects(kind, keys, request) for kind, keys in wanted.items()}
    for kind, key, put in list(places(rows, names, kinds)):
        if key in found[kind]:
            put(found[kind][key])


def places(rows: list[Row], names: list[str], kinds: Mapping[str, str]) -> Iterator[tuple[str, str, Any]]:
    """Yield (kind, id, what puts an object in its place)."""
    for row in rows:
        for name in names:
            value = row.get(name)
            if isinstance(value, list):
                for number, each in enumerate(value):
                    yield from place(value, number, each, kinds[name])
            elif value is not None:
                yield from place(row, name, value, kinds[name])


def place(holder: Any, name: Any, value: Any, kind: str) -> Iterator[tuple[str, str, Any]]:  # Any: JSON, and a place in it
    """Yield the id in one place, if there is one."""
    if not isinstance(value, dict):
        yield kind, str(value), lambda found: holder.__setitem__(name, found)
    elif key := value.get("id"):
        yield (value["kind"] if kind == BY_ROW else kind), key, lambda found: value.__setitem__("record", found)


def objects(kind: str, keys: set[str], request: Request) -> dict[str, Row]:
    """Return {id: object} as the list of a kind has them."""
    view: Any = resolve(reverse(f"api:{kind}-list")).func.cls(action="list", request=request, kwargs={}, format_kwarg=None)  # type: ignore[attr-defined]
    rows = view.get_serializer(view.get_queryset().filter(pk__in=keys), many=True).data
    return {row["id"]: row for row in rows}
