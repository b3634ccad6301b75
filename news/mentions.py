"""People and offices that an article names, as its page prints them: with the titles of the day on which it appeared."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from actors import wording
from actors.models import Actor, Office, Tenure
from news.models import Article, Mention
from publishing import joined, languages, navigation
from publishing.capitals import capfirst


@dataclass(frozen=True)
class Named:
    """Somebody or something named; no `url` without a public page, and no `name` where only the capacity may be told."""

    name: str
    lang: str
    url: str
    key: str = ""
    capacity: str = ""
    capacity_lang: str = ""
    is_person: bool = True


def mentions(article: Article, language: str, *, titled: bool = True) -> list[Named]:
    """Return what an article names, in its order. Two queries; one where it names nobody, none where that is known.

    Of somebody who is not public only the typed capacity is told. Unless `titled`, the titles of the day are left out, which saves a query.
    """
    rows: Sequence[Any] | None = article.lent("mentions") if getattr(article, "has_mentions", True) else []
    if rows is None:
        rows = list(article.mentions.select_related("actor", "office"))
    blank = [row.actor_id for row in rows if row.actor is not None and row.actor.is_live and not capacity_of(row, article, language)[0]]
    titles = titles_on(blank, day_of(article), language) if blank and titled else {}
    found = []
    for row in rows:
        capacity, lang = capacity_of(row, article, language)
        if not capacity and row.actor_id in titles:
            capacity, lang = titles[row.actor_id]
        record = row.actor or row.office
        if not record.is_live:
            found += [Named("", "", "", "", capacity, languages.other(lang, language))] if capacity else []
            continue
        name, name_lang = wording.office_name(record, language) if row.actor is None else record.title_in(language)
        has_page = not isinstance(record, Actor) or record.has_profile
        url = navigation.record_address(record, language) if has_page else ""
        told = (capacity, languages.other(lang, language))
        found.append(Named(name, languages.other(name_lang, language), url, str(record.pk), *told, is_person=row.actor is not None))
    return found


def capacity_of(row: Mention, article: Article, language: str) -> tuple[str, str]:
    """Return (the capacity that was typed, its language), of no language in which the article waits."""
    for code in languages.preference(language):
        if article.tells_of(code) and (text := getattr(row, f"capacity_{code}")):
            return text, code
    return "", language


def day_of(article: Article) -> dt.date:
    """Return the day on which an article first appeared."""
    return timezone.localdate(article.first_published_at or article.live_at or timezone.now())


def titles_on(actors: Sequence[uuid.UUID], day: dt.date, language: str) -> dict[uuid.UUID, tuple[str, str]]:
    """Return {actor: (titles on a day, their language)}: those surely held, else those possibly held. One query."""
    held: dict[uuid.UUID, list[Tenure]] = {}
    for tenure in Tenure.objects.public().filter(actor__in=actors).on(day).select_related("post__office").in_order():
        held.setdefault(tenure.actor_id, []).append(tenure)
    found = {}
    for actor, tenures in held.items():
        best = max(tenure.certainty_on(day) for tenure in tenures)
        said = [wording.tenure_title(tenure, language) for tenure in tenures if tenure.certainty_on(day) == best]
        found[actor] = (capfirst(", ".join(dict.fromkeys(title for title, _lang in said))), said[0][1])
    return found


def still_public(kept: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
    """Return kept mentions without the names of those whom the public sees no longer. One that was merged is seen as what it is now."""
    keys = [named["key"] for named in kept if named["key"]]
    went = joined.merged(keys, was_public=True)
    keys = [*keys, *went.values()]
    live = {str(key) for model in (Actor, Office) for key in model.objects.live().filter(pk__in=keys).values_list("pk", flat=True)} if keys else set()
    found = [dict(named) if went.get(named["key"], named["key"]) in live else {**named, "name": "", "url": ""} for named in kept]
    return [named for named in found if named["name"] or named["capacity"]]
