"""Tags: found by any spelling, made once, renamed and merged so that every address keeps leading somewhere."""

import datetime as dt
import unicodedata
import uuid
from collections.abc import Collection, Iterable
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from library import counts
from library.models import Tag, TagAlias, TaggedRow, TagSpelling, tag_key
from publishing import addresses, changes, languages, listing, uses
from publishing.models import Address, Draft
from publishing.slugs import slugify
from publishing.transactions import editorial_act

KIND = "tag"
RESERVED = frozenset({"feed"})
LONGEST = Tag._meta.get_field("label_en").max_length


def clean_label(text: str) -> str:
    """Return a label as it is stored, or raise ValidationError: too long, or with characters that are no text."""
    label = " ".join(unicodedata.normalize("NFC", text).split())
    if any(unicodedata.category(letter) in {"Cc", "Cs", "Cn", "Co"} for letter in label):
        raise ValidationError(_("This label holds characters that cannot be shown."), code="label_characters")
    if len(label) > LONGEST:
        raise ValidationError(_("A label has at most %(limit)d characters."), code="label_too_long", params={"limit": LONGEST})
    if not any(letter.isalnum() for letter in label):
        raise ValidationError(_("A label needs at least one letter or digit."), code="label_empty")
    return label


def find(text: str) -> Tag | None:
    """Return the tag that `text` spells: a label in any language or an alias, whatever the case or form of Unicode."""
    spelling = TagSpelling.objects.select_related("tag").filter(key=tag_key(text)).first()
    return spelling.tag if spelling else None


def find_or_make(text: str, language: str, *, by: AbstractBaseUser | None = None) -> Tag:
    """Return the tag that `text` spells, made with this label in `language` if there is none. ValidationError if it cannot be."""
    label = clean_label(text)
    if found := find(label):
        return found
    tag = Tag(**{f"label_{language}": label})
    try:
        with transaction.atomic():
            settle(tag)
            changes.write_down(by=by, action=gettext_noop("tag made"), detail={"tag": str(tag.pk), "label": label})
    except (IntegrityError, ValidationError):
        # Somebody made the same tag between our look and our write.
        if found := find(label):
            return found
        raise
    return tag


def check_free(text: str, tag: Tag) -> None:
    """Raise ValidationError if `text` spells another tag."""
    other = TagSpelling.objects.select_related("tag").filter(key=tag_key(text)).exclude(tag=tag.pk).first()
    if other:
        raise ValidationError(_("“%(text)s” is the tag “%(tag)s” already."), code="tag_taken", params={"text": text, "tag": str(other.tag)})


def check_slug(slug: str, tag: Tag) -> None:
    """Raise ValidationError if the tag cannot have this address."""
    addresses.check(KIND, slug, tag.pk, RESERVED)


def labels(tag: Tag) -> list[str]:
    """Return the labels that the tag has."""
    return [label for code in languages.codes() if (label := getattr(tag, f"label_{code}"))]


def keys_of(tag: Tag) -> set[str]:
    """Return the keys that should find the tag."""
    return {tag_key(text) for text in [*labels(tag), *tag.aliases.values_list("label", flat=True)]}


def settle(tag: Tag, *, fresh: Collection[str] | None = None) -> None:
    """Save a tag with everything that follows from its labels and aliases: key, slugs, addresses, spellings.

    `fresh` are the languages that have a label for the first time (all, by default), and so an address of their own.
    Inside a transaction. ValidationError if a label, an alias or a slug is another tag's.
    """
    if not labels(tag):
        raise ValidationError(_("A tag needs a label in at least one language."), code="label_empty")
    for code in languages.codes():
        setattr(tag, f"label_{code}", clean_label(label) if (label := getattr(tag, f"label_{code}")) else "")
        setattr(tag, f"slug_{code}", getattr(tag, f"slug_{code}") or None)
    for text in [*labels(tag), *tag.aliases.values_list("label", flat=True)]:
        check_free(text, tag)
    addresses.settle_slugs(tag, KIND, RESERVED, fields=("label", "slug"), fresh=fresh)
    tag.save()
    claim_aliases(tag)
    spell(tag)


