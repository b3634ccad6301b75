"""What editors allow to be told of a text that was taken back: kept per language, from the withdrawal to the next publication."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field
from uuid import UUID

from publishing import languages
from publishing.models import Withdrawal
from publishing.publishable import Publishable
from publishing.registry import record_type


@dataclass(frozen=True)
class Notice:
    """What a withdrawn text's address may tell the public."""

    show_date: bool = True
    show_title: bool = False
    reason: dict[str, str] = field(default_factory=dict)
    successor: Publishable | None = None


def write(record: Publishable, notice: Notice, codes: Collection[str], *, at: dt.datetime, titles: dict[str, str]) -> None:
    """Keep what the record's addresses in these languages will say. `titles` are those that were public."""
    successor = notice.successor
    for code in codes:
        Withdrawal.objects.update_or_create(
            record=record.pk,
            language=code,
            defaults={
                "kind": record_type(record).kind,
                "at": at,
                "show_date": notice.show_date,
                "title": titles.get(code, "") if notice.show_title else "",
                "successor": successor.pk if successor else None,
                "successor_kind": record_type(successor).kind if successor else "",
                **{f"reason_{each}": notice.reason.get(each, "") for each in languages.codes()},
            },
        )


def languages_told(record: Publishable) -> list[str]:
    """Return the languages that were taken back before."""
    return list(Withdrawal.objects.filter(record=record.pk).values_list("language", flat=True))


def drop(record: Publishable, codes: Collection[str]) -> None:
    """Forget what was told of these languages: they are public again."""
    Withdrawal.objects.filter(record=record.pk, language__in=codes).delete()


def forget_titles(key: UUID) -> None:
    """Forget the titles: of a record that is deleted for ever no word of its own is left."""
    Withdrawal.objects.filter(record=key).update(title="")
