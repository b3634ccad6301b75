"""Kept counts of records per tag: adjusted by what changed, never counted while somebody reads."""

import uuid
from collections import Counter
from collections.abc import Iterator, Mapping

from django.apps import apps
from django.db.models import Count, F, Q

from library.models import TagCount, TaggedRow
from publishing import languages
from publishing.publishable import ListingKey


def names() -> list[str]:
    """Return the columns of a count, in the order of a listing key."""
    return ["listed", *(f"available_{code}" for code in languages.codes())]


def through_models() -> list[type[TaggedRow]]:
    """Return the models whose rows tie records to tags, of every app."""
    return [model for model in apps.get_models() if issubclass(model, TaggedRow)]


def adjust(kind: str, before: Mapping[object, ListingKey], after: Mapping[object, ListingKey]) -> None:
    """Change the counts of every tag whose row differs between `before` and `after` ({tag id: listing key})."""
    nothing = (False,) * len(names())
    steps = {}
    for tag in {*before, *after}:
        old, new = before.get(tag, nothing), after.get(tag, nothing)
        steps[tag] = Counter({name: int(now) - int(then) for name, then, now in zip(names(), old, new, strict=True)})
    add(kind, steps)


def add(kind: str, steps: Mapping[object, Mapping[str, int]]) -> None:
    """Add to the counts of tags: {tag id: {column: how many more}}."""
    changes: dict[tuple[tuple[str, int], ...], list[object]] = {}
    # In the order of keys, so that two publications never wait for each other in a circle.
    for tag in sorted(steps, key=str):
        if changed := tuple((name, step) for name, step in steps[tag].items() if step):
            changes.setdefault(changed, []).append(tag)
    tags = sorted((tag for each in changes.values() for tag in each), key=str)
    counts = TagCount.objects.filter(kind=kind)
    known = set(counts.select_for_update().filter(tag__in=tags).order_by("tag").values_list("tag", flat=True)) if tags else set()
    if missing := [tag for tag in tags if tag not in known]:
        TagCount.objects.bulk_create([TagCount(tag_id=tag, kind=kind) for tag in missing], ignore_conflicts=True)
    for changed, alike in changes.items():
        counts.filter(tag__in=alike).update(**{name: F(name) + step for name, step in changed})


def counted() -> dict[tuple[uuid.UUID, str], dict[str, int]]:
    """Count the rows themselves: {(tag, kind): {column: how many}}."""
    listed = Q(**{f"listed_at_{code}__isnull": False for code in languages.codes()}, _connector=Q.OR)
    totals = {
        "listed": Count("pk", filter=listed),
        **{f"available_{code}": Count("pk", filter=Q(**{f"available_{code}": True})) for code in languages.codes()},
    }
    return {
        (row["tag"], model.kind): {name: row[f"sum_{name}"] for name in names()}
        for model in through_models()
        for row in model._default_manager.order_by().values("tag").annotate(**{f"sum_{name}": total for name, total in totals.items()})
    }


def kept() -> dict[tuple[uuid.UUID, str], dict[str, int]]:
    """Return the counts as they are kept: {(tag, kind): {column: how many}}."""
    return {(row["tag"], row["kind"]): {name: row[name] for name in names()} for row in TagCount.objects.values("tag", "kind", *names())}


def differences() -> Iterator[str]:
    """Yield in words each count that is not what the rows say."""
    nothing = dict.fromkeys(names(), 0)
    should, are = counted(), kept()
    for tag, kind in sorted({*should, *are}, key=str):
        right, wrong = should.get((tag, kind), nothing), are.get((tag, kind), nothing)
        for name in names():
            if right[name] != wrong[name]:
                yield f"tag {tag}, {kind}: {name} is {wrong[name]}, should be {right[name]}"


def recount() -> None:
    """Set every count to what the rows say. Inside a transaction."""
    should = counted()
    TagCount.objects.all().delete()
    TagCount.objects.bulk_create([TagCount(tag_id=tag, kind=kind, **totals) for (tag, kind), totals in should.items() if any(totals.values())])
