"""Old addresses: where they lead, found by one indexed query, in one hop. Loops are refused, chains collapsed."""

import uuid
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.db.models import CharField, Q
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from publishing import changes, languages, old_paths
from publishing.addresses import record_at
from publishing.models import Redirect
from publishing.prepared import Given, Prepared
from publishing.publishable import Publishable
from publishing.registry import record_type, record_types
from publishing.rights import User

# Longer chains cannot arise, since each is collapsed when it is made; this ends the search among rows written otherwise.
LONGEST_CHAIN = 50
ACTION_ADDED = gettext_noop("old address added")


def remember(path: str, record: Publishable, language: str, *, by: User | None = None, replace: bool = False) -> bool:
    """Let the old address `path` (with its query string) lead to `record` in `language`; tell whether that is new.

    An address that leads elsewhere already is refused (ValidationError), unless `replace` says otherwise.
    """
    if language not in languages.codes():
        raise ValidationError(_("This site has no language “%(code)s”."), code="no_language", params={"code": language})
    return lead(path, Redirect(kind=record_type(record).kind, record=record.pk, language=language), by=by, replace=replace)


@transaction.atomic
def remember_all(paths: Iterable[str], record: Publishable, language: str) -> dict[str, ValidationError]:
    """Let several old addresses lead to `record`; return those that were refused, with the reason. Asks once for all of them."""
    refused: dict[str, ValidationError] = {}
    wished: dict[str, Redirect] = {}
    for path in paths:
        redirect = Redirect(kind=record_type(record).kind, record=record.pk, language=language)
        try:
            settle(path, redirect)
        except ValidationError as error:
            refused[path] = error
        else:
            wished.setdefault(redirect.path, redirect)
    there = set(Redirect.objects.filter(Q(path__in=wished) | Q(toward__in=wished)).values_list("path", "toward"))
    busy = {path for each in there for path in each}
    Redirect.objects.bulk_create([redirect for path, redirect in wished.items() if path not in busy])
    for path in paths:
        # What something leads from or to already needs a closer look.
        if path not in refused and old_paths.normal(path) in busy:
            try:
                remember(path, record, language)
            except ValidationError as error:
                refused[path] = error
    return refused


def remember_target(path: str, address: str, *, by: User | None = None, replace: bool = False) -> bool:
    """Let the old address `path` lead to an address: a path of this site, or an https address; tell whether that is new.

    A path that belongs to a record becomes a redirect to the record, which follows it through every change of its slug.
    """
    return lead(path, toward(address), by=by, replace=replace)


@transaction.atomic
def lead(path: str, redirect: Redirect, *, by: User | None = None, replace: bool = False) -> bool:
    """Let an old address lead where an unsaved `redirect` does. The one way in: tidies it, looks for loops, collapses chains."""
    settle(path, redirect)
    there = Redirect.objects.select_for_update().filter(path=redirect.path).first()
    if there is not None:
        if destination(there) == destination(redirect):
            return False
        if not replace:
            raise ValidationError(_("“%(path)s” leads to another place already."), code="redirect_taken", params={"path": redirect.path})
        redirect.pk, redirect.at = there.pk, there.at
    redirect.save()
    # Whatever led to this address leads now, in one hop, where it does.
    values = {name: getattr(redirect, name) for name in ("kind", "record", "language", "target", "toward")}
    Redirect.objects.filter(toward=redirect.path).update(**values)
    if by is not None:
        changes.write_down(by=by, action=ACTION_ADDED, detail={"key": str(redirect.pk), "name": redirect.path})
    return True


def settle(path: str, redirect: Redirect) -> None:
    """Give a redirect its old address in the one spelling, and the end of the chain it begins; ValidationError for what cannot be."""
    redirect.path = old_paths.normal(path)
    if redirect.path == "/":
        raise ValidationError(_("The front page itself cannot be an old address: it answers already."), code="front_page")
    follow(redirect)


def destination(redirect: Redirect) -> tuple[object, ...]:
    """Return where a redirect leads, to be compared."""
    return redirect.kind, redirect.record, redirect.language, redirect.target


