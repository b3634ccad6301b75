"""The signed list of what is published: a digest of the newest publication of each live record, kept outside the database.

Whoever can write into the database can change a record and its versions alike; not this list, for which one needs the site's key.
"""

import gzip
import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.utils import timezone

from publishing import changes
from publishing.models import Version
from publishing.registry import RecordType, record_types
from publishing.signatures import is_signed, public_key, sign
from publishing.state import State as FormState

FORM = "matiane-content/1"
LIST, SIGNATURE = "content.jsonl.gz", "content.jsonl.gz.sig"
BATCH = 500


class ForgedError(Exception):
    """The list is not as the site signed it."""


@dataclass(frozen=True)
class Signed:
    """A list whose signature holds: what its first line says, and the digests by record."""

    about: dict[str, Any]  # Any: as JSON has it
    digests: dict[UUID, str]


def folder() -> Path:
    """Return where the list lies."""
    return Path(settings.DATA_DIR) / "signed"


def digest(state: FormState) -> str:
    """Return the SHA-256 of a form, whatever the order of its keys."""
    return hashlib.sha256(json.dumps(state, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()).hexdigest()


def newest_publications(keys: Sequence[UUID]) -> dict[UUID, Version]:
    """Return the version of the newest publication of each of these records. One query."""
    published = Version.objects.filter(published=True)
    later = published.filter(record=OuterRef("record"), number__gt=OuterRef("number"))
    return {version.record: version for version in published.filter(~Exists(later), record__in=keys)}


def keys_of(kind: RecordType) -> Iterator[list[UUID]]:
    """Yield the keys of all records of a type, some at a time."""
    keys = list(kind.model._default_manager.order_by("pk").values_list("pk", flat=True))
    yield from (keys[start : start + BATCH] for start in range(0, len(keys), BATCH))


def make() -> Signed:
    """Write the list of this moment and its signature in the place of the last one; return it."""
    head = changes.head()
    about = {
        "form": FORM,
        "site": settings.SITE_URL,
        "sequence": head.sequence,
        "audit": head.audit_hash,
        "made_at": timezone.now().isoformat(),
        "key": public_key(),
    }
    digests: dict[UUID, str] = {}
    lines = [json.dumps(about)]
    for kind in record_types():
        for keys in keys_of(kind):
            records: Any = kind.model._default_manager
            live = set(records.live().filter(pk__in=keys).values_list("pk", flat=True))
            for key, version in sorted(newest_publications([key for key in keys if key in live]).items()):
                digests[key] = digest(version.data)
                lines.append(json.dumps({"kind": kind.kind, "id": str(key), "sha256": digests[key]}))
    content = gzip.compress("\n".join(lines).encode(), mtime=0)
    folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    # The list first: one without its own signature is refused, and made anew.
    for name, some in ((LIST, content), (SIGNATURE, sign(content).encode())):
        new = folder() / f"{name}.new"
        with new.open("wb") as file:
            file.write(some)
            file.flush()
            os.fsync(file.fileno())
        new.replace(folder() / name)
    return Signed(about, digests)


def read(path: Path | None = None) -> Signed | None:
    """Return the list in a folder (that of the site), None if there is none. ForgedError if its signature does not hold."""
    where = path or folder()
    if not (where / LIST).exists():
        return None
    content = (where / LIST).read_bytes()
    signature = (where / SIGNATURE).read_text(encoding="ascii") if (where / SIGNATURE).exists() else ""
    if not is_signed(content, signature):
        raise ForgedError(f"{where / LIST}: not as this site signed it. If SECRET_KEY or SIGNING_SECRET was replaced, sign anew.")
    about, *entries = map(json.loads, gzip.decompress(content).decode().splitlines())
    return Signed(about, {UUID(entry["id"]): entry["sha256"] for entry in entries})
