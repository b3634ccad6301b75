"""Every address of the desk, with something to open at each; and how somebody asks them."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import unquote

from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse
from django.utils.translation import get_language_from_path, override

from pages.models import Export, HouseTerm, ImportRun, Menu, PairProposal, Replacement, Term
from publishing.models import BulkChange, Bundle, Redirect, SiteSettings
from syndication import keys, signing
from syndication.models import ApiKey, Delivery, Partner
from tests.actors.tables import sent

Pattern = tuple[str, tuple[str, ...]]
# Ends the session of whoever asks, or takes any address at all.
NOT_ASKED = {"logout", None}


def patterns() -> list[Pattern]:
    """Return (name, names of the parts) of every address of the desk."""
    desk = next(each for each in get_resolver().url_patterns if getattr(each, "app_name", None) == "admin")
    return sorted(set(named(desk)))


def named(resolver: URLResolver) -> Iterator[Pattern]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from named(pattern)
        elif isinstance(pattern, URLPattern) and pattern.name not in NOT_ASKED:
            yield pattern.name, tuple(pattern.pattern.regex.groupindex)


def model_of(name: str) -> type[models.Model] | None:
    """Return the model whose admin has an address."""
    found = [model for model in admin.site._registry if name.startswith(f"{model._meta.app_label}_{model._meta.model_name}_")]
    return max(found, key=lambda model: len(model._meta.label), default=None)


def address(name: str, parts: tuple[str, ...]) -> str | None:
    """Return an address with the newest thing that can stand there; None if there is none."""
    model = model_of(name)
    row = model._default_manager.order_by("-pk").first() if model else None
    record = ContentType.objects.get(app_label="news", model="article")
    pair = PairProposal.objects.first()
    values: dict[str, Any] = {
        **dict.fromkeys(("object_id", "key", "id"), row and row.pk),
        "year": 2026,
        "month": 1,
        "day": 2,
        "number": 1,
        "app_label": "news",
        "content_type_id": record.pk,
        **(
            {"kind": pair.kind, "first": pair.first, "second": pair.second, **({"key": pair.first} if "pairproposal" in name else {})} if pair else {}
        ),
    }
    if name == "actors_tableimport_template":
        values["kind"] = "actors"
    if name == "view_on_site":
        values["object_id"] = record.model_class()._default_manager.order_by("-pk").first().pk
    if any(values.get(part) is None for part in parts):
        return None
    return reverse(f"admin:{name}", kwargs={part: values[part] for part in parts})


def addresses() -> dict[str, str]:
    """Return {name: address} of everything at the desk at which something stands."""
    found = {name: address(name, parts) for name, parts in patterns()}
    return {name: where for name, where in found.items() if where is not None}


def few_of_each(paths: Iterable[tuple[str, str]], most: int = 2) -> Iterator[tuple[str, str]]:
    """Yield of the public addresses (with the languages of their readers) so many of each pattern and language: the others are made alike."""
    seen: Counter[tuple[str, str]] = Counter()
    for path, language in paths:
        with override(get_language_from_path(path)):
            named = (resolve(unquote(path.partition("?")[0])).view_name, path[:4])
        seen[named] += 1
        if seen[named] <= most:
            yield path, language


def furnish(by: User, words: str = "Word") -> None:
    """Make a row of everything that the desk lists beside records and what belongs to them; `words` stand in every text."""
    Term.objects.create(anchor="term", name_en=words[:120], name_ka=words[:120], definition_en=words, definition_ka=words, is_shown=True)
    HouseTerm.objects.create(language="en", avoided=words[:100], preferred=words[:100], reason=words)
    partner = Partner.objects.create(name=words[:100], mail="lib@example.org", address="https://example.org/hook", secret=signing.new_secret())
    Delivery.objects.create(partner=partner, event="test", tries=2)
    text = keys.new()
    ApiKey.objects.create(name=words[:100], beginning=keys.beginning_of(text), digest=keys.digest_of(text))
    sent("actors", "name_en,born", f'"{words.replace(chr(34), "")}",1950', by=by)
    Redirect.objects.create(path="/old-place", target="https://example.org/")
    Replacement.objects.create(by=by, language="en", find=words[:100], replacement=words[:100])
    BulkChange.objects.create(by=by, kind="news.article", field="tags", direction="add", ended_at=dt.datetime.now(dt.UTC))
    Bundle.objects.create(title=words[:100], note=words, by=by)
    Export.objects.create(by=by, problem=words[:100])
    ImportRun.objects.create(source=words[:100], by=by)
    SiteSettings.objects.get_or_create(pk=1)
    Menu.objects.get_or_create(place="header")
    Group.objects.create(name=words[:100])
