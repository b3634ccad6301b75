"""Runs that were broken off: their rows, which would wait for ever, and what they had left for after a commit that they did not live to see."""

from django.db import transaction
from django.utils.translation import gettext_noop

from library.models import DocumentFile, Image, ImageUse
from library.tasks import make_renditions, read_document
from pages.models import ImportedItem, ImportRun
from pages.moving.lines import Line, as_json

COMPLETED = gettext_noop("This run was broken off; another one completed it.")


def complete(run: ImportRun, source: str, *, is_resumed: bool) -> None:
    """End the runs that `run` has completed, and queue what they may have lost."""
    with transaction.atomic():
        broken = list(ImportRun.objects.select_for_update().filter(source=run.source, dry=False, ended_at=None).exclude(pk=run.pk))
        for each in broken:
            each.refuse(as_json(Line(COMPLETED)))
    if broken or is_resumed:
        queue(source)


def queue(source: str) -> None:
    """Let the worker make the files of pictures and take out the texts of documents that nobody has seen to. Twice does no harm."""
    items = ImportedItem.objects.filter(source=source)
    shown = ImageUse.objects.filter(image__in=items.filter(kind="image").values("record")).values("image")
    for image in Image.objects.filter(pk__in=shown, renditions=[]).order_by("pk").values_list("pk", flat=True):
        make_renditions.enqueue(str(image))
    documents = items.filter(kind="document").values("record")
    for file in DocumentFile.objects.filter(document__in=documents, reading=DocumentFile.Reading.WAITING).order_by("pk").values_list("pk", flat=True):
        read_document.enqueue(str(file))
