"""Derived columns against what they are derived from. Each app registers its checks; `manage.py check_content` runs them."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.db import transaction

from publishing import audit, changes, dated_columns, languages, listing, standing_checks, uses
from publishing.models import Address, ChangeHead
from publishing.publishable import Publishable
from publishing.registry import ListedRows, RecordType, record_types
from publishing.searching import index
from publishing.searching import words as found_words


@dataclass(frozen=True)
class Check:
    """One thing that can be compared and set right."""

    name: str
    # Yields each difference in words.
    differences: Callable[[], Iterable[str]]
    # Sets all of them right; run inside a transaction.
    fix: Callable[[], None]


_checks: list[Check] = []


def register(check: Check) -> None:
    """Add a check; they run in the order of registration, the kernel's own first."""
    _checks.append(check)


def checks() -> list[Check]:
    """Return every check, in an order in which repairs do not undo each other."""
    return [
        Check("listing columns of records", record_differences, fix_records),
        Check("listing columns of rows", row_differences, fix_rows),
        Check("addresses", address_differences, fix_addresses),
        Check("next scheduled moment", moment_differences, fix_moment),
        Check("bounds of dates", dated_columns.differences, dated_columns.fix),
        Check("standings of records", standing_checks.differences, standing_checks.fix),
        Check("where things are used", uses.differences, uses.fix),
        Check("what can be found", index.differences, index.fix),
        Check("words of what can be found", found_words.differences, found_words.learn_anew),
        Check("audit log", audit.broken_links, leave_as_it_is),
        *_checks,
    ]


def derived_columns(record: Publishable) -> dict[str, object]:
    """Return the columns that `listing.derive` writes."""
    return {"live_at": record.live_at, **listing.columns(record)}


def records_out_of_step() -> Iterator[tuple[RecordType, Publishable, str]]:
    """Yield (type, record as it should be, what differs) for each record whose listing columns are wrong."""
    for kind in record_types():
        for record in kind.model._default_manager.order_by("pk").iterator(chunk_size=500):
            stored = derived_columns(record)
            listing.derive(record)
            wrong = [name for name, value in derived_columns(record).items() if value != stored[name]]
            if wrong:
                yield kind, record, ", ".join(f"{name} is {stored[name]}" for name in wrong)


def record_differences() -> Iterator[str]:
    """Yield each record whose listing columns do not follow from its state and dates."""
    for kind, record, words in records_out_of_step():
        yield f"{kind.kind} {record.pk}: {words}"


def fix_records() -> None:
    """Derive the listing columns of records again."""
    for _kind, record, _words in list(records_out_of_step()):
        with listing.relisting(record):
            record.save(update_fields=listing.derive(record))


def rows_out_of_step() -> Iterator[tuple[ListedRows, object, dict[str, object]]]:
    """Yield (kind of rows, key of the row, columns as they should be) for each row that differs from its record."""
    names = [f"{name}_{code}" for code in languages.codes() for name in ("listed_at", "available")]
    for rows in (rows for kind in record_types() for rows in kind.listed_rows):
        columns = ["pk", *names, *(f"{rows.record}__{name}" for name in names)]
        for row in rows.model._default_manager.order_by("pk").values(*columns).iterator(chunk_size=2000):
            should = {name: row[f"{rows.record}__{name}"] for name in names}
            if any(row[name] != should[name] for name in names):
                yield rows, row["pk"], should


def row_differences() -> Iterator[str]:
    """Yield each row that lists a record otherwise than the record's own columns say."""
    for rows, key, _should in rows_out_of_step():
        yield f"{rows.model._meta.label} {key}: not as its record"


def fix_rows() -> None:
    """Copy the listing columns of records to their rows again; kept counts are set right by their own check."""
    for rows, key, should in list(rows_out_of_step()):
        rows.model._default_manager.filter(pk=key).update(**should)


def unclaimed() -> Iterator[Address]:
    """Yield the addresses that records have in their columns, but that do not lead to them."""
    for kind in record_types():
        names = [f"{kind.model.slug_field}_{code}" for code in languages.codes()]
        known = dict(Address.objects.filter(kind=kind.kind).values_list("slug", "record"))
        for record, *slugs in kind.model._default_manager.order_by("pk").values_list("pk", *names).iterator(chunk_size=2000):
            for slug in dict.fromkeys(filter(None, slugs)):
                if known.get(slug) != record:
                    yield Address(kind=kind.kind, slug=slug, record=record)


def address_differences() -> Iterator[str]:
    """Yield each slug that does not lead to the record that has it."""
    for address in unclaimed():
        yield f"{address.kind} {address.record}: “{address.slug}” does not lead to it"


def fix_addresses() -> None:
    """Let each slug lead to the record that has it."""
    for address in list(unclaimed()):
        Address.objects.update_or_create(kind=address.kind, slug=address.slug, defaults={"record": address.record})


def moment_differences() -> Iterator[str]:
    """Yield the counter row's next moment if another one is due."""
    kept = ChangeHead.objects.filter(pk=1).values_list("next_due_at", flat=True).first()
    if kept != (due := changes.next_due()):
        yield f"next scheduled moment is {kept}, should be {due}"


def fix_moment() -> None:
    """Look for the next scheduled moment again."""
    current = changes.locked_head()
    current.next_due_at = changes.next_due()
    current.save(update_fields=["next_due_at"])


def leave_as_it_is() -> None:
    """Repair nothing: a broken chain is evidence."""


def run(*, fix: bool) -> Iterator[tuple[str, list[str]]]:
    """Yield (name of the check, its differences), each set right first if asked."""
    for check in checks():
        with transaction.atomic():
            found = list(check.differences())
            if found and fix:
                check.fix()
        yield check.name, found
    if fix:
        changes.touch(action="content checked")
