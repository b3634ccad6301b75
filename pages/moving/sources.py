"""What sort of source a file or folder is."""

import zipfile
from pathlib import Path

from django.utils.translation import gettext_noop

from pages.moving.html_pages import HtmlSource
from pages.moving.items import Source, SourceError
from pages.moving.mapping import Mapping
from pages.moving.tables import TableSource
from pages.moving.wxr import WxrSource

TABLES = {".csv", ".tsv", ".xlsx"}
ARCHIVES = (".zip", ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz")
# How much of a file tells what it is.
HEAD = 4096


def opened(path: Path, mapping: Mapping) -> Source:
    """Return the source at a path, told by what it is; SourceError for what we cannot read."""
    if not path.exists():
        raise SourceError(gettext_noop("%(file)s: there is no such file or folder."), file=path)
    if path.is_dir() or path.name.lower().endswith(ARCHIVES):
        return HtmlSource(path, mapping)
    if path.suffix.lower() in TABLES:
        return TableSource(path, mapping)
    with path.open("rb") as file:
        head = file.read(HEAD)
    if b"<rss" in head.lower() or path.suffix.lower() in {".xml", ".wxr"}:
        return WxrSource(path, mapping)
    if zipfile.is_zipfile(path):
        return HtmlSource(path, mapping)
    raise SourceError(
        gettext_noop("%(file)s: this is neither a WordPress export (.xml), nor saved pages (a folder, .zip, .tar), nor a table (.csv, .xlsx)."),
        file=path.name,
    )
