"""Every public address in every language, asked as a reader would: fresh, and again from the page cache."""

import datetime as dt
import gzip
import shutil
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http import HTTPStatus
from itertools import cycle, pairwise, product
from typing import Any
from urllib.parse import urlencode

from django.apps import apps
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from django.utils.translation import override

from actors.models import Post
from chronicle.models import ChronologyEntry, Listing
from config.api import router
from config.urls import sitemaps
from library.models import Document, Tag
from publishing import languages
from publishing.api.formats import Format
from publishing.feeds import CONTENTS, FORMATS
from publishing.middleware import MACHINES_READ, prefixes
from publishing.models import Address, Draft, Edition, Join, Merge
from publishing.registry import record_types
from syndication.digests.topics import KINDS
from syndication.dumps import making
from syndication.dumps.kinds import kinds
from tests.syndication.asking import keeping_connection

FUTURE = dt.timedelta(days=3)
# Addresses that are not for the public, or tell nothing of records: the admin, the language switch of the admin, files by secret name.
NOT_WALKED = {"admin", "set_language", "media", "accent"}
# What the page cache keeps with words in it.
KEPT = {HTTPStatus.OK, HTTPStatus.GONE}
# How a packed file begins (RFC 1952).
PACKED = b"\x1f\x8b"
# Whose slugs an address takes that no registered type has.
OF_KIND = {
    "news:tag": "tag",
    **dict.fromkeys(("news:tag_feed", "news:tag_events", "news:tag_agreements"), "tag"),
    "news:author": "author",
    "news:ninjs": "article",
    "news:actor_feed": "actor",
    "news:office_feed": "office",
    "news:event": "event",
    "actors:remits": "place",
    **{f"actors:detail_{part}": "actor" for part in ("posts", "remits", "names")},
    **dict.fromkeys(("actors:office_names", "actors:office_posts", "actors:post"), "office"),
    "chronicle:chronology_feed": "chronology",
    **{f"chronicle:{name}": "chronology" for name in ("calendar.ics", "timeline.json", "events.geojson", "events.csv")},
    "chronicle:timeline": "chronology",
    "chronicle:entry": "event",
}


def slugs_of(kind: str) -> dict[uuid.UUID, list[str]]:
    """Return the slugs that each record of a kind has or had."""
    found: dict[uuid.UUID, list[str]] = defaultdict(list)
    for record, slug in Address.objects.filter(kind=kind).values_list("record", "slug"):
        found[record].append(slug)
    return found


def cards() -> Iterator[tuple[Any, ...]]:
    """Yield the parts of the address of every card there could be; each leads to the one of today's words."""
    keys = [(kind.kind, record.short_id) for kind in record_types() for record in kind.model._default_manager.all()]
    keys += [("tag", tag) for tag in Tag.objects.values_list("pk", flat=True)]
    keys += [("document", document) for document in Document.objects.values_list("short_id", flat=True)]
    yield from ((code, *key, "0" * 16, "png") for code, key in product(languages.codes(), [*keys, ("site", "site")]))


def posts_of_offices() -> set[tuple[Any, ...]]:
    """Return each post with the slugs of its office."""
    slugs = slugs_of("office")
    return {(slug, pk) for office, pk in Post.objects.values_list("office", "pk") for slug in slugs[office]}


def events_of_chronologies() -> set[tuple[Any, ...]]:
    """Return the slugs of each event with those of the chronologies it is in."""
    chronologies, events = slugs_of("chronology"), slugs_of("event")
    pairs = [pair for model in (Listing, ChronologyEntry) for pair in model.objects.values_list("chronology", "event")]
    return {found for chronology, event in pairs for found in product(chronologies[chronology], events[event])}


# Addresses of one record under another: asking for every two would cost more than all the rest.
BELONGING: dict[str, Callable[[], set[tuple[Any, ...]]]] = {"actors:post": posts_of_offices, "chronicle:entry": events_of_chronologies}


def make_dump() -> None:
    """Make the dump of what is public now."""
    with keeping_connection():
        making.make()


