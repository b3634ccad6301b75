"""People and offices to be merged."""

from typing import Any

from actors.models import Actor, Office
from library.models import Source
from news.models import Article
from publishing import drafts
from publishing.publishable import Publishable
from tests.factories import make_kind, publisher

# A tenure with an end that is known.
ENDED = {"start": "2000", "end": "2004-03", "end_status": "ended"}


def person(name: str, *, public: bool = True, **fields: Any) -> Actor:
    """Return a person with a form of these fields, public unless said otherwise."""
    return kept(drafts.create(Actor, {"name_en": name, **fields}, by=publisher()), public=public)


def office(name: str, *posts: str, public: bool = True, **fields: Any) -> Office:
    """Return an office with posts of these titles, public unless said otherwise."""
    rows = {"posts": [{"title_en": title, "seats": "1"} for title in posts]} if posts else {}
    return kept(drafts.create(Office, {"name_en": name, **rows, **fields}, by=publisher()), public=public)


def article(*named: Publishable, public: bool = True, title: str = "Talks", **fields: Any) -> Article:
    """Return an article that names people and offices in this order."""
    rows = [{"actor" if isinstance(each, Actor) else "office": each.pk} for each in named]
    fields = {"kind": make_kind().pk, "title_en": title, "body_en": "<p>Text.</p>", "mentions": rows, **fields}
    return kept(drafts.create(Article, fields, by=publisher()), public=public)


def kept(record: Any, *, public: bool) -> Any:
    """Publish a record if it is to be public; return it."""
    if public:
        drafts.publish(record, by=publisher())
    return record


def source(title: str = "Archive") -> Source:
    """Return a source."""
    return Source.objects.create(title=title)
