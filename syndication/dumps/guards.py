"""What a dump must not hand out any longer: something in it may have been taken back since it was made."""

from typing import Any

from library.documents.usage import shareable
from library.models import DocumentFile, Image
from publishing.models import Change, ChangeHead
from syndication.dumps.kinds import kinds

# What changed in these ways can still be read, if its list still has it; any other change may have taken something away.
HARMLESS = (Change.Kind.PUBLISHED, Change.Kind.UPDATED, Change.Kind.CORRECTED, Change.Kind.RETITLED, Change.Kind.TRANSLATED)


def guards() -> dict[str, list[str]]:
    """Return what is taken back without an entry in the change log: pictures that partners may not use, files of documents that they may.

    Read in the moment of the dump, and again when it is handed out.
    """
    refused = Image.objects.filter(partners_may_use=False).values_list("pk", flat=True)
    files = DocumentFile.objects.current().filter(document__in=shareable()).values_list("pk", flat=True)
    return {"refused": sorted(map(str, refused)), "files": sorted(map(str, files))}


def still_stands(sequence: int, then: dict[str, list[str]], head: ChangeHead) -> bool:
    """Tell whether everything in a dump of a change is still public, and may still be used."""
    if head.sequence == sequence:
        return True
    if head.sequence < sequence:
        # The database was put back to an earlier state: the dump may hold what that does not know.
        return False
    changes = Change.objects.filter(sequence__gt=sequence)
    if changes.exclude(kind__in=HARMLESS).exists() or not all_listed(changes):
        return False
    now = guards()
    return set(now["refused"]) <= set(then["refused"]) and set(then["files"]) <= set(now["files"])


def all_listed(changes: Any) -> bool:  # Any: a queryset of changes
    """Tell whether the lists still have all records that changed. Of a type without a list, a dump holds nothing."""
    changed: dict[str, set[object]] = {}
    for kind, record in changes.values_list("record_kind", "record"):
        changed.setdefault(kind, set()).add(record)
    for kind in kinds():
        keys = changed.get(kind.view.kind)
        if keys:
            view: Any = kind.view(action="list", request=None, kwargs={})
            if view.get_queryset().filter(pk__in=keys).count() < len(keys):
                return False
    return True