def dump_files() -> list[str]:
    """Return the files of a dump."""
    return [f"{kind.name}.{ending}.gz" for kind in kinds() for ending in ("jsonl", "csv")]


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
    # The same for keys, by the name of the address, and for short ids.
    keys: dict[str, list[Any]] = field(default_factory=dict)
    short_ids: dict[str, list[str]] = field(default_factory=dict)
    # Whether records that the public sees nothing of are asked for too: nothing stands there that could be kept.
    of_hidden: bool = True

    def __post_init__(self) -> None:
        everyone = [record for kind in record_types() for record in kind.model._default_manager.all()]
        records = [record for record in everyone if self.of_hidden or record.is_live]
        left_out = {record.pk for record in everyone} - {record.pk for record in records}
        for kind, slug in Address.objects.exclude(record__in=left_out).values_list("kind", "slug"):
            self.slugs[kind].add(slug)
        for kind, state in Draft.objects.values_list("kind", "data") if self.of_hidden else ():
            self.slugs[kind] |= {value for key, value in state.items() if key.startswith("slug_") and value}
        now = timezone.localtime()
        # Records that were joined with another one, or merged into it, led somewhere too.
        gone = [pair for model in (Join, Merge) for pair in model.objects.values_list("record", "short_id")]
        documents = list(Document.objects.values_list("short_id", flat=True)) or ["none"]
        self.short_ids = dict.fromkeys(("library:document", "library:document_file", "library:document_version"), documents)
        models = {model._meta.model_name: model for model in apps.get_models()}
        for _prefix, _viewset, basename in router.registry:
            keys = [*models[basename]._default_manager.values_list("pk", flat=True), *(pk for pk, _short_id in gone)]
            self.keys[f"api:{basename}-detail"] = keys or [uuid.UUID(int=1)]
        for kind in KINDS:
            keys = (Tag if kind == "tag" else models[kind])._default_manager.values_list("pk", flat=True)
            self.keys[f"mail:{kind}"] = list(keys) or [uuid.UUID(int=1)]
        self.values = {
            "slug": sorted(set().union(*self.slugs.values())) or ["none"],
            "short_id": [*(record.short_id for record in records), *documents, *(short_id for _pk, short_id in gone)],
            "year": sorted({now.year, (now + FUTURE).year}),
            "month": sorted({now.month, (now + FUTURE).month}),
            "month_day": ["09-15"],
            "section": list(sitemaps),
            "chronology": sorted(self.slugs["chronology"]) or ["none"],
            # Nobody can know those of links to drafts; what stands there is tested with them.
            "token": ["none"],
            "key": [*(record.pk for record in records[:2]), uuid.UUID(int=1)],
            "signed": ["none"],
            "number": sorted(set(Edition.objects.values_list("number", flat=True)) | {1, 2}),
            "form": list(FORMATS),
            "name": dump_files(),
            "page": [1, 2],
            "post": list(Post.objects.values_list("pk", flat=True)) or [uuid.UUID(int=1)],
        }

    def known(self, name: str, parts: tuple[str, ...], kind: str) -> Iterator[tuple[Any, ...]]:
        """Yield what to put into the parts of an address: all there is, but of two records only those that belong together, and some that do not."""
        if name == "card":
            yield from cards()
            return
        values = {**self.values, "pk": self.keys.get(name, []), "short_id": self.short_ids.get(name, self.values["short_id"])}
        if name.endswith("_cite"):
            # The other formats say the same.
            values["form"] = ["json"]
        if kind:
            values["slug"] = sorted(self.slugs[kind]) or ["none"]
        if name.endswith("feed") and parts == ("slug", "form") and len(values["slug"]) > len(FORMATS):
            # What stands in a feed is chosen before its form: of many, each is asked for in one form, in turn.
            yield from zip(values["slug"], cycle(FORMATS), strict=False)
            return
        lacking = [part for part in parts if not values.get(part)]
        assert not lacking, f"{name} has the part {lacking}: say in Site what to put there"
        if name not in BELONGING:
            yield from product(*(values[part] for part in parts))
            return
        above, below, *rest = (values[part] for part in parts)
        pairs = {*product(above[:1], below), *product(above, below[:1]), *BELONGING[name]()}
        yield from ((*pair, *others) for pair, others in product(pairs, product(*rest)))

    def addresses(self) -> Iterator[str]:
        """Yield every public address."""
        for name, parts, kind in sorted(routes(get_resolver())):
            for values in self.known(name, parts, kind):
                # A feed with whole texts has all that the one with summaries has.
                query = f"?content={CONTENTS[-1]}" if name.endswith("feed") else ""
                yield reverse(name, kwargs=dict(zip(parts, values, strict=True))) + query
        yield from parameters_of_the_api(self)
        yield from questions_of_the_chronicle(self)


