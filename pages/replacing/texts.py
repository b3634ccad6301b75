"""The texts of records in one language, as their forms have them, drafts included: read for many records in a few queries."""

import hashlib
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django import forms

from pages.advice import is_verbatim
from pages.replacing.hits import Hit, Wanted, found
from publishing.advice.texts import Looked, Passage
from publishing.bulk_changes import parts
from publishing.desk import Desk
from publishing.publishable import Publishable
from publishing.state import Part, Schema, prefixes, row_keys
from publishing.state import State as FormState

# What tells beside a text whose words it is.
VOICE = "mode"
Stored = parts.Stored


@dataclass(frozen=True)
class FoundText:
    """A text of a record with its hits."""

    key: str
    label: str
    # Names the text as it was read: another one is not written over.
    digest: str
    hits: list[Hit] = field(default_factory=list)


def digest(value: str) -> str:
    """Return what names a text."""
    return hashlib.sha256(value.encode()).hexdigest()[:16]


def is_text(part: Part, name: str, slug: str, language: str) -> bool:
    """Tell whether a field holds words in a language, and no address."""
    form_field = part.fields[name]
    is_words = isinstance(form_field, forms.CharField) and not isinstance(form_field, forms.SlugField | forms.URLField)
    return part.language(name) == language and is_words and name != f"{slug}_{language}"


def text_names(part: Part, slug: str, language: str) -> list[str]:
    """Return the fields of a form that hold words in a language."""
    return [name for name in part.fields if is_text(part, name, slug, language)]


def schema_of(desk: Desk, language: str) -> Schema:
    """Return the part of a form that its texts in a language are, with what tells whose words they are."""
    slug = desk.model.slug_field
    schema: dict[str, Part] = {}
    for prefix, part in desk.schema.items():
        names = text_names(part, slug, language)
        if names or not prefix:
            voice = [VOICE] if prefix and VOICE in part.fields else []
            schema[prefix] = Part({name: part.fields[name] for name in [*names, *voice]}, part.model, part.order)
    return schema


def passages(desk: Desk, record: Publishable, state: FormState, language: str) -> Iterator[tuple[Passage, bool]]:
    """Yield the texts of a record in a language, and whether each is in somebody else's words."""
    form = Looked(record, state, desk)
    slug = desk.model.slug_field
    paths = ["", *(f"{prefix}/{row}" for prefix, _part in prefixes(desk.schema) for row in row_keys(state, prefix))]
    for path in paths:
        part = desk.schema[path.partition("/")[0]]
        for passage in form.passages_of(path):
            if passage.value and is_text(part, passage.key.rpartition("/")[2], slug, language):
                yield passage, is_verbatim(form, passage)


def hits_in(desk: Desk, record: Publishable, state: FormState, wanted: Wanted) -> Iterator[FoundText]:
    """Yield the texts of a record that have hits."""
    for passage, is_quote in passages(desk, record, state, wanted.language):
        if hits := found(wanted, passage.value, is_rich=passage.is_rich, is_quote=is_quote):
            yield FoundText(passage.key, desk.label(passage.key, state), digest(passage.value), hits)


def states(desk: Desk, records: Sequence[Publishable], language: str, drafts_of: set[uuid.UUID]) -> Stored:
    """Return the texts of records: of these drafts as they are, of the others as they are stored. Two queries, and one for each kind of row."""
    schema = schema_of(desk, language)
    written = [record for record in records if record.pk in drafts_of]
    stored = parts.stored(desk, schema, records)
    if not written:
        return stored
    return {**stored, **parts.drafted(desk, schema, written, lambda _desk, _schema, few: {record.pk: stored[record.pk] for record in few})}
