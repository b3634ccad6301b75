"""Kept counts of records per tag: adjusted by what changed, never counted while somebody reads."""

from collections.abc import Mapping

from django.db.models import F

from library.models import TagCount
from publishing import languages
from publishing.publishable import ListingKey


def adjust(kind: str, before: Mapping[object, ListingKey], after: Mapping[object, ListingKey]) -> None:
    """Change the counts of every tag whose row differs between `before` and `after` ({tag id: listing key})."""
    nothing = (False,) * (1 + len(languages.codes()))
    names = ["listed", *(f"available_{code}" for code in languages.codes())]
    # In the order of keys, so that two publications never wait for each other in a circle.
    for tag in sorted({*before, *after}, key=str):
        old, new = before.get(tag, nothing), after.get(tag, nothing)
        steps = {name: int(now) - int(then) for name, then, now in zip(names, old, new, strict=True) if now != then}
        if steps:
            count, _made = TagCount.objects.get_or_create(tag_id=tag, kind=kind)
            TagCount.objects.filter(pk=count.pk).update(**{name: F(name) + step for name, step in steps.items()})
