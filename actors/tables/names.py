"""Names as tables write them, and the records that they mean: by key, by address, by any spelling that means one record only."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _
from uuid6 import uuid7

from actors.models import Actor, ActorName, Office, OfficeName, Place, Post
from library.models import Source
from publishing import languages
from publishing.publishable import Publishable, PublishableQuerySet
from publishing.rights import User, sees_all
from publishing.search import fold

# How many that a name may mean are named.
CANDIDATES = 5
MODELS: dict[str, type[Model]] = {"actor": Actor, "office": Office, "place": Place}
OTHER_NAMES: dict[str, tuple[type[Model], str]] = {"actor": (ActorName, "actor_id"), "office": (OfficeName, "office_id")}


@dataclass
class Index:
    """The records of one noun by everything that names them."""

    # {key: (name, address or "")}
    labels: dict[str, tuple[str, str]] = field(default_factory=dict)
    slugs: dict[str, str] = field(default_factory=dict)
    spellings: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def add(self, key: str, label: str, slugs: Iterable[str], spellings: Iterable[str]) -> None:
        """Let a record be found."""
        known = [slug for slug in slugs if slug]
        self.labels[key] = (label, next(iter(known), ""))
        self.slugs |= dict.fromkeys(known, key)
        for spelling in spellings:
            self.add_spelling(key, spelling)

    def add_spelling(self, key: str, spelling: str) -> None:
        """Let a record be found by one more name."""
        if spelling and key in self.labels and key not in self.spellings[spelling]:
            self.spellings[spelling].append(key)


class Names:
    """What the tables of one run name. It reads each noun once; what a new row brings is added."""

    def __init__(self, by: User) -> None:
        self.by = by
        self.indexes: dict[str, Index] = {}
        self.posts: dict[str, Index] = {}
        self.offices: dict[str, str] = {}
        # {(noun, as the file calls a record of its own, small): its key}
        self.nicknames: dict[tuple[str, str], str] = {}
        # What columns of apps above read once, by a name of theirs.
        self.kept: dict[str, Any] = {}
        # Records and sources that the file itself brings, not stored yet.
        self.fresh: dict[str, set[str]] = defaultdict(set)
        self.new_sources: dict[str, Source] = {}
        self.titles: dict[str, list[str]] = {}
        self.addresses: dict[str, list[str]] = {}
        self.sources: dict[str, tuple[str, str]] = {}

    def index(self, noun: str) -> Index:
        """Return the records of a noun."""
        if noun not in self.indexes:
            self.indexes[noun] = index_of(noun, self.by)
        return self.indexes[noun]

    def add(self, noun: str, key: str, names: Iterable[str], slugs: Iterable[str] = ()) -> None:
        """Let a new record of the file be found by other rows."""
        said = [name for name in names if name]
        self.index(noun).add(key, next(iter(said), ""), slugs, map(fold, said))
        self.fresh[noun].add(key)

    def find(self, noun: str, text: str) -> str:
        """Return the key of what a text names; ValueError that says why it names nothing, or which several."""
        index = self.index(noun)
        lower = text.casefold()
        if (noun, lower) in self.nicknames:
            return self.nicknames[noun, lower]
        if lower in index.labels:
            return lower
        if lower in index.slugs:
            return index.slugs[lower]
        return self.only(index, index.spellings.get(fold(text), []), text)

    def only(self, index: Index, found: list[str], text: str) -> str:
        """Return the one key; ValueError for none, and for several with what tells them apart."""
        if len(found) == 1:
            return found[0]
        if not found:
            raise ValueError(_("Nothing here is called “%(text)s”.") % {"text": text[:100]})
        several = ", ".join(f"{name} ({slug or key})" for key in found[:CANDIDATES] for name, slug in [index.labels[key]])
        raise ValueError(_("“%(text)s” may be several: %(several)s. Write the address or the key.") % {"text": text[:100], "several": several})

    def alike(self, noun: str, names: Iterable[str]) -> list[str]:
        """Return the keys of records that are called so already."""
        index = self.index(noun)
        return [key for name in names if name for key in index.spellings.get(fold(name), [])]

    def label(self, noun: str, key: str) -> str:
        """Return the name of a record."""
        return self.index(noun).labels.get(key, (key, ""))[0]

    def written(self, noun: str, key: str) -> str:
        """Return what a table writes for a record: its address, which says more than a key and is as sure."""
        _label, slug = self.index(noun).labels.get(key, ("", ""))
        return slug or key

    # Posts: named by their titles within an office.

    def post_index(self, office: str) -> Index:
        """Return the stored posts of an office."""
        self.read_posts()
        return self.posts.get(office) or Index()

    def read_posts(self) -> None:
        """Read the stored posts, once."""
        if not self.posts:
            self.posts = post_indexes()
            self.offices = {key: office for office, index in self.posts.items() for key in index.labels}

    def office_of_post(self, key: str) -> str:
        """Return the key of the office of a post; "" for a post that is gone."""
        self.read_posts()
        return self.offices.get(key, "")

    def post(self, office: str, text: str) -> str:
        """Return the key of a post by its title, or by its key; ValueError if it is none of the office."""
        index = self.post_index(office)
        if text.casefold() in index.labels:
            return text.casefold()
        if not (found := index.spellings.get(fold(text), [])):
            words = {"text": text[:100], "office": self.label("office", office)}
            raise ValueError(_("“%(office)s” has no post “%(text)s”. The posts of a draft can be held once it was published.") % words)
        return self.only(index, found, text)

    def written_post(self, office: str, key: str) -> str:
        """Return what a table writes for a post: its title, where that is enough."""
        index = self.post_index(office)
        title = index.labels.get(key, ("", ""))[0]
        return title if title and len(index.spellings.get(fold(title), [])) == 1 else key

    # Sources

    def read_sources(self) -> None:
        """Read the sources, once."""
        if not self.sources:
            titles, addresses = defaultdict(list), defaultdict(list)
            for key, title, url in Source.objects.order_by("pk").values_list("pk", "title", "url").iterator(chunk_size=2000):
                self.sources[str(key)] = (title, url)
                titles[title.casefold()].append(str(key))
                if url:
                    addresses[url].append(str(key))
            self.titles, self.addresses = titles, addresses

    def source(self, title: str, url: str) -> str:
        """Return the key of a source, made if it is not known; ValueError where several could be meant."""
        self.read_sources()
        if not url and title.casefold() in self.sources:
            return title.casefold()
        found = self.addresses.get(url, []) if url else self.titles.get(title.casefold(), [])
        if url and title and len(found) > 1:
            found = [key for key in found if self.sources[key][0].casefold() == title.casefold()]
        if len(found) > 1:
            raise ValueError(_("Several sources are called “%(text)s”. Write the key: %(keys)s.") % {"text": title or url, "keys": ", ".join(found)})
        return found[0] if found else self.make_source(title, url)

    def make_source(self, title: str, url: str) -> str:
        """Return the key of a new source; it is stored with the rows."""
        if not self.by.has_perm("library.add_source"):
            raise ValueError(_("There is no source “%(text)s”, and you may not add one.") % {"text": title or url})
        source = Source(pk=uuid7(), title=title or url[:300], url=url)
        source.full_clean()
        key = str(source.pk)
        self.new_sources[key], self.sources[key] = source, (source.title, url)
        self.titles.setdefault(source.title.casefold(), []).append(key)
        if url:
            self.addresses.setdefault(url, []).append(key)
        return key

    def written_source(self, key: str) -> str:
        """Return what a table writes for a source: title and address, or the key where these mean several."""
        self.read_sources()
        title, url = self.sources.get(key, ("", ""))
        same = self.addresses.get(url, []) if url else self.titles.get(title.casefold(), [])
        return (f"{title} <{url}>" if url else title) if len(same) == 1 else key


def index_of(noun: str, by: User) -> Index:
    """Return the records of a noun that somebody may see, by everything that names them."""
    index, model = Index(), MODELS[noun]
    title = model.title_field if issubclass(model, Publishable) else "name"
    names = [f"{title}_{code}" for code in languages.codes()]
    slugs = [f"slug_{code}" for code in languages.codes()]
    titles = ["working_title"] if issubclass(model, Publishable) else []
    records = seen_by(by, model)
    for key, folded, *rest in records.order_by("pk").values_list("pk", "folded", *names, *slugs, *titles).iterator(chunk_size=2000):
        called = [*rest[: len(names)], *rest[len(names) + len(slugs) :]]
        label = next(filter(None, called), "")
        spellings = folded.split("\n") if folded else [fold(label)]
        index.add(str(key), label, rest[len(names) : len(names) + len(slugs)], spellings)
    if noun in OTHER_NAMES:
        rows, owner = OTHER_NAMES[noun]
        for key, folded in rows._default_manager.filter(**{f"{owner}__in": records.values("pk")}).values_list(owner, "folded").order_by("pk"):
            index.add_spelling(str(key), folded)
    return index


def post_indexes() -> dict[str, Index]:
    """Return the stored posts, by office."""
    found: dict[str, Index] = defaultdict(Index)
    titles = [f"title_{code}" for code in languages.codes()]
    for key, office, folded, *said in Post._base_manager.order_by("pk").values_list("pk", "office_id", "folded", *titles).iterator(chunk_size=2000):
        found[str(office)].add(str(key), next(filter(None, said), ""), [], folded.split("\n"))
    return found


def seen_by(by: User, model: type[Model]) -> QuerySet:
    """Return the records that somebody may see and that are not in the trash."""
    if not issubclass(model, Publishable):
        return model._default_manager.all()
    records: PublishableQuerySet = PublishableQuerySet(model)
    kept = records.kept()
    return kept if sees_all(by, model) else kept.filter(Q(created_by=by.pk) | Q(pk__in=records.live().values("pk")))
