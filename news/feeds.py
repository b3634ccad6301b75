"""The feeds of the news: every list has one."""

from collections.abc import Iterable

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from actors import wording
from actors.models import Actor, Office
from actors.profile import actors_by, offices_by
from chronicle.feeds import events_of
from library import tags
from news.feed_items import correction_item, items_of
from news.models import Article, ArticleTag, Correction, Mention
from publishing import navigation
from publishing.addresses import record_at
from publishing.feeds import Asked, answer, feed
from publishing.formats.feed import FeedItem
from publishing.opening import live_record
from publishing.publishable import ListedQuerySet


@feed
def list_feed(asked: Asked) -> HttpResponse:
    """The newest articles that can be read in the language of the address."""
    language = asked.language
    articles = Article.objects.available_in(language).select_related("image").order_by(f"-listed_at_{language}", "-id")
    items = items_of(articles[: settings.API_PAGE_SIZE], asked)
    return answer(asked, title=asked.about.name, subtitle=_("News"), path=reverse("news:list"), items=items)


@feed
def tag_feed(asked: Asked, slug: str) -> HttpResponse:
    """The newest articles of a tag; old addresses of the tag lead to the same feed."""
    language = asked.language
    tag = get_object_or_404(tags.public(), pk=record_at("tag", slug))
    rows = ArticleTag.objects.listed_in(language, untranslated=False).filter(tag=tag).order_by(f"-listed_at_{language}", "-content_object_id")
    return answer(
        asked,
        title=_("%(site)s: %(tag)s") % {"site": asked.about.name, "tag": tag.label},
        subtitle=tag.description,
        path=tag.get_absolute_url(),
        key=tag.pk,
        items=in_order(rows.values_list("content_object", flat=True)[: settings.API_PAGE_SIZE], asked),
    )


@feed
def actor_feed(asked: Asked, slug: str) -> HttpResponse:
    """The newest articles that mention a person who has a public page, and the newest events of the person."""
    record = live_record(asked.request, slug, Actor, actors_by)
    if isinstance(record, Actor) and not record.has_profile:
        raise Http404(_("There is no such page."))
    return record if isinstance(record, HttpResponse) else feed_about(asked, record, Mention.objects.filter(actor=record))


@feed
def office_feed(asked: Asked, slug: str) -> HttpResponse:
    """The newest articles that mention an office, and its newest events."""
    record = live_record(asked.request, slug, Office, offices_by)
    return record if isinstance(record, HttpResponse) else feed_about(asked, record, Mention.objects.filter(office=record))


def feed_about(asked: Asked, record: Actor | Office, mentions: ListedQuerySet) -> HttpResponse:
    """Answer the feed of what mentions a record; its old addresses, and those of other languages, lead to it."""
    language = asked.language
    path = navigation.record_address(record, language)
    if moved := asked.moved(path):
        return moved
    rows = mentions.listed_in(language, untranslated=False).order_by(f"-listed_at_{language}", "-article_id")
    articles = in_order(dict.fromkeys(rows.values_list("article", flat=True)[: settings.API_PAGE_SIZE]), asked)
    name = wording.office_name(record, language)[0] if isinstance(record, Office) else record.title_in(language)[0]
    return answer(
        asked,
        title=_("%(site)s: %(name)s") % {"site": asked.about.name, "name": name},
        subtitle=_("Articles that mention: %(name)s, and events") % {"name": name},
        path=path,
        key=record.pk,
        items=newest_first([*articles, *events_of(record, asked)]),
    )


def in_order(keys: Iterable[object], asked: Asked) -> list[FeedItem]:
    """Return the articles of some keys, in the order of these, as entries."""
    known = list(keys)
    found = Article.objects.available_in(asked.language).select_related("image").in_bulk(known)
    return items_of([found[key] for key in known if key in found], asked)


def newest_first(items: list[FeedItem]) -> list[FeedItem]:
    """Return the entries of a feed that were published last."""
    return sorted(items, key=lambda each: each.published, reverse=True)[: settings.API_PAGE_SIZE]


@feed
def correction_feed(asked: Asked) -> HttpResponse:
    """The newest corrections of articles that can be read in the language of the address."""
    corrections = Correction.objects.public_in(asked.language).select_related("article")
    return answer(
        asked,
        title=_("%(site)s: corrections") % {"site": asked.about.name},
        subtitle=_("What was corrected, newest first"),
        path=reverse("news:corrections"),
        items=[correction_item(correction, asked) for correction in corrections[: settings.API_PAGE_SIZE]],
    )
