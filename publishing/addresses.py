"""Slugs of records: made, claimed and looked up. An address once given leads to its record for ever."""

import uuid
from collections.abc import Collection, Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from publishing import languages
from publishing.models import Address
from publishing.slugs import MAX_LENGTH, is_allowed, slugify

# Publications of one title at the same moment, each of which takes the address that the others wanted.
TRIES = 50


def is_free(kind: str, slug: str, record: uuid.UUID) -> bool:
    """Tell whether no other record of this kind has or had `slug`."""
    return not Address.objects.filter(kind=kind, slug=slug).exclude(record=record).exists()


def check(kind: str, slug: str, record: uuid.UUID, reserved: frozenset[str]) -> None:
    """Raise ValidationError, in an editor's words, if `record` cannot have `slug`."""
    check_allowed(slug, reserved)
    if not is_free(kind, slug, record):
        raise ValidationError(_("Another text has or had the address “%(slug)s”."), code="slug_taken", params={"slug": slug})


def check_allowed(slug: str, reserved: frozenset[str]) -> None:
    """Raise ValidationError, in an editor's words, if nothing can have `slug`."""
    if not is_allowed(slug, reserved):
        raise ValidationError(
            _("“%(slug)s” cannot be an address: use Latin letters, digits and hyphens, not a number alone and not a reserved word."),
            code="slug_reserved",
            params={"slug": slug},
        )


def free_slug(kind: str, text: str, record: uuid.UUID, reserved: frozenset[str]) -> str:
    """Return a slug made from `text` that this record can have, with a number behind it where needed."""
    stem = slugify(text) or kind
    if not is_allowed(stem, reserved):
        stem = f"{kind}-{stem}"
    taken = set(Address.objects.filter(kind=kind, slug__startswith=stem[: MAX_LENGTH - 4]).exclude(record=record).values_list("slug", flat=True))
    if stem not in taken:
        return stem
    number = 2
    while (numbered := f"{stem[: MAX_LENGTH - 4].rstrip('-')}-{number}") in taken:
        number += 1
    return numbered


def settle_slugs(
    record: models.Model,
    kind: str,
    reserved: frozenset[str],
    *,
    fields: tuple[str, str] = ("title", "slug"),
    fresh: Collection[str] | None = None,
) -> None:
    """Give `record` a slug in every language and claim them. Sets the columns, does not save the record.

    `fields` names the translated title and slug. A language without a title of its own gets a copy of the slug that
    exists; the copy gives way when the language is `fresh`, that is, gets its own title now (all languages by default).
    A slug that an editor typed for several languages is that of all of them: the language stands in front of it.
    Raises ValidationError if a slug that the editor chose is taken or reserved.
    """
    codes = languages.codes()
    title_field, slug_field = fields
    fresh = codes if fresh is None else fresh
    slugs = {code: getattr(record, f"{slug_field}_{code}") for code in codes}
    own = set(Address.objects.filter(kind=kind, record=record.pk).values_list("slug", flat=True))
    done: list[str] = []
    for code in codes:
        if title := getattr(record, f"{title_field}_{code}"):
            twins = {other for other in codes if other != code and slugs[other] == slugs[code]}
            # A copy was given before, so it is an address already; what was never one is typed on purpose.
            if slugs[code] in own and code in fresh and any(other in done or other not in fresh for other in twins):
                slugs[code] = None
            if not slugs[code]:
                slugs[code] = claim_free(kind, title, record.pk, reserved)
            elif slugs[code] not in own:
                check_allowed(slugs[code], reserved)
                claim(kind, slugs[code], record.pk)
            done.append(code)
    shared = next((slugs[code] for code in done), None) or next(filter(None, slugs.values()), None)
    shared = shared or claim_free(kind, "", record.pk, reserved)
    for code in codes:
        setattr(record, f"{slug_field}_{code}", slugs[code] or shared)


@contextmanager
def forgetting_unseen(record: models.Model, kind: str, slug_field: str, codes: Collection[str]) -> Iterator[None]:
    """Forget the stored slugs of languages that nobody saw, where the block changes them: they never led anywhere."""
    names = [f"{slug_field}_{code}" for code in codes]
    if getattr(record, "is_begun", False):
        names = []
    before = set(type(record)._default_manager.filter(pk=record.pk).values_list(*names).first() or ()) if names else set()
    yield
    kept = {getattr(record, f"{slug_field}_{code}") for code in languages.codes()}
    if gone := before - kept - {None}:
        Address.objects.filter(kind=kind, record=record.pk, slug__in=gone).delete()


def claim_free(kind: str, text: str, record: uuid.UUID, reserved: frozenset[str]) -> str:
    """Make a slug from `text` and claim it; another publication may have taken the first choice meanwhile."""
    for _attempt in range(TRIES):
        slug = free_slug(kind, text, record, reserved)
        try:
            claim(kind, slug, record)
        except ValidationError:
            continue
        return slug
    raise ValidationError(_("No free address was found; choose one by hand."), code="slug_taken")


def claim(kind: str, slug: str, record: uuid.UUID) -> None:
    """Record that `slug` leads to `record`; ValidationError if it leads to another."""
    Address.objects.bulk_create([Address(kind=kind, slug=slug, record=record)], ignore_conflicts=True)
    if record_at(kind, slug) != record:
        raise ValidationError(_("Another text has or had the address “%(slug)s”."), code="slug_taken", params={"slug": slug})


def record_at(kind: str, slug: str) -> uuid.UUID | None:
    """Return the id of the record that has or had `slug`, or None."""
    return Address.objects.filter(kind=kind, slug=slug).values_list("record", flat=True).first()