def spell(tag: Tag) -> None:
    """Bring the spellings of a tag up to date."""
    should, are = keys_of(tag), set(tag.spellings.values_list("key", flat=True))
    tag.spellings.filter(key__in=are - should).delete()
    TagSpelling.objects.bulk_create([TagSpelling(key=key, tag=tag) for key in sorted(should - are)])


def claim_aliases(tag: Tag) -> None:
    """Let the address made of each alias lead to the tag, unless it is another tag's."""
    for label in tag.aliases.values_list("label", flat=True):
        slug = slugify(label)
        if slug and addresses.is_allowed(slug, RESERVED) and addresses.is_free(KIND, slug, tag.pk):
            addresses.claim(KIND, slug, tag.pk)


@editorial_act
def merge(tag: Tag, into: Tag, *, by: AbstractBaseUser) -> None:
    """Make `tag` a part of `into`: its records, labels, aliases and addresses go there, and it is no more."""
    if tag.pk == into.pk:
        raise ValidationError(_("A tag cannot be merged into itself."), code="merge_itself")
    locked = {each.pk: each for each in Tag.objects.select_for_update().filter(pk__in=[tag.pk, into.pk]).order_by("pk")}
    if {tag.pk, into.pk} - locked.keys():
        raise ValidationError(_("One of the tags no longer exists."), code="merge_gone")
    gone, stays = locked[tag.pk], locked[into.pk]
    for model in counts.through_models():
        move_rows(model, gone, stays)
    texts = [*labels(gone), *gone.aliases.values_list("label", flat=True)]
    known = keys_of(stays)
    Address.objects.filter(kind=KIND, record=gone.pk).update(record=stays.pk)
    slugs = {code: (getattr(gone, f"label_{code}"), getattr(gone, f"slug_{code}")) for code in languages.codes()}
    descriptions = {code: getattr(gone, f"description_{code}") for code in languages.codes()}
    gone_key = str(gone.pk)
    move_owners(gone, stays)
    gone.delete()
    for code, (label, slug) in slugs.items():
        if label and not getattr(stays, f"label_{code}"):
            setattr(stays, f"label_{code}", label)
            setattr(stays, f"slug_{code}", slug)
        if not getattr(stays, f"description_{code}"):
            setattr(stays, f"description_{code}", descriptions[code])
    add_aliases(stays, texts, known)
    settle(stays, fresh=[])
    repoint_drafts(gone_key, str(stays.pk))
    uses.rename(uuid.UUID(gone_key), stays.pk)
    changes.touch(by, gettext_noop("tag merged"), tag=gone_key, labels=texts, into=str(stays.pk))


def add_aliases(tag: Tag, texts: Iterable[str], known: set[str]) -> None:
    """Add the texts that the tag is not found by yet as its aliases."""
    seen = known | {tag_key(label) for label in labels(tag)}
    for text in texts:
        if (key := tag_key(text)) not in seen:
            seen.add(key)
            TagAlias.objects.create(tag=tag, label=text)


def move_rows(model: type[TaggedRow], gone: Tag, stays: Tag) -> None:
    """Give the rows of one tag to another; a record that had both keeps one. The kept counts follow."""
    rows = model._default_manager.select_for_update().filter(tag=gone)
    found = list(rows.order_by("pk"))
    both = set(model._default_manager.filter(tag=stays, content_object__in=rows.values("content_object")).values_list("content_object", flat=True))
    moved = [row for row in found if row.content_object_id not in both]
    rows.filter(content_object__in=both).delete()
    rows.update(tag=stays)
    steps = dict.fromkeys(counts.names(), 0)
    for row in moved:
        for name, public in zip(counts.names(), listing.key(listing.columns(row)), strict=True):
            steps[name] += int(public)
    counts.add(model.kind, {stays.pk: steps})


