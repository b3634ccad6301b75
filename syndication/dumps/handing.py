"""The dump that stands, and whether it may be handed out."""

import datetime as dt
import json
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from publishing import changes, remembered
from publishing.models import ChangeHead
from syndication.dumps.guards import still_stands
from syndication.dumps.making import GUARDS, MANIFEST, SERVED, SIGNATURE, folder

_judged = remembered.Memory(4)
_turn = threading.Lock()


@dataclass(frozen=True)
class Dump:
    """A dump: where its files lie, and what its manifest says."""

    folder: Path
    manifest: dict[str, Any]

    @property
    def sequence(self) -> int:
        """The public change as of which it is."""
        return int(self.manifest["sequence"])

    @property
    def made_at(self) -> dt.datetime:
        """When it was begun."""
        return dt.datetime.fromisoformat(self.manifest["made_at"])

    def path(self, name: str) -> Path | None:
        """Return where a file of it lies; None for a name that it does not know."""
        names = {MANIFEST, SIGNATURE, *(file["name"] for file in self.manifest["files"])}
        return self.folder / name if name in names else None

    def may_be_handed_out(self, head: ChangeHead) -> bool:
        """Tell whether everything in it is still public; judged once in a process under each public change."""
        under = (head.sequence, head.moved_at) if head.moved_at is not None and not changes.is_due(head) else None
        with _turn:
            known = _judged.under(under)
            if self.folder not in known:
                then = json.loads((self.folder / GUARDS).read_text(encoding="utf-8"))
                known[self.folder] = still_stands(self.sequence, then, head)
            return bool(known[self.folder])


def current() -> Dump | None:
    """Return the last dump that was made; None if there is none."""
    served = folder() / SERVED
    try:
        # Once: another one may take its place while this one is read.
        copy = served.resolve(strict=True)
        return Dump(copy, json.loads((copy / MANIFEST).read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None
