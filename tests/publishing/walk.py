"""Every public address in every language, asked as a reader would: fresh, and again from the page cache."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from http import HTTPStatus
from itertools import product
from typing import Any

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from django.utils.translation import override

from actors.models import Post
from config.urls import sitemaps
from library.models import Document, Tag
from publishing import languages
from publishing.models import Address, Draft, Edition, Join, Merge
from publishing.registry import record_types

FUTURE = dt.timedelta(days=3)
# Addresses that are not for the public, or tell nothing of records: the admin, the language switch of the admin, files by secret name.
NOT_WALKED = {"admin", "set_language", "media", "accent"}
# Whose slugs an address takes that no registered type has.
OF_KIND = {
    "news:tag": "tag",
    "news:tag_feed": "tag",
    "news:author": "author",
    "news:actor_feed": "actor",
    "news:office_feed": "office",
    "actors:remits": "place",
    **{f"actors:detail_{part}": "actor" for part in ("posts", "remits", "names")},
    **dict.fromkeys(("actors:office_names", "actors:office_posts", "actors:post"), "office"),
    "chronicle:chronology_feed": "chronology",
    **{f"chronicle:{name}": "chronology" for name in ("calendar.ics", "timeline.json", "events.geojson", "events.csv")},
    "chronicle:timeline": "chronology",
    "chronicle:entry": "event",
}


@dataclass(frozen=True)
class Answer:
    """What stands at an address: everything that reaches a reader, and the address asked for."""

    path: str
    status: int
    text: str


@dataclass
class Site:
    """What addresses are made of, by the name in the URL configuration."""

    values: dict[str, list[Any]] = field(default_factory=dict)
    # The slugs of each kind: an address that belongs to a kind is asked for those only, any other for all.
    slugs: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def __post_init__(self) -> None:
        for kind, slug in Address.objects.values_list("kind", "slug"):
            self.slugs[kind].add(slug)
        for kind, state in Draft.objects.values_list("kind", "data"):
            self.slugs[kind] |= {value for key, value in state.items() if key.startswith("slug_") and value}
        records = [record for kind in record_types() for record in kind.model._default_manager.all()]
        now = timezone.localtime()
        ids = [record.pk for record in records] + [pk for model in (Tag, Document) for pk in model.objects.values_list("pk", flat=True)]
        self.values = {
            "slug": sorted(set().union(*self.slugs.values())) or ["none"],
            "short_id": [*(record.short_id for record in records), *Document.objects.values_list("short_id", flat=True)],
            "pk": ids,
            "year": sorted({now.year, (now + FUTURE).year}),
            "month": sorted({now.month, (now + FUTURE).month}),
            "section": list(sitemaps),
            "chronology": sorted(self.slugs["chronology"]) or ["none"],
            # Nobody can know those of links to drafts; what stands there is tested with them.
            "token": ["none"],
            "signed": ["none"],
            "number": sorted(set(Edition.objects.values_list("number", flat=True)) | {1, 2}),
            "page": [1, 2],
            "post": list(Post.objects.values_list("pk", flat=True)) or [uuid.UUID(int=1)],
        }
        # Records that were joined with another one, or merged into it, led somewhere too.
        for model in (Join, Merge):
            for record, short_id in model.objects.values_list("record", "short_id"):
                self.values["pk"].append(record)
                self.values["short_id"].append(short_id)

    def addresses(self) -> Iterator[str]:
        """Yield every public address."""
        for name, parts, kind in sorted(routes(get_resolver())):
            lacking = [part for part in parts if part not in self.values]
            assert not lacking, f"{name} has the part {lacking}: say in Site.values what to put there"
            known = {**self.values, **({"slug": sorted(self.slugs[kind]) or ["none"]} if kind else {})}
            for values in product(*(known[part] for part in parts)):
                yield reverse(name, kwargs=dict(zip(parts, values, strict=True)))


def routes(resolver: URLResolver, prefix: str = "", parts: tuple[str, ...] = ()) -> Iterator[tuple[str, tuple[str, ...], str]]:
    """Yield (name, names of the parts, the kind whose slugs it takes or "") of every public pattern."""
    kinds = OF_KIND | {kind.url_name: kind.kind for kind in record_types()}
    for pattern in resolver.url_patterns:
        here = (*parts, *pattern.pattern.regex.groupindex)
        if isinstance(pattern, URLResolver):
            space = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            if pattern.app_name not in NOT_WALKED:
                yield from routes(pattern, space, here)
        elif isinstance(pattern, URLPattern) and pattern.name not in NOT_WALKED:
            assert pattern.name, f"{pattern} has no name, so nothing can walk it"
            name = f"{prefix}{pattern.name}"
            yield name, here, pattern.default_args.get("kind") or kinds.get(name, "")


def everything() -> Iterator[Answer]:
    """Yield the answer at every public address, in every language, made anew and from the page cache."""
    site = Site()
    paths = set()
    for code in languages.codes():
        with override(code):
            paths |= set(site.addresses())
    client = Client()
    for path, language in product(sorted(paths), languages.codes()):
        if language != languages.codes()[0] and not path.startswith("/a/"):
            # Only short addresses answer by the reader's language.
            continue
        made_anew = answer(client, path, language)
        yield made_anew
        if made_anew.status != HTTPStatus.NOT_FOUND:
            yield answer(client, path, language)


def answer(client: Client, path: str, language: str) -> Answer:
    """Return what a reader of a language gets."""
    response = client.get(path, headers={"Accept-Language": language})
    assert response.status_code < HTTPStatus.INTERNAL_SERVER_ERROR, (path, response.status_code)
    head = "\n".join(f"{name}: {value}" for name, value in response.items())
    content = b"".join(response.streaming_content) if response.streaming else response.content
    # A calendar goes on in the next line, in the middle of words.
    text = content.decode().replace("\r\n ", "")
    return Answer(path, response.status_code, f"{head}\n{text}".lower())


def see_everything() -> None:
    """Fill the page cache with what is public now."""
    for _answer in everything():
        pass
