"""What editors allow to be told of a text that was taken back: kept per language, from the withdrawal to the next publication."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from publishing import languages, uses
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


Told = Mapping[str, UUID | None]


def write(record: Publishable, notice: Notice, codes: Collection[str], *, told: Told, at: dt.datetime, titles: dict[str, str]) -> None:
    """Keep what the record's addresses in these languages will say, and in those that were `told` of before. `titles` are those that were public.

    What is to be read instead is used by the record.
    """
    successor = notice.successor
    for code in {*codes, *told}:
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

    if successor is not None or any(told.values()):
        uses.keep_read(record)


def told(record: Publishable) -> dict[str, UUID | None]:
    """Return the languages that were taken back before, and what is to be read instead."""
    return dict(Withdrawal.objects.filter(record=record.pk).values_list("language", "successor"))


def drop(record: Publishable, codes: Collection[str]) -> None:
    """Forget what was told of these languages: they are public again."""
    Withdrawal.objects.filter(record=record.pk, language__in=codes).delete()


def forget_titles(key: UUID) -> None:
    """Forget the titles: of a record that is deleted for ever no word of its own is left."""
    Withdrawal.objects.filter(record=key).update(title="")


def silence(key: UUID) -> None:
    """Let the addresses of a record say no more than that it was taken back."""
    Withdrawal.objects.filter(record=key).update(
        show_date=False, title="", successor=None, successor_kind="", **{f"reason_{code}": "" for code in languages.codes()}
    )
