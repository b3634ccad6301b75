"""Makes a dump, whole or not at all, and puts it in the place of the last one."""

import json
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from pages.leaving.writing import one_moment
from publishing import changes, site
from publishing.api.texts import utc
from publishing.cells import neutral
from publishing.feeds import rights
from publishing.middleware import release
from publishing.models import ChangeHead
from publishing.navigation import absolute
from publishing.signatures import public_key, sign
from syndication.dumps.dictionary import dictionary
from syndication.dumps.guards import guards
from syndication.dumps.kinds import Kind, kinds, objects
from syndication.dumps.writing import Files
from syndication.static_site.asking import asked
from syndication.static_site.making import COPIES, SERVED, OccupiedError, alone_in, put_in_place
from syndication.static_site.reading import reading_through

__all__ = ["OccupiedError", "StoppedError", "make"]

FORM = "matiane-dump/1"
MANIFEST, GUARDS, DICTIONARY = "manifest.json", "guards.json", "dictionary.json"
# The signature of the manifest, which has the checksums of all files: whoever knows the site's key can tell the dump from a forged one.
SIGNATURE = f"{MANIFEST}.sig"
RIGHTS = (
    "Each text stands under the licence that its object names, else under that of the site; each picture under its own, with its credit. "
    "Pictures that partners may not use are not in here. Print the credit, and keep to the terms of use."
)


class StoppedError(Exception):
    """The making was broken off."""


def folder() -> Path:
    """Return where dumps lie; nothing serves it but the site itself."""
    return Path(settings.DATA_DIR) / "dumps"


def make(stop: threading.Event | None = None) -> dict[str, Any]:
    """Make a dump of everything public and put it in the place of the last one; return its manifest.

    It is of one moment, that of the change which the manifest names, whatever editors do meanwhile. Once `stop` is set, StoppedError;
    OccupiedError while somebody else makes one. The last one stays then.
    """
    out = folder()
    with alone_in(out):
        for left in (out / COPIES).glob("*"):
            if not (out / SERVED).exists() or left != (out / SERVED).resolve():
                shutil.rmtree(left)
        changes.head()
        about, described = answered("api:about"), answered("api:schema")
        copy = out / COPIES / f"{timezone.now():%Y%m%dT%H%M%S%f}"
        try:
            manifest = written(copy, about, described, stop)
        except BaseException:
            shutil.rmtree(copy, ignore_errors=True)
            raise
        put_in_place(out, copy)
    return manifest


def answered(name: str) -> dict[str, Any]:
    """Return what an address of the API answers."""
    with asked(reverse(name)) as answer:
        found: dict[str, Any] = json.loads(b"".join(answer.body))
        return found


def written(copy: Path, about: dict[str, Any], described: dict[str, Any], stop: threading.Event | None) -> dict[str, Any]:
    """Write the files of a dump; return its manifest."""
    files, found, began = Files(copy), kinds(), timezone.now()
    with reading_through(), one_moment():
        head = ChangeHead.objects.filter(pk=1).first() or ChangeHead()
        (copy / GUARDS).write_text(json.dumps(guards()), encoding="utf-8")
        terms = neutral(rights(site.read()))
        for kind in found:
            files.write_list(kind, until(stop, kind, head), terms)
    files.write_json(DICTIONARY, dictionary(found, described))
    manifest = {
        "form": FORM,
        "site": settings.SITE_URL,
        "sequence": head.sequence,
        "changes": f"{absolute(reverse('api:changes'))}?after={head.sequence}",
        "made_at": utc(began),
        "release": release(),
        "signed_by": public_key(),
        **{name: about[name] for name in ("name", "languages", "licence", "terms", "terms_url")},
        "rights": RIGHTS,
        "files": [{**file, "url": absolute(reverse("syndication:dump", kwargs={"name": file["name"]}))} for file in told(files)],
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=1).encode()
    (copy / MANIFEST).write_bytes(text)
    (copy / SIGNATURE).write_text(sign(text), encoding="ascii")
    return manifest


def told(files: Files) -> list[dict[str, Any]]:
    """Return the files in the order of their names."""
    return sorted(files.told, key=lambda file: str(file["name"]))


def until(stop: threading.Event | None, kind: Kind, head: ChangeHead) -> Iterator[list[dict[str, Any]]]:
    """Yield the objects of a list until `stop` is set; then StoppedError."""
    for some in objects(kind, head):
        if stop is not None and stop.is_set():
            raise StoppedError
        yield some
