"""What a reader can ask mails of: how it is called, where it stands, and what of the records that became public belongs to it."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from actors import wording
from actors.models import Actor, Office
from chronicle.appearances import public
from chronicle.models import Attendance, Chronology, Listing
from library import tags
from library.counts import through_models
from library.models import Tag
from news.models import Mention
from news.tags import tag_addresses
from publishing import joined, languages, navigation
from publishing.addresses import record_at
from publishing.models import Address
from publishing.publishable import Publishable
from publishing.registry import by_kind, record_types
from syndication.models import Subscription

What = Subscription.What
TAG = "tag"
# What has an archive of its own, by the word in addresses.
KINDS = (TAG, "actor", "office", "chronology")
SHOWN_QUESTION = 80


@dataclass(frozen=True)
class Topic:
    """What somebody wants to hear of."""

    what: str
    kind: str = ""
    key: uuid.UUID | None = None
    question: str = ""


@dataclass(frozen=True)
class Named:
    """A topic as a reader of a language knows it; `lang` only where its name is in another one."""

    label: str
    url: str
    lang: str = ""

    @property
    def whole_url(self) -> str:
        """Where it stands, with scheme and host."""
        return navigation.absolute(self.url)


def of(subscription: Subscription) -> Topic:
    """Return what a subscription is about."""
    return Topic(subscription.what, subscription.record_kind, subscription.record, subscription.question)


def of_record(kind: str, key: uuid.UUID) -> Topic | None:
    """Return the topic of a tag or of a record that is public, or None."""
    slug = Address.objects.filter(kind=kind, record=key).values_list("slug", flat=True).first() if kind == TAG else ""
    topic = Topic(What.TOPIC, kind, key, slug or "")
    return topic if subject(topic) is not None else None


def subject(topic: Topic) -> Tag | Publishable | None:
    """Return the tag or the record that a topic is about, where it is now; None for what the public does not see."""
    if topic.kind == TAG:
        found = tags.public()
        return found.filter(pk=topic.key).first() or found.filter(pk=record_at(TAG, topic.question)).first()
    if topic.kind not in {known.kind for known in record_types()} or topic.key is None:
        return None
    record = by_kind(topic.kind).model._default_manager.live().filter(pk=topic.key).first()  # type: ignore[attr-defined]  # every record type has this queryset
    if record is None and (went := joined.by_key(topic.kind, topic.key)) is not None and went.record.is_live:
        record = went.record
    return None if isinstance(record, Actor) and not record.has_profile else record


def named(topic: Topic, language: str) -> Named | None:
    """Return how a topic is called in the active language, and where it stands; None for what the public does not see."""
    if topic.what == What.NEWS:
        return Named(_("News"), navigation.address("news:list", language))
    if topic.what == What.CORRECTIONS:
        return Named(_("Corrections"), navigation.address("news:corrections", language))
    if topic.what == What.SEARCH:
        asked = QueryDict(topic.question)
        label = _("Search: %(words)s") % {"words": ", ".join(text for _name, text in asked.items())[:SHOWN_QUESTION]}
        return Named(label, f"{navigation.address('search', language)}?{topic.question}")
    found = subject(topic)
    if found is None:
        return None
    if isinstance(found, Tag):
        label, lang = languages.filled(found, "label", language)
        return Named(_("Tag: %(tag)s") % {"tag": label}, tag_addresses(found)[language], languages.other(lang, language))
    label, lang = wording.office_name(found, language) if isinstance(found, Office) else found.title_in(language)
    return Named(label, navigation.record_address(found, language), languages.other(lang, language))


def belonging(topic: Topic, keys: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Return which of these records belong to a tag, a person, an office or a chronology. Whether they can be read is asked elsewhere."""
    found = subject(topic)
    if found is None or not keys:
        return set()
    rows: list[Any]  # querysets of rows of several models
    if isinstance(found, Tag):
        rows = [model._default_manager.filter(tag=found, content_object__in=keys).values_list("content_object") for model in through_models()]
    elif isinstance(found, Chronology):
        rows = [Listing.objects.filter(chronology=found, event__in=keys).values_list("event")]
    else:
        of_it = {"actor" if isinstance(found, Actor) else "office": found}
        there = public(Attendance.objects.filter(event__in=keys, **of_it), None)
        rows = [Mention.objects.filter(article__in=keys, **of_it).values_list("article"), there.values_list("event")]
    return {key for each in rows for (key,) in each.order_by()}
