"""What an editor was shown, signed into the form: opening writes nothing, so it travels there and back."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Self

from django.core import signing

from publishing.publishable import Publishable
from publishing.state import State, diff, place_of, row_keys

SALT = "publishing.seen"


@dataclass(frozen=True)
class Seen:
    """What a page takes account of."""

    # The live form when the page was opened.
    live: State
    # The form that its editor's changes are changes of: as it was shown, or what was stored where a clash was shown.
    base: State
    # The keys of the clashes it shows, on which nobody has decided yet.
    open: Collection[str] = ()

    def pack(self, record: Publishable) -> str:
        """Return it as text that only this site can have written, and for this record only."""
        delta = {key: after for key, (_before, after) in diff(self.live, self.base).items() if after is not None}
        return signing.dumps([self.live, delta, list(self.open)], salt=f"{SALT}.{record.pk}", compress=True)

    @classmethod
    def unpack(cls, text: str, record: Publishable) -> Self:
        """Return what `pack` wrote, or raise signing.BadSignature."""
        live, delta, undecided = signing.loads(text, salt=f"{SALT}.{record.pk}")
        return cls(live, without_lost_rows({**live, **delta}), undecided)

    def showed(self, key: str, live: State) -> bool:
        """Tell whether what is live under a key, or in a whole row, is what the page was opened over."""
        prefix, row, _name = place_of(f"{key}/")
        mine, theirs = ({name: value for name, value in state.items() if name == key or name.startswith(f"{key}/")} for state in (self.live, live))
        return mine == theirs and (row in row_keys(self.live, prefix)) == (row in row_keys(live, prefix))


def without_lost_rows(state: State) -> State:
    """Return the state without values of rows that are in no list."""
    return {key: value for key, value in state.items() if not (place := place_of(key))[1] or place[1] in row_keys(state, place[0])}
