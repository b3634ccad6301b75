"""What an editor was shown, signed into the form: opening writes nothing, so it travels there and back."""

from dataclasses import dataclass
from typing import Self

from django.core import signing

from publishing.publishable import Publishable
from publishing.state import State, diff, place_of, row_keys

SALT = "publishing.seen"


@dataclass(frozen=True)
class Seen:
    """The live form when the page was opened, and the form that was shown."""

    live: State
    shown: State

    def pack(self, record: Publishable) -> str:
        """Return it as text that only this site can have written, and for this record only."""
        delta = {key: after for key, (_before, after) in diff(self.live, self.shown).items() if after is not None}
        return signing.dumps([self.live, delta], salt=f"{SALT}.{record.pk}", compress=True)

    @classmethod
    def unpack(cls, text: str, record: Publishable) -> Self:
        """Return what `pack` wrote, or raise signing.BadSignature."""
        live, delta = signing.loads(text, salt=f"{SALT}.{record.pk}")
        return cls(live, without_lost_rows({**live, **delta}))


def without_lost_rows(state: State) -> State:
    """Return the state without values of rows that are in no list."""
    return {key: value for key, value in state.items() if not (place := place_of(key))[1] or place[1] in row_keys(state, place[0])}
