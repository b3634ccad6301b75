"""The one writer of `live_at`, `listed_at_{l}` and `available_{l}`, on records and on the rows that list them."""

from collections.abc import Iterator
from contextlib import contextmanager

from publishing import languages
from publishing.publishable import Listed, ListingKey, Publishable, State
from publishing.registry import ListedRows, record_type


def derive(record: Publishable) -> list[str]:
    """Set the derived columns of `record` from its state and publication times; return their names. Saves nothing."""
    public = record.state == State.PUBLISHED
    times = {code: getattr(record, f"published_at_{code}") for code in languages.codes()}
    given = [at for at in times.values() if at is not None]
    record.live_at = min(given) if given else None
    names = ["live_at"]
    for code, at in times.items():
        listed_at = (at or record.live_at) if public else None
        setattr(record, f"listed_at_{code}", listed_at)
        setattr(record, f"available_{code}", public and at is not None and has_text(record, code))
        names += [f"listed_at_{code}", f"available_{code}"]
    return names


def has_text(record: Publishable, language: str) -> bool:
    """Tell whether the record says anything in `language`: its body, or without a body its title."""
    body, title = (getattr(record, f"{name}_{language}", "") for name in (record.body_field, record.title_field))
    return bool(body or title)


def columns(record: Listed) -> dict[str, object]:
    """Return the listing columns of `record` by name."""
    return {f"{name}_{code}": getattr(record, f"{name}_{code}") for code in languages.codes() for name in ("listed_at", "available")}


def key(listed: dict[str, object]) -> ListingKey:
    """Return what kept counts depend on: whether a row is listed at all, and in which languages it is available."""
    return (
        any(listed[f"listed_at_{code}"] is not None for code in languages.codes()),
        *(bool(listed[f"available_{code}"]) for code in languages.codes()),
    )


@contextmanager
def relisting(record: Publishable) -> Iterator[None]:
    """Bring the rows that list `record` up to date when the block ends, and tell each row model what changed.

    Inside the block the record and its rows may be written; the rows as they were are read before it.
    """
    kinds = [rows for rows in record_type(record).listed_rows if not rows.is_left_to_after]
    counted = [rows for rows in kinds if rows.target]
    before: dict[ListedRows, dict[object, ListingKey]] = {rows: {} if record.is_begun else snapshot(rows, record) for rows in counted}
    yield
    for rows in kinds:
        if rows not in before:
            update(rows, record)
    for rows in counted:
        rows.model.relisted(before[rows], settled(rows, record))


def snapshot(rows: ListedRows, record: Publishable) -> dict[object, ListingKey]:
    """Return {what the row points at: its listing key} for the record's rows."""
    return {target: key(listed) for target, listed in stored(rows, record)}


def stored(rows: ListedRows, record: Publishable) -> list[tuple[object, dict[str, object]]]:
    """Return (what the row points at, its listing columns) for the record's rows. One query."""
    target = f"{rows.target}_id"
    found = rows.model._default_manager.filter(**{rows.record: record.pk}).values(target, *columns(record))
    return [(row[target], {name: value for name, value in row.items() if name != target}) for row in found]


def settled(rows: ListedRows, record: Publishable) -> dict[object, ListingKey]:
    """Copy the record's listing columns to its rows where they differ, and return {what the row points at: its listing key}."""
    should, found = columns(record), stored(rows, record)
    if any(listed != should for _target, listed in found):
        rows.model._default_manager.filter(**{rows.record: record.pk}).update(**should)
    return {target: key(should) for target, _listed in found}


def update(rows: ListedRows, record: Publishable) -> None:
    """Copy the record's listing columns to its rows; no query where those came with the record and have them already."""
    should = columns(record)
    lent = record.lent(str(rows.model._meta.get_field(rows.record).remote_field.get_accessor_name()))
    if lent is None or any(columns(row) != should for row in lent):
        rows.model._default_manager.filter(**{rows.record: record.pk}).update(**should)
