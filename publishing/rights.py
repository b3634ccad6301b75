"""What somebody may do with a record, and with which languages of it.

Three rights decide. Whoever may *publish* records of a type works on everybody's; others on their own until the public sees them.
There everybody changes the texts of the languages they may *write*, and what all languages share if they may write that.
Whoever may *translate* into a language opens everybody's records too, and changes the texts of that language and nothing else.
"""

from collections.abc import Callable
from typing import TypeVar

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, PermissionsMixin

from publishing import languages
from publishing.publishable import Publishable, State
from publishing.state import Schema, place_of, prefixes, row_keys
from publishing.state import State as FormState

# Who does something, and who may only be looking.
User = AbstractBaseUser | PermissionsMixin
Anybody = User | AnonymousUser
Record = TypeVar("Record", bound=Publishable)
# Answers (what, key): may somebody "change" the value of a key or the order of the rows of a prefix, "add" or "delete" rows of it?
MayWrite = Callable[[str, str], bool]
SHARED = "shared"


def may(by: Anybody, step: str, record: Publishable) -> bool:
    """Tell whether `by` has the right to `publish`, `change`, `submit` or `delete` records of this type, this one included.

    "change" is writing into its draft, which translators do as well; "submit" is deciding about it as one's own.
    """
    meta = record._meta
    action = "change" if step == "submit" else step
    if not by.has_perm(f"{meta.app_label}.{action}_{meta.model_name}"):
        return False
    return is_own(by, record) or publishes(by, type(record)) or (step == "change" and translates(by))


def is_own(by: Anybody, record: Publishable) -> bool:
    """Tell whether somebody began the record, and the public neither saw it nor is about to."""
    return record.created_by_id == by.pk and record.first_published_at is None and record.state != State.PUBLISHED


def publishes(by: Anybody, model: type[Publishable]) -> bool:
    """Tell whether somebody may publish records of this type, and so work on everybody's."""
    return by.has_perm(f"{model._meta.app_label}.publish_{model._meta.model_name}")


def translates(by: Anybody) -> bool:
    """Tell whether somebody may translate into any language."""
    return any(by.has_perm(f"publishing.translate_{code}_draft") for code in languages.codes())


def sees_all(by: Anybody, model: type[Publishable]) -> bool:
    """Tell whether somebody may open everybody's records of this type."""
    return publishes(by, model) or translates(by)


def may_open(by: Anybody, record: Publishable) -> bool:
    """Tell whether somebody may see the record as it stands: a public one, one's own, or everybody's."""
    meta = record._meta
    if not any(by.has_perm(f"{meta.app_label}.{action}_{meta.model_name}") for action in ("view", "change")):
        return False
    return record.is_live or record.created_by_id == by.pk or sees_all(by, type(record))


def as_seen_by(by: Anybody, record: Record) -> Record:
    """Return the record as a list shows it to `by`: without the title and the mark of a draft that is not theirs to open."""
    if not may(by, "change", record):
        record.working_title, record.draft_title, record.has_draft = "", "", False
    return record


def languages_of(by: Anybody, record: Publishable) -> list[str]:
    """Return the languages whose texts somebody may write in this record."""
    full = is_full(by, record)
    return [
        code
        for code in languages.codes()
        if by.has_perm(f"publishing.translate_{code}_draft") or (full and by.has_perm(f"publishing.write_{code}_draft"))
    ]


def shares(by: Anybody, record: Publishable) -> bool:
    """Tell whether somebody may write what all languages of this record share, its rows included."""
    return is_full(by, record) and by.has_perm(f"publishing.write_{SHARED}_draft")


def is_full(by: Anybody, record: Publishable) -> bool:
    """Tell whether somebody works on this record as author or editor, not only as translator."""
    return record._state.adding or is_own(by, record) or publishes(by, type(record))


def may_write(by: Anybody, record: Publishable, schema: Schema) -> MayWrite:
    """Return what answers whether somebody may write a key of the record's form."""
    codes, shared = set(languages_of(by, record)), shares(by, record)

    def answer(what: str, key: str) -> bool:
        prefix, _row, name = place_of(key)
        code = schema[prefix].language(name) if what == "change" and prefix in schema else ""
        return code in codes if code else shared

    return answer


def limited(schema: Schema, before: FormState, after: FormState, may: MayWrite) -> FormState:
    """Return `after` with everything as in `before` that may not be written."""
    out = {name: after[name] if may("change", name) or name not in before else before[name] for name in schema[""].fields}
    for prefix, part in prefixes(schema):
        out[prefix] = limited_rows(row_keys(before, prefix), row_keys(after, prefix), prefix, may)
        for row in row_keys(out, prefix):
            for name in part.fields:
                key = f"{prefix}/{row}/{name}"
                kept = key in before and (key not in after or not may("change", key))
                out[key] = before[key] if kept else after[key]
    return out


def limited_rows(before: list[str], after: list[str], prefix: str, may: MayWrite) -> list[str]:
    """Return the rows of one kind that there are, and their order, if somebody may not add, delete or move them."""
    if not may("change", prefix):
        stays = set(after) if may("delete", prefix) else set(before)
        return [row for row in before if row in stays] + [row for row in after if row not in before and may("add", prefix)]
    kept = [row for row in after if row in before or may("add", prefix)]
    return kept + [row for row in before if row not in after and not may("delete", prefix)]
