"""What a site says about itself, one noun a file."""

from pages.models.moving import ImportedItem, ImportRun
from pages.models.page import Page

__all__ = ["ImportRun", "ImportedItem", "Page"]
