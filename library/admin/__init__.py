"""The library in the admin."""

from library.admin.images import ImageAdmin
from library.admin.sources import SourceAdmin
from library.admin.tags import TagAdmin

__all__ = ["ImageAdmin", "SourceAdmin", "TagAdmin"]
