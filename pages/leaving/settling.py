"""What follows from the rows of an archive once they stand: counts, spellings, uses; and what the worker does afterwards."""

from django.contrib.auth.models import User
from django.db import IntegrityError, connection
from django.db.models import Exists, OuterRef

from chronicle import attendances
from library import consistency as library
from library import counts, tags
from library.documents import usage
from library.models import DocumentFile, Image, Tag
from library.tasks import make_renditions, read_document
from pages import shipped
from pages.leaving.archive import Archive
from publishing import changes, consistency, standing_checks, uses
from publishing.models import Draft, Redirect, ScheduledStep
from publishing.registry import by_kind
from publishing.searching import index


def settle(archive: Archive, *, by: User) -> None:
    """Write what follows from the rows, and refuse rows that contradict each other. In the transaction of the reading."""
    try:
        # Rows that point to nothing are found now, and not when everything is done.
        connection.check_constraints()
        for tag in Tag.objects.all():
            tags.spell(tag)
    except IntegrityError as error:
        raise archive.refused(f"its rows contradict each other: {error}") from error
    if lost := next(iter(consistency.address_differences()), ""):
        raise archive.refused(f"its addresses contradict each other: {lost}.")
    if chained := Redirect.objects.filter(Exists(Redirect.objects.filter(path=OuterRef("toward")))).exclude(toward="").first():
        raise archive.refused(f"the old address “{chained.path}” leads to another old address.")
    refuse_orphans(archive)
    counts.recount()
    library.fix_uses()
    usage.fix()
    attendances.fix()
    standing_checks.fix()
    uses.fix()
    index.fix()
    if archive.shipped:
        changes.write_down(by=by, action=shipped.ACTION, detail=dict(archive.shipped))


def refuse_orphans(archive: Archive) -> None:
    """Refuse work on records that there are not."""
    for model in (Draft, ScheduledStep):
        for kind in model.objects.order_by().values_list("kind", flat=True).distinct():
            if orphan := model.objects.filter(kind=kind).exclude(record__in=by_kind(kind).model._base_manager.values("pk")).first():
                raise archive.refused(f"{orphan}: there is no such record.")


def follow_up() -> None:
    """Leave to the worker what it made of the pictures and documents of the old site. Said again, it asks for what still lacks."""
    for image in Image.objects.filter(renditions=[], uses__isnull=False).order_by("pk").values_list("pk", flat=True).distinct().iterator():
        make_renditions.enqueue(str(image))
    waiting = DocumentFile.objects.filter(reading=DocumentFile.Reading.WAITING)
    for file in waiting.order_by("pk").values_list("pk", flat=True).iterator():
        read_document.enqueue(str(file))
