"""What no column and no constraint says of a row: addresses a browser is sent to, rich text kept as JSON, words that others look up."""

import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import models

from library import brand
from library.models import Tag, tag_key
from pages.menus import TAG
from pages.models import MenuEntry
from pages.site_forms import is_address
from publishing import languages, old_paths
from publishing.desk import desk_of
from publishing.fields import richtext
from publishing.fields.richtext_clean import clean
from publishing.fields.text import readable
from publishing.models import Draft, Edition, Redirect, ScheduledStep, SiteSettings, Version
from publishing.publishable import ALPHABET, Publishable, State
from publishing.registry import by_kind
from publishing.slugs import is_allowed
from publishing.state import State as FormState
from publishing.state import place_of

SHORT_ID = re.compile(rf"[{ALPHABET}]{{10}}")
# Names in JSON under which an address stands that pages make a link of.
ADDRESSES = {"url", "archived_url"}
# Tables whose “language” is one of this site's, and those whose “kind” is a type of record.
IN_OUR_LANGUAGES = {"publishing.Edition", "publishing.Redirect", "publishing.Withdrawal", "library.DocumentFile"}
OF_OUR_KINDS = {
    "publishing.Draft",
    "publishing.Version",
    "publishing.Edition",
    "publishing.Redirect",
    "publishing.ScheduledStep",
    "publishing.Withdrawal",
    "library.DocumentUse",
    "pages.MenuEntry",
}


def refuse(row: models.Model) -> None:
    """Raise ValidationError for a row that would break a page or lead a reader astray; clean what is text."""
    label = row._meta.label
    if label in IN_OUR_LANGUAGES and (language := getattr(row, "language", "")) and language not in languages.codes():
        raise ValidationError(f"this site has no language “{language}”.")
    if label in OF_OUR_KINDS and (kind := getattr(row, "kind", "")) not in {"", TAG}:
        known(kind)
    refuse_addresses(row)
    if isinstance(row, Publishable):
        refuse_record(row)
    if check := CHECKS.get(label):
        check(row)


def known(kind: str) -> None:
    """Refuse a kind of record that this site does not have."""
    try:
        by_kind(kind)
    except KeyError:
        raise ValidationError(f"this site has no records of the kind “{kind}”.") from None


def refuse_addresses(row: models.Model) -> None:
    """Refuse parts of addresses that no address of ours can have."""
    short_id = getattr(row, "short_id", None)
    if short_id is not None and not SHORT_ID.fullmatch(short_id):
        raise ValidationError(f"“{short_id}” is no short id.")
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        if isinstance(field, models.SlugField) and field.name.startswith("slug_") and value is not None and not is_allowed(value, frozenset()):
            raise ValidationError(f"“{value}” can be no part of an address.")


def refuse_record(record: Publishable) -> None:
    """Refuse a record that was public and has no address."""
    slugs = [getattr(record, f"{record.slug_field}_{code}") for code in languages.codes()]
    if record.state == State.PUBLISHED and not all(slugs):
        raise ValidationError("it is public and has no address.")


def clean_tag(tag: Tag) -> None:
    """Give a tag the key that its label makes."""
    tag.name = tag_key(next(filter(None, (getattr(tag, f"label_{code}") for code in languages.codes())), tag.name))


def refuse_redirect(redirect: Redirect) -> None:
    """Refuse an old address in another spelling than ours, and a target that is none."""
    if old_paths.normal(redirect.path) != redirect.path:
        raise ValidationError(f"“{redirect.path[:200]}” is not in the one spelling of old addresses.")
    if redirect.target and not leads(redirect.target):
        raise ValidationError(f"“{redirect.target[:200]}” is no address to lead to.")


def leads(address: str) -> bool:
    """Tell whether readers may be led to an address: a path of this site, or a page of the web."""
    if address.startswith("/"):
        return not address.startswith(("//", "/\\"))
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def refuse_entry(entry: MenuEntry) -> None:
    """Refuse a menu entry that leads to no address."""
    if entry.address and not leads(entry.address):
        raise ValidationError(f"“{entry.address[:200]}” is no address to lead to.")


def refuse_settings(row: SiteSettings) -> None:
    """Refuse settings whose addresses or pictures are none."""
    addresses = [getattr(row, f"terms_address_{code}") for code in languages.codes()]
    if not all(isinstance(each, list) and len(each) == 2 and all(isinstance(part, str) for part in each) for each in row.social):  # noqa: PLR2004
        raise ValidationError("its social networks are pairs of a name and an address.")
    if any(not is_address(address) for _label, address in row.social) or any(address and not leads(address) for address in addresses):
        raise ValidationError("it names an address that is none.")
    for logo in filter(None, (row.logo, row.logo_dark)):
        if logo.keys() != {"name", "width", "height"} or not all(isinstance(logo[side], int) for side in ("width", "height")):
            raise ValidationError("its logo is told otherwise than here.")
    if row.icon.keys() not in (set(), {str(side) for side in brand.SIDES}):
        raise ValidationError("its icon is told otherwise than here.")


def clean_edition(edition: Edition) -> None:
    """Clean what a published version shows."""
    edition.content = cleaned(edition.content)
    body = edition.content.get("body", "")
    edition.content |= {"body": clean(body)} if isinstance(body, str) and body else {}
    keeping = by_kind(edition.kind).keeping
    if keeping is None:
        raise ValidationError(f"records of the kind “{edition.kind}” have no published versions.")
    missing = {"title", "published"} - edition.content.keys()
    if missing or not isinstance(edition.content["title"], str) or not isinstance(edition.content["published"], dict):
        raise ValidationError("it does not hold what a page of a version shows.")
    richtext.image_ids(str(body))


def cleaned(value: Any, name: str = "") -> Any:  # Any: what JSON holds
    """Return what JSON holds with readable text only, and with no address but one of the web."""
    if isinstance(value, dict):
        return {key: cleaned(each, key) for key, each in value.items()}
    if isinstance(value, list):
        return [cleaned(each, name) for each in value]
    if isinstance(value, str):
        if name in ADDRESSES and value and not leads(value):
            raise ValidationError(f"“{value[:200]}” is no address of a page.")
        return readable(value)
    return value


def clean_work(row: Draft | Version | ScheduledStep) -> None:
    """Clean the rich text of a form, as the editor's own saving does."""
    model = by_kind(row.kind).model
    for state in filter(None, (row.data, getattr(row, "base", None))):
        for key in rich(model, state):
            state[key] = clean(state[key])


def rich(model: type[Publishable], state: FormState) -> Iterator[str]:
    """Yield the keys of a form that hold rich text."""
    schema = desk_of(model).schema
    for key, value in state.items():
        prefix, _row, name = place_of(key)
        if isinstance(value, str) and "<" in value and prefix in schema and name in schema[prefix].fields:
            column = schema[prefix].model._meta._forward_fields_map.get(name)  # type: ignore[attr-defined]  # as publishing.state reads it
            if isinstance(column, richtext.RichTextField):
                yield key


CHECKS: dict[str, Callable[[Any], None]] = {  # Any: each takes rows of its table
    "library.Tag": clean_tag,
    "publishing.Redirect": refuse_redirect,
    "pages.MenuEntry": refuse_entry,
    "publishing.SiteSettings": refuse_settings,
    "publishing.Edition": clean_edition,
    "publishing.Draft": clean_work,
    "publishing.Version": clean_work,
    "publishing.ScheduledStep": clean_work,
}