def toward(address: str) -> Redirect:
    """Return an unsaved redirect to an address that somebody entered, or raise ValidationError in his words."""
    address = without_own_host(address.strip())
    if not address.startswith("/"):
        return Redirect(target=foreign(address))
    if address.startswith(("//", "/\\")) or "\\" in address:
        raise ValidationError(_("An address of this site begins with one “/”, another one with “https://”."), code="no_target")
    if found := record_behind(address):
        kind, record, language = found
        return Redirect(kind=kind, record=record, language=language)
    return Redirect(target=iri_to_uri(address), toward=old_paths.normal(address))


def without_own_host(address: str) -> str:
    """Return an address of this site as a path, any other one as it is."""
    site = settings.SITE_URL.rstrip("/")
    if site and (address == site or address.startswith((f"{site}/", f"{site}?"))):
        return address.removeprefix(site) if address.startswith(f"{site}/") else "/" + address.removeprefix(site)
    return address


def foreign(address: str) -> str:
    """Return an https address of another site, or raise ValidationError."""
    try:
        URLValidator(schemes=["https"])(address)
        if urlsplit(address).username is not None:
            raise ValidationError("")
    except (ValidationError, ValueError) as error:
        raise ValidationError(
            _("“%(address)s” is neither an address of this site, such as “/en/news/”, nor one that begins with “https://”."),
            code="no_target",
            params={"address": address[:200]},
        ) from error
    return iri_to_uri(address)


def record_behind(address: str) -> tuple[str, uuid.UUID, str] | None:
    """Return (kind, record, language) of the record whose page has or had an address of this site, or None."""
    match = page_at(address)
    if match is None:
        return None
    language = urlsplit(address).path.split("/")[1]
    for kind in record_types():
        if match.view_name == kind.url_name:
            record = record_at(kind.kind, match.kwargs.get("slug", ""))
            return (kind.kind, record, language) if record is not None else None
    return None


def page_at(address: str) -> ResolverMatch | None:
    """Return what answers at an address in one of the site's languages, by the URL configuration; None if nothing does."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    path = old_paths.path_spelled(parts.path)
    language = path.split("/")[1]
    if parts.fragment or parts.query or language not in languages.codes():
        return None
    try:
        with override(language):
            return resolve(path if path.endswith("/") else f"{path}/")
    except Resolver404:
        return None


def refuse_answered(path: str) -> None:
    """Raise ValidationError if a page of this site answers at an address that somebody wants to lead elsewhere."""
    match = page_at(path)
    if match is not None and (not match.kwargs or record_behind(path)):
        raise ValidationError(_("“%(path)s” is the address of a page of this site, which answers itself."), code="answered", params={"path": path})


def follow(redirect: Redirect) -> None:
    """Let a redirect lead where the redirects behind its target do; ValidationError if they lead back to it."""
    chain = [redirect.path]
    while redirect.toward:
        chain.append(redirect.toward)
        if redirect.toward == redirect.path or len(chain) > LONGEST_CHAIN:
            raise ValidationError(_("This address would lead back to itself: %(chain)s."), code="redirect_loop", params={"chain": " → ".join(chain)})
        further = Redirect.objects.filter(path=redirect.toward).first()
        if further is None:
            return
        for name in ("kind", "record", "language", "target", "toward"):
            setattr(redirect, name, getattr(further, name))


@lru_cache
def at_paths(number: int) -> Prepared:
    """Return the query for the redirects of so many old addresses."""
    return Prepared(Redirect.objects.filter(path__in=Given("paths", CharField(), many=number)))


def find(asked: str, *, with_query: bool = False) -> Redirect | None:
    """Return the redirect for an address as `old_paths.asked_for` spells it: its own, else that of it without tracking. One query.

    `with_query` leaves out redirects of the bare path, for addresses whose path belongs to a page of this site.
    """
    spellings = [spelling for spelling in dict.fromkeys((asked, old_paths.without_tracking(asked))) if "?" in spelling or not with_query]
    if not asked or not spellings:
        return None
    found = {redirect.path: redirect for redirect in at_paths(len(spellings)).records(paths=spellings)}
    return next((found[spelling] for spelling in spellings if spelling in found), None)
