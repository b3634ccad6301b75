"""Where static files are found: each address worked out once per process."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from whitenoise.storage import CompressedManifestStaticFilesStorage

# In the name of a file that says what is in it.
DIGEST = re.compile(r"\.[0-9a-f]{12}\.")


class StaticStorage(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage; its addresses do not change while a process runs, and a page asks for a dozen of them."""

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
