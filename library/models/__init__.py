"""What all content shares: tags, images, sources, documents. Each app keeps its own through-models on the abstract ones here."""

from library.models.documents import DeletedDocument, Document, DocumentFile, DocumentRow, DocumentUse
from library.models.images import Image, ImageUse, card_image_field
from library.models.sources import Citation, Source
from library.models.tags import Tag, TagAlias, TagCount, TaggedRow, TagSpelling, tag_indexes, tag_key

__all__ = [
    "Citation",
    "DeletedDocument",
    "Document",
    "DocumentFile",
    "DocumentRow",
    "DocumentUse",
    "Image",
    "ImageUse",
    "Source",
    "Tag",
    "TagAlias",
    "TagCount",
    "TagSpelling",
    "TaggedRow",
    "card_image_field",
    "tag_indexes",
    "tag_key",
]
