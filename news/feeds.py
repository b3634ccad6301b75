"""The feeds of the news: every list has one."""

from django.conf import settings
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.feedgenerator import Enclosure
from django.utils.translation import gettext as _

from actors import wording
from actors.models import Actor, Office
from actors.profile import actors_by, offices_by
from chronicle.feeds import events_of
from library import tags
from library.documents.listed import documents_of, with_files
from news.items import repeats
from news.models import Article, ArticleDocument, ArticleQuerySet, ArticleTag, Byline, Correction, Mention
from publishing import languages, navigation, site
from publishing.addresses import record_at
from publishing.feeds import FeedItem, atom, entry_id
from publishing.opening import live_record
from publishing.publishable import ListedQuerySet


def with_feed_parts(articles: ArticleQuerySet) -> ArticleQuerySet:
    """Bring what an entry shows."""
    rows = Prefetch("tagged", ArticleTag.objects.select_related("tag"))
    authors = Prefetch("bylines", Byline.objects.select_related("author"))
    return articles.prefetch_related(rows, authors, Prefetch("documents", with_files(ArticleDocument)))


def item(article: Article, language: str) -> FeedItem:
    """Return an article as an entry in `language`, in which it can be read."""
    lead = getattr(article, f"lead_{language}")
    title = getattr(article, f"title_{language}")
    published = getattr(article, f"published_at_{language}")
    return FeedItem(
        id=entry_id(article.pk, language),
        title=title,
        path=article.get_absolute_url(),
        summary="" if repeats(lead, title) else lead,
        published=published,
        updated=article.updated_at or published,
        authors=[str(byline.author) for byline in article.bylines.all()],
        categories=[str(row.tag) for row in article.tagged.all()],
        enclosures=[
            # One file of each document: the one in the language of the feed, if there is one.
            Enclosure(navigation.absolute(document.file.url), str(document.file.bytes), document.file.media_type)
            for document in documents_of(article.documents.all(), language, licence="")
        ],
    )


def list_feed(request: HttpRequest) -> HttpResponse:
    """The newest articles that can be read in the language of the address."""
    about, language = site.of(request), languages.active()
    articles = with_feed_parts(Article.objects.available_in(language)).order_by(f"-listed_at_{language}", "-id")
    return atom(
        title=about.name,
        subtitle=_("News"),
        path=reverse("news:list"),
        language=language,
        about=about,
        items=[item(article, language) for article in articles[: settings.API_PAGE_SIZE]],
    )


def tag_feed(request: HttpRequest, slug: str) -> HttpResponse:
    """The newest articles of a tag; old addresses of the tag lead to the same feed."""
    about, language = site.of(request), languages.active()
    tag = get_object_or_404(tags.public(), pk=record_at("tag", slug))
    rows = ArticleTag.objects.listed_in(language, untranslated=False).filter(tag=tag).order_by(f"-listed_at_{language}", "-content_object_id")
    newest = list(rows.values_list("content_object", flat=True)[: settings.API_PAGE_SIZE])
    found = with_feed_parts(Article.objects.available_in(language)).in_bulk(newest)
    return atom(
        title=_("%(site)s: %(tag)s") % {"site": about.name, "tag": tag.label},
        subtitle=tag.description,
        path=tag.get_absolute_url(),
        language=language,
        about=about,
        items=[item(found[key], language) for key in newest if key in found],
    )


def actor_feed(request: HttpRequest, slug: str) -> HttpResponse:
    """The newest articles that mention a person who has a public page, and the newest events of the person."""
    record = live_record(request, slug, Actor, actors_by)
    if isinstance(record, Actor) and not record.has_profile:
        raise Http404(_("There is no such page."))
    return record if isinstance(record, HttpResponse) else feed_about(request, record, Mention.objects.filter(actor=record))


def office_feed(request: HttpRequest, slug: str) -> HttpResponse:
    """The newest articles that mention an office, and its newest events."""
    record = live_record(request, slug, Office, offices_by)
    return record if isinstance(record, HttpResponse) else feed_about(request, record, Mention.objects.filter(office=record))


def feed_about(request: HttpRequest, record: Actor | Office, mentions: ListedQuerySet) -> HttpResponse:
    """Answer the feed of what mentions a record; its old addresses, and those of other languages, lead to it."""
    about, language = site.of(request), languages.active()
    path = navigation.record_address(record, language)
    if request.path != f"{path}feed.atom":
        return HttpResponsePermanentRedirect(f"{path}feed.atom")
    rows = mentions.listed_in(language, untranslated=False).order_by(f"-listed_at_{language}", "-article_id")
    newest = dict.fromkeys(rows.values_list("article", flat=True)[: settings.API_PAGE_SIZE])
    found = with_feed_parts(Article.objects.available_in(language)).in_bulk(newest)
    name = wording.office_name(record, language)[0] if isinstance(record, Office) else record.title_in(language)[0]
    return atom(
        title=_("%(site)s: %(name)s") % {"site": about.name, "name": name},
        subtitle=_("Articles that mention: %(name)s, and events") % {"name": name},
        path=path,
        language=language,
        about=about,
        items=newest_first([*(item(found[key], language) for key in newest if key in found), *events_of(record, language)]),
    )


def newest_first(items: list[FeedItem]) -> list[FeedItem]:
    """Return the entries of a feed that were published last."""
    return sorted(items, key=lambda each: each.published, reverse=True)[: settings.API_PAGE_SIZE]


def correction_feed(request: HttpRequest) -> HttpResponse:
    """The newest corrections of articles that can be read in the language of the address."""
    about, language = site.of(request), languages.active()
    corrections = Correction.objects.public_in(language).select_related("article")
    return atom(
        title=_("%(site)s: corrections") % {"site": about.name},
        subtitle=_("What was corrected, newest first"),
        path=reverse("news:corrections"),
        language=language,
        about=about,
        items=[correction_item(correction, language) for correction in corrections[: settings.API_PAGE_SIZE]],
    )


def correction_item(correction: Correction, language: str) -> FeedItem:
    """Return a correction as an entry that leads to its article."""
    return FeedItem(
        id=entry_id(correction.pk, language),
        title=getattr(correction.article, f"title_{language}"),
        path=correction.article.get_absolute_url(),
        summary=getattr(correction, f"text_{language}"),
        published=correction.at,
        updated=correction.at,
    )
