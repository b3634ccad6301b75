"""What a form names that is gone: records that were withdrawn or lie in the trash, and whatever was deleted.

Asked where a form is used once more much later. A draft that was never public is not gone.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace

from django import forms
from django.db import models
from django.utils.translation import gettext as _

from publishing import redirects
from publishing.advice.links import Known, path_of
from publishing.fields.richtext_editor import RichTextFormField
from publishing.fields.richtext_parse import parse
from publishing.fields.richtext_tree import Block, Footnote, Inline, Text, tidy, write
from publishing.linking import hrefs
from publishing.picks import is_uuid
from publishing.publishable import Publishable
from publishing.publishable import State as RecordState
from publishing.registry import by_kind
from publishing.rights import User, as_seen_by
from publishing.state import Part, Schema, State, prefixes, row_keys, without_row
from publishing.uses import chooses
from publishing.values import Value

GONE = (RecordState.WITHDRAWN, RecordState.TRASHED)
# {key: what it is called}
Names = Mapping[str, str]


def without(schema: Schema, state: State, by: User) -> tuple[State, list[str]]:
    """Return a form without what is gone, and what that is called, each once. A query for each kind of thing that it names, and a few for links."""
    out, left_out = dict(state), []
    lost = lost_choices(schema, state, by)
    for prefix, part in [("", schema[""]), *prefixes(schema)]:
        for row in row_keys(state, prefix) if prefix else [""]:
            path = f"{prefix}/{row}/" if row else ""
            left_out += cleared(out, part, path, lost)
            if row and is_pointless(part, path, out, state):
                out = without_row(out, prefix, row)
                # Rows may name another one of the same form.
                out = {key: "" if value == row else value for key, value in out.items()}
    dead = dead_links(schema, state, by)
    for key, html in texts(schema, out):
        said, out[key] = unlinked(html, dead)
        left_out += [dead[path] or words for path, words in said]
    return out, list(dict.fromkeys(left_out))


# Choices


def lost_choices(schema: Schema, state: State, by: User) -> dict[type[models.Model], Names]:
    """Return {model: what the form chooses of it that is gone}."""
    chosen: defaultdict[type[models.Model], set[str]] = defaultdict(set)
    for field, value in choices(schema, state):
        chosen[field.queryset.model] |= {key for key in keys_of(value) if is_uuid(key)}
    return {model: lost_of(model, keys, by) for model, keys in chosen.items() if keys}


def choices(schema: Schema, state: State) -> Iterator[tuple[forms.ModelChoiceField, Value]]:
    """Yield the fields that name things by key, with what they hold."""
    for prefix, part in [("", schema[""]), *prefixes(schema)]:
        for name, field in part.fields.items():
            if chooses(field):
                for path in [f"{prefix}/{row}/" for row in row_keys(state, prefix)] if prefix else [""]:
                    yield field, state.get(f"{path}{name}", "")


def keys_of(value: Value) -> list[str]:
    """Return what a choice holds, one thing or several, as keys."""
    return [str(key) for key in (value if isinstance(value, list) else [value]) if key]


def lost_of(model: type[models.Model], keys: set[str], by: User) -> Names:
    """Return which of these things are gone. One query."""
    if not issubclass(model, Publishable):
        there = {str(key) for key in model._base_manager.filter(pk__in=keys).values_list("pk", flat=True)}
        return {key: deleted(model) for key in keys - there}
    found = {str(record.pk): record for record in model._base_manager.filter(pk__in=keys)}
    names = {key: called(record, by) for key, record in found.items() if record.state in GONE}
    return {**names, **{key: deleted(model) for key in keys - found.keys()}}


def called(record: Publishable, by: User) -> str:
    """Return what somebody may call a record."""
    seen = as_seen_by(by, record)
    return f"“{seen.desk_title or seen}”"


def deleted(model: type[models.Model]) -> str:
    """Return what a thing is called of which nothing is left."""
    return _("%(kind)s that was deleted") % {"kind": model._meta.verbose_name}


def cleared(out: State, part: Part, path: str, lost: Mapping[type[models.Model], Names]) -> list[str]:
    """Take what is gone out of the choices of one row, or of the record itself; return what it was called."""
    said = []
    for name, field in part.fields.items():
        names = lost.get(field.queryset.model) if isinstance(field, forms.ModelChoiceField) and chooses(field) else None
        key = f"{path}{name}"
        if not names or not (gone := [each for each in keys_of(out.get(key, "")) if each in names]):
            continue
        said += [names[each] for each in gone]
        value = out[key]
        out[key] = [each for each in value if each not in gone] if isinstance(value, list) else ""
    return said


def is_pointless(part: Part, path: str, out: State, before: State) -> bool:
    """Tell whether a row lost what it is about: a choice that it needs, or the only one that it had."""
    single = {name: field for name, field in part.fields.items() if chooses(field) and not isinstance(field, forms.ModelMultipleChoiceField)}
    lost = [name for name in single if before.get(f"{path}{name}") and not out.get(f"{path}{name}")]
    return any(single[name].required for name in lost) or (bool(lost) and not any(out.get(f"{path}{name}") for name in single))


# Links


def texts(schema: Schema, state: State) -> list[tuple[str, str]]:
    """Return the rich texts of a form, by key."""
    found = []
    for prefix, part in [("", schema[""]), *prefixes(schema)]:
        for name, field in part.fields.items():
            if isinstance(field, RichTextFormField):
                keys = [f"{prefix}/{row}/{name}" for row in row_keys(state, prefix)] if prefix else [name]
                found += [(key, str(state[key])) for key in keys if state.get(key)]
    return found


def dead_links(schema: Schema, state: State, by: User) -> dict[str, str]:
    """Return {path of a page of a record that is gone: what it is called, "" where nothing is left of it}."""
    paths = list(
        dict.fromkeys(path for _key, html in texts(schema, state) if "href" in html for href in hrefs(parse(html)) if (path := path_on_site(href)))
    )
    known = Known.of(paths)
    dead: dict[str, str] = {}
    for path, pair in known.records.items():
        key = known.found.get(pair)
        if key is None and known.against(path, uuid.UUID(int=0)):
            dead[path] = ""
        elif key is not None and key not in known.public:
            record = by_kind(pair[0]).model._default_manager.filter(pk=key).first()
            if record is None or record.state in GONE:
                dead[path] = called(record, by) if record else ""
    return dead


def path_on_site(href: str) -> str:
    """Return the path of a link to this site, "" for others."""
    path = redirects.without_own_host(href)
    return path_of(path) if path.startswith("/") else ""


def unlinked(html: str, dead: Mapping[str, str]) -> tuple[list[tuple[str, str]], str]:
    """Return ([(path, words)] of the links to pages that are gone, the text with their words and without the links)."""
    said: list[tuple[str, str]] = []
    return (said, write([plain_block(block, dead, said) for block in parse(html)])) if dead and "href" in html else (said, html)


def plain_block(block: Block, dead: Mapping[str, str], said: list[tuple[str, str]]) -> Block:
    """Return a block without such links."""
    line = tidy([plain_leaf(leaf, dead, said) for leaf in block.line])
    return replace(block, line=line, blocks=[plain_block(each, dead, said) for each in block.blocks])


def plain_leaf(leaf: Inline, dead: Mapping[str, str], said: list[tuple[str, str]]) -> Inline:
    """Return a run of text without a link to a page that is gone, a note without such links in it."""
    if isinstance(leaf, Footnote):
        return Footnote(tuple(each for each in (plain_leaf(each, dead, said) for each in leaf.content) if isinstance(each, Text)))
    if not isinstance(leaf, Text) or leaf.link is None or (path := path_on_site(leaf.link.href)) not in dead:
        return leaf
    said.append((path, f"“{leaf.text}”"))
    return leaf._replace(link=None)
