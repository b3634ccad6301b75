"""Which way a source is brought: an archive of a site of ours is read back, everything else is moved in."""

from pathlib import Path

from django.contrib.auth.models import User

from pages.leaving.archive import is_one
from pages.leaving.bringing import Bringing
from pages.models import ImportRun
from pages.moving.run import Run


def run_of(row: ImportRun, *, by: User) -> Run | Bringing:
    """Return what brings the source of a run; SourceError if nothing can."""
    return Bringing(row, by=by) if is_one(Path(row.source)) else Run(row, by=by)