def parameters_of_the_api(site: Site) -> Iterator[str]:
    """Yield each list of the API in one language, with whole objects in place of ids, and it and its objects in each other format."""
    for _prefix, viewset, basename in router.registry:
        path = reverse(f"api:{basename}-list")
        keys = site.keys[f"api:{basename}-detail"]
        for each in (each for each in viewset.renderer_classes if issubclass(each, Format)):
            said = [f"?format={each.format}", *(f"?format={each.format}&lang={code}" for code in languages.codes() if "lang" not in each.without)]
            yield from (f"{path}{query}" for query in said)
            if each.is_for_one:
                yield from (reverse(f"api:{basename}-detail", kwargs={"pk": key}) + query for key in keys for query in said)
        kinds = viewset(action="list", request=None).kinds
        yield from (f"{path}?lang={code}" for code in languages.codes())
        if kinds:
            yield f"{path}?expand={','.join(kinds)}"


def questions_of_the_chronicle(site: Site) -> Iterator[str]:
    """Yield who met whom, page and table, of everybody alone, with the first one and with the next one; and whose agreements there are."""
    parties = sorted(site.slugs["actor"] | site.slugs["office"])
    page, table, agreements = (reverse(f"chronicle:{name}") for name in ("meetings", "meetings_csv", "agreements"))
    with_the_first = [urlencode({"a": parties[0], "b": other}) for other in parties[1:]]
    yield from (f"{page}?a={one}" for one in parties)
    yield from (f"{path}?{pair}" for path, pair in product((page, table), with_the_first))
    yield from (f"{page}?{urlencode({'a': one, 'b': other})}" for one, other in pairwise(parties[1:]))
    yield from (f"{agreements}?party={one}" for one in sorted({*parties, *site.slugs["place"]}))


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


def paths(*, of_hidden: bool = True) -> list[tuple[str, str]]:
    """Return every public address, each with the language its reader asks for: only short addresses answer by that."""
    site = Site(of_hidden=of_hidden)
    found = set()
    for code in languages.codes():
        with override(code):
            found |= set(site.addresses())
    return [(path, code) for path, code in product(sorted(found), languages.codes()) if code == languages.codes()[0] or path.startswith("/a/")]


def everything() -> Iterator[Answer]:
    """Yield the answer at every public address, in every language, made anew and, of what the page cache keeps, from there."""
    client = Client()
    for path, language in paths():
        made_anew = answer(client, path, language)
        yield made_anew
        if made_anew.status in KEPT and path.startswith(prefixes()):
            yield answer(client, path, language)
    # Until now, the dump stood there as it was made before, if it was; its manifest tells nothing of records.
    make_dump()
    yield from (answer(client, reverse("syndication:dump", kwargs={"name": name}), languages.codes()[0]) for name in dump_files())
    shutil.rmtree(making.folder())


def answer(client: Client, path: str, language: str) -> Answer:
    """Return what a reader of a language gets."""
    response = client.get(path, headers={"Accept-Language": language})
    if response.get("Location", "").startswith("/cards/"):
        response = client.get(response["Location"])
    assert response.status_code < HTTPStatus.INTERNAL_SERVER_ERROR, (path, response.status_code)
    head = "\n".join(f"{name}: {value}" for name, value in response.items())
    content = b"".join(response.streaming_content) if response.streaming else response.content
    content = gzip.decompress(content) if content.startswith(PACKED) else content
    # A calendar goes on in the next line, in the middle of words.
    # A card says its words as text too, between its pixels.
    text = content.decode(errors="replace" if response["Content-Type"].startswith("image/") else "strict").replace("\r\n ", "")
    return Answer(path, response.status_code, f"{head}\n{text}".lower())


def see_everything() -> None:
    """Fill the page cache, the cards and the dump with what is public now; of what machines read besides, nothing is kept."""
    make_dump()
    client = Client()
    for path, language in paths(of_hidden=False):
        if not path.startswith(MACHINES_READ):
            answer(client, path, language)
