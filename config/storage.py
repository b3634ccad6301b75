"""Where static files are found: each address worked out once per process."""

from functools import lru_cache

from whitenoise.storage import CompressedManifestStaticFilesStorage


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