def owners() -> list[Any]:  # Any: fields of any model
    """Return the fields by which a tag is that of one thing: of a place, of a topic."""
    return [relation.field for relation in Tag._meta.related_objects if relation.one_to_one]


def move_owners(gone: Tag, stays: Tag) -> None:
    """Give a place or a topic that one tag was the tag of to another, unless that has one: then it goes without."""
    for field in owners():
        if not field.model._base_manager.filter(**{field.name: stays}).exists():
            field.model._base_manager.filter(**{field.name: gone}).update(**{field.name: stays})


def repoint_drafts(gone: str, stays: str) -> None:
    """Let forms that wait as drafts carry the tag that stays. A form's state names tags by key, in lists or alone."""
    for draft in Draft.objects.iterator():
        states = [draft.data, draft.base]
        found = [(state, name) for state in states for name, value in state.items() if value == gone or (isinstance(value, list) and gone in value)]
        for state, name in found:
            value = state[name]
            state[name] = sorted({stays if key == gone else key for key in value}) if isinstance(value, list) else stays
        if found:
            Draft.objects.filter(pk=draft.pk).update(data=draft.data, base=draft.base)


def used_by(tag: Tag) -> int:
    """Return how many records carry the tag, public or not."""
    return sum(model._default_manager.filter(tag=tag).count() for model in counts.through_models())


@editorial_act
def delete(tag: Tag, *, by: AbstractBaseUser) -> None:
    """Delete a tag that no record carries; ValidationError otherwise."""
    if used_by(tag):
        raise ValidationError(_("Records carry this tag. Merge it into another one instead."), code="tag_used")
    Address.objects.filter(kind=KIND, record=tag.pk).delete()
    key, words = tag.pk, labels(tag)
    tag.delete()
    changes.touch(by, gettext_noop("tag deleted"), tag=str(key), labels=words)


def missing_spellings() -> dict[uuid.UUID, tuple[set[str], set[str]]]:
    """Return {tag: (keys that should find it, keys that do)} of the tags where they differ."""
    should: dict[uuid.UUID, set[str]] = {}
    for tag in Tag.objects.all():
        should[tag.pk] = {tag_key(label) for label in labels(tag)}
    for tag, label in TagAlias.objects.values_list("tag", "label"):
        should[tag].add(tag_key(label))
    are: dict[uuid.UUID, set[str]] = {}
    for key, tag in TagSpelling.objects.values_list("key", "tag"):
        are.setdefault(tag, set()).add(key)
    return {tag: (keys, are.get(tag, set())) for tag, keys in should.items() if keys != are.get(tag, set())}


def public() -> QuerySet[Tag]:
    """Return the tags of live records, each with how many more of a kind are dated in the future (`coming_{kind}`)."""
    now, code = timezone.now(), languages.codes()[0]
    found, used = Tag.objects.all(), Q()
    for model in counts.through_models():
        rows = model._default_manager.filter(tag=OuterRef("pk")).order_by()
        coming = rows.filter(**{f"listed_at_{code}__gt": now}).values("tag").annotate(number=Count("pk")).values("number")
        found = found.annotate(**{f"coming_{model.kind}": Coalesce(Subquery(coming), 0)})
        used |= is_used_by(model.kind)
    return found.filter(used)


def changed(since: dt.datetime) -> Q:
    """Return the condition that a tag, or a live record that carries it, changed in public at a moment or later."""
    found = Q(updated_at__gte=since)
    for model in counts.through_models():
        records: Any = model._meta.get_field("content_object").related_model
        rows = model._default_manager.filter(content_object__in=records._default_manager.live().filter(updated_at__gte=since))
        found |= Q(pk__in=rows.order_by().values("tag"))
    return found


def is_used_by(kind: str) -> Q:
    """Return the condition that public records of a kind carry a tag."""
    now, found = timezone.now(), Q()
    model: Any = next(model for model in counts.through_models() if model.kind == kind)
    for language in languages.codes():
        found |= Q(Exists(model._default_manager.filter(tag=OuterRef("pk"), **{f"listed_at_{language}__lte": now}).order_by()))
    return found
