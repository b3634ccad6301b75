"""Queued work of the library, run by `manage.py work`."""

import uuid

from django_tasks import task


@task()
def make_renditions(image_id: str) -> None:
    """Make the files of an image that lack, or remove them if no published record uses it."""
    from library import renditions  # noqa: PLC0415 - tasks are found before the models are ready

    renditions.settle(uuid.UUID(image_id))


@task()
def read_document(file_id: str) -> None:
    """Take the text out of a file of a document, for the search."""
    from library.documents import texts  # noqa: PLC0415 - as above

    texts.read(uuid.UUID(file_id))
