"""Uploads that are too large are refused while they arrive: the rest is read and forgotten."""

from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

# How the fields of forms begin that take documents; all others take pictures.
DOCUMENTS = "document_"


class BoundedUploadHandler(FileUploadHandler):
    """Stands before the handlers that keep what arrives, and stops giving them anything once a file exceeds the limit.

    The form then gets a file without content but with its true size, so that it can say what is wrong; raising an exception
    here would drop the form's other fields, or reset the connection without a word.
    """

    def new_file(self, *args: Any, **kwargs: Any) -> None:  # Any: whatever Django's parser tells of a file
        """Begin counting anew."""
        super().new_file(*args, **kwargs)
        self.limit = settings.DOCUMENT_MAX_BYTES if (self.field_name or "").startswith(DOCUMENTS) else settings.IMAGE_MAX_BYTES
        self.too_large = False

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Pass the chunk on, or drop it."""
        self.too_large = self.too_large or start + len(raw_data) > self.limit
        return None if self.too_large else raw_data

    def file_complete(self, file_size: int) -> UploadedFile | None:
        """Stand in for a file that was dropped; leave the others to the next handler."""
        if not self.too_large:
            return None
        for handler in self.request.upload_handlers:
            # What the others kept until then.
            if handler is not self and getattr(handler, "file", None) is not None:
                handler.file.close()
        return UploadedFile(BytesIO(), self.file_name, self.content_type, file_size, self.charset, self.content_type_extra)
