"""Records that stand in one another, as filters ask for them: one with all that is in it."""

import uuid
from typing import Any

from publishing.publishable import Publishable

# More steps than any tree has.
DEEPEST = 50


def with_all_in(model: type[Publishable], top: uuid.UUID, *, parent: str = "parent") -> list[uuid.UUID]:
    """Return the ids of a live record and of all live ones in it, however deep. One query; nothing where it is not live."""
    rows: Any = model._default_manager.all()
    above = dict(rows.live().values_list("pk", parent))
    if top not in above:
        return []
    found = {top}
    for _step in range(DEEPEST):
        fresh = {key for key, holder in above.items() if holder in found} - found
        if not fresh:
            break
        found |= fresh
    return list(found)
