"""The texts of documents, for the search: taken out by a task, which no file can break."""

import logging
import uuid

from django.core.exceptions import ValidationError

from library.documents import intake
from library.models import DocumentFile

logger = logging.getLogger(__name__)


def read(key: uuid.UUID) -> None:
    """Store the text of a file; of one that cannot be read, that it cannot."""
    file = DocumentFile.objects.filter(pk=key).first()
    if file is None:
        # Deleted since it was queued.
        return
    try:
        with file.file.open("rb") as opened:
            text = intake.text_of(opened)
    except (ValidationError, OSError) as error:
        logger.warning("The text of the file %s cannot be read: %s", file.pk, error)
        DocumentFile.objects.filter(pk=key).update(text="", reading=DocumentFile.Reading.FAILED)
        return
    DocumentFile.objects.filter(pk=key).update(text=text, reading=DocumentFile.Reading.DONE)
