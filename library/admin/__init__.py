"""The library in the admin."""

from library.admin.documents import DocumentAdmin
from library.admin.images import ImageAdmin
from library.admin.sources import SourceAdmin
from library.admin.tags import TagAdmin

__all__ = ["DocumentAdmin", "ImageAdmin", "SourceAdmin", "TagAdmin"]
