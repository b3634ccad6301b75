"""Other names of records: what is called by several, in any script, is found by each of them at the desk. The apps say where they lie."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F, Model, QuerySet

from publishing.seen import containing

# So many names are looked at.
MOST = 200


@dataclass(frozen=True)
class Names:
    """Rows whose column `folded` holds names as `publishing.search.fold` makes them, of the record that their column `record` points to."""

    model: type[Model]
    record: str = "pk"

    def having(self, words: Iterable[str]) -> QuerySet:
        """Return (key of the record, folded names) of those with all of these words in them."""
        found = self.model._default_manager.filter(containing("folded", words)).order_by()
        return found.annotate(of=F(self.record)).values_list("of", "folded")


_known: dict[type[Model], Names] = {}


def register(*names: Names) -> None:
    """Let records be found by these names too."""
    _known.update({each.model: each for each in names})


def called(words: Iterable[str]) -> dict[UUID, list[str]]:
    """Return {key of a record: its names, folded} of records with a name that has all of these folded words. One query."""
    queries = [each.having(list(words)) for each in _known.values()]
    found: defaultdict[UUID, list[str]] = defaultdict(list)
    for key, folded in queries[0].union(*queries[1:], all=True)[:MOST] if queries else ():
        found[key].append(folded)
    return dict(found)
