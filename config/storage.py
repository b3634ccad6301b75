"""Where static files are found: each address worked out once per process."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage, Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

# In the name of a file that says what is in it.
DIGEST = re.compile(r"\.[0-9a-f]{12}\.")
# The style sheet that names those of the public pages, each on a line of its own; and what of them readers can do without.
SHEET, NAMED = "css/site.css", re.compile(r'@import url\("([^"]+)"\);\n')
COMMENTS = re.compile(r"/\*.*?\*/\s*", re.DOTALL)
# {name of a file: (where it is read, under what name)}
Paths = dict[str, tuple[Storage, str]]


class StaticStorage(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage; its addresses do not change while a process runs, and a page asks for several of them."""

    # A module that others import under an address which is not the page's own would run twice, each beside the other.
    support_js_module_import_aggregation = True

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.remembered = lru_cache(maxsize=512)(super().url)

    def url(self, name: str | None, force: bool = False) -> str:  # noqa: FBT001, FBT002 - as Django calls it
        """Return the address of a file."""
        return super().url(name, force) if force else self.remembered(name)

    def compress_files(self, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Compress what is not compressed yet: after an update most files are those of the release before."""
        return super().compress_files([path for path in paths if not self.is_compressed(path)])

    def is_compressed(self, path: str) -> bool:
        """Tell whether a file was compressed as it is: one that is named after what is in it never changes."""
        whole, packed = Path(self.path(path)), Path(f"{self.path(path)}.gz")
        return packed.exists() and (bool(DIGEST.search(path)) or packed.stat().st_mtime >= whole.stat().st_mtime)

    def post_process(self, paths: Paths, *args: Any, **options: Any) -> Iterator[Any]:  # Any: as Django calls it
        """Name and compress what was gathered, with the style sheet of the public pages as one file."""
        yield from super().post_process({**paths, SHEET: whole_sheet(paths)} if SHEET in paths else paths, *args, **options)


def whole_sheet(paths: Paths) -> tuple[Storage, str]:
    """Return where the style sheet is read that holds those it names, without comments. What they name in turn is named from its folder."""

    def read(name: str) -> str:
        storage, path = paths[name]
        with storage.open(path) as file:
            return COMMENTS.sub("", file.read().decode())

    folder = SHEET.rpartition("/")[0]
    text = NAMED.sub(lambda found: read(f"{folder}/{found[1]}"), read(SHEET))
    storage = InMemoryStorage()
    return storage, storage.save(SHEET, ContentFile(text.encode()))
