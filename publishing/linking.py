"""What a link in a text leads to. An address belongs to one thing for ever, so a link is a reference: it holds whatever the thing is called.

A key is made of the address alone. Nothing has to be looked up while a text is written, and nothing has to be written again when a
slug changes, when records are merged, or when an address is given only after somebody linked to it.
"""

import uuid
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import urlsplit

from django.db.models import CharField, Value
from django.urls import Resolver404, ResolverMatch, resolve

from publishing import redirects
from publishing.fields.richtext_parse import parse
from publishing.fields.richtext_tree import Block, Footnote, Inline, Text
from publishing.models import Address, Join, Merge
from publishing.registry import record_types

# The name space of these keys (RFC 9562, section 5.5).
SPACE = uuid.UUID("6f2c1f0e-6a53-4c0b-9f3e-0d8b7a4c52e1")
# The word for addresses of ten signs, which any record has.
SHORT = "short"
# {name of a view: the word for what stands at its addresses}, beside the pages of records
_views = {"short": SHORT}


def register(view_name: str, kind: str) -> None:
    """Let addresses of a view be known as those of things of a kind; the names of views below it begin with its name and "_"."""
    _views[view_name] = kind


def address_key(kind: str, name: str) -> uuid.UUID:
    """Return the key of an address: the kind of thing that stands there, and its slug or short id."""
    return uuid.uuid5(SPACE, f"{kind} {name}")


def links_in(html: str) -> set[uuid.UUID]:
    """Return the keys of the addresses of this site's things to which a text links."""
    if "href" not in html:
        return set()
    return {key for href in hrefs(parse(html)) if (key := key_of(redirects.without_own_host(href))) is not None}


def hrefs(blocks: list[Block]) -> Iterator[str]:
    """Yield the addresses of all links, those in notes too."""
    for block in blocks:
        yield from hrefs_of(block.line)
        yield from hrefs(block.blocks)


def hrefs_of(line: list[Inline] | tuple[Text, ...]) -> Iterator[str]:
    """Yield the addresses of the links of a line."""
    for leaf in line:
        if isinstance(leaf, Footnote):
            yield from hrefs_of(leaf.content)
        elif isinstance(leaf, Text) and leaf.link is not None:
            yield leaf.link.href


@lru_cache(maxsize=4096)
def key_of(address: str) -> uuid.UUID | None:
    """Return the key of an address, a path on this site; None for one at which no single thing stands. Asks no database."""
    match = answering(address) if address.startswith("/") else None
    name = match.kwargs.get("slug") or match.kwargs.get("short_id") if match else None
    if match is None or not name:
        return None
    known = {kind.url_name: kind.kind for kind in record_types()} | _views
    view = match.view_name
    found = max((each for each in known if view == each or view.startswith(f"{each}_")), key=len, default=None)
    return address_key(known[found], name) if found else None


def answering(address: str) -> ResolverMatch | None:
    """Return what answers at a path, whatever its query and its fragment; None if nothing does."""
    try:
        path = urlsplit(address).path
        return redirects.page_at(path) or resolve(path)
    except (Resolver404, ValueError):
        return None


def keys_leading_to(kind: str, key: uuid.UUID, short_id: str = "") -> list[uuid.UUID]:
    """Return the keys of all addresses that lead to a thing: those it has or had, and those of records that went into it. One query."""
    found = Address.objects.filter(kind=kind, record=key).order_by().values_list(Value(kind, CharField()), "slug")
    if short_id:
        went = [rows.objects.filter(into=key).order_by().values_list(Value(SHORT, CharField()), "short_id") for rows in (Join, Merge)]
        found = found.union(*went, all=True)
    names = [*found, (SHORT, short_id)] if short_id else found
    return [address_key(word, name) for word, name in names]
