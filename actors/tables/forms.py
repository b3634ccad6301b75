"""Lists in the form of a record, as a table sees them."""

from typing import Any

from publishing.state import State, row_keys


def entries(state: State, prefix: str) -> list[dict[str, Any]]:
    """Return the rows of a list as mappings, each with its key."""
    found: dict[str, dict[str, Any]] = {key: {"id": key} for key in row_keys(state, prefix)}
    for path, value in state.items():
        head, _slash, rest = path.partition("/")
        key, _slash, name = rest.partition("/")
        if head == prefix and key in found:
            found[key][name] = value
    return list(found.values())
