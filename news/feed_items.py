"""Articles and corrections as entries of feeds."""

import uuid
from collections.abc import Iterable, Mapping

from django.db.models import Prefetch, prefetch_related_objects
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from library.documents.listed import ListedDocument, documents_of, with_files
from library.outgoing import feed_image, pictures_in, text_for_other_sites
from library.pictures import Picture
from news.items import repeats
from news.models import Article, ArticleDocument, ArticleTag, Byline, Correction
from publishing import dates, licences, navigation
from publishing.feeds import Asked
from publishing.formats.feed import FeedFile, FeedItem, entry_id

PARTS = (
    Prefetch("tagged", ArticleTag.objects.select_related("tag").order_by("id")),
    Prefetch("bylines", Byline.objects.select_related("author")),
)


def items_of(articles: Iterable[Article], asked: Asked) -> list[FeedItem]:
    """Return articles, with their pictures, as entries in a language in which they can be read. Six queries, one more for pictures in whole texts."""
    found = list(articles)
    prefetch_related_objects(found, *PARTS, Prefetch("documents", with_files(ArticleDocument)), Prefetch("corrections", Correction.objects.made()))
    bodies = [getattr(article, f"body_{asked.language}") for article in found] if asked.is_full else []
    pictures = pictures_in(bodies, asked.language)
    return [item(article, asked, pictures) for article in found]


def item(article: Article, asked: Asked, pictures: Mapping[uuid.UUID, Picture]) -> FeedItem:
    """Return an article as an entry."""
    language = asked.language
    lead, title = getattr(article, f"lead_{language}"), getattr(article, f"title_{language}")
    published = getattr(article, f"published_at_{language}")
    documents = [each for each in documents_of(article.documents.all(), language, licence=asked.about.licence) if each.partners_may_use]
    said = corrections(article, language)
    summary = "" if repeats(lead, title) else lead
    return FeedItem(
        id=entry_id(article.pk, language),
        title=title,
        path=navigation.record_address(article, language),
        summary="\n".join(filter(None, (summary, *said[:1]))),
        content=content([summary], text_of(article, language, pictures), said, documents) if asked.is_full else "",
        published=published,
        updated=article.updated_at or published,
        authors=[str(byline.author) for byline in article.bylines.all()],
        categories=[str(row.tag) for row in article.tagged.all()],
        # One file of each document: the one in the language of the feed, if there is one.
        enclosures=[enclosure(each) for each in documents],
        image=feed_image(article.image, language),
        rights=" ".join(filter(None, licences.named(article.licence or asked.about.licence))),
    )


def enclosure(document: ListedDocument) -> FeedFile:
    """Return the file of a document with the terms under which it is given."""
    file = document.file
    terms = {"credit": document.credit, "holder": document.holder, "licence": document.licence, "licence_url": document.licence_url}
    return FeedFile(navigation.absolute(file.url), str(file.bytes), file.media_type, **terms)


def corrections(article: Article, language: str) -> list[str]:
    """Return what was corrected in the text of a language, newest first, each with its day."""
    newest = sorted(article.corrections.all(), key=lambda row: (row.at, row.pk), reverse=True)
    told = [(dates.printed(row.at, language).text, getattr(row, f"text_{language}")) for row in newest]
    return [_("Correction, %(date)s: %(text)s") % {"date": date, "text": text} for date, text in told if text]


def text_of(article: Article, language: str, pictures: Mapping[uuid.UUID, Picture]) -> str:
    """Return the text as HTML for other sites."""
    page = navigation.absolute(navigation.record_address(article, language))
    return text_for_other_sites(getattr(article, f"body_{language}"), page, language, pictures)


def content(leads: list[str], body: str, said: list[str], documents: list[ListedDocument]) -> str:
    """Return all that an entry tells: lead, text, corrections and documents."""
    lead = format_html_join("", "<p>{}</p>", ((text,) for text in leads if text))
    notes = format_html_join("", "<p><strong>{}</strong></p>", ((text,) for text in said))
    files = format_html_join("", '<li><a href="{}">{}</a></li>', ((navigation.absolute(each.url), each.title) for each in documents))
    listed = format_html("<h2>{}</h2><ul>{}</ul>", _("Documents"), files) if files else ""
    return f"{lead}{body}{notes}{listed}"


def correction_item(correction: Correction, asked: Asked) -> FeedItem:
    """Return a correction as an entry that leads to its article."""
    text = getattr(correction, f"text_{asked.language}")
    return FeedItem(
        id=entry_id(correction.pk, asked.language),
        title=getattr(correction.article, f"title_{asked.language}"),
        path=navigation.record_address(correction.article, asked.language),
        summary=text,
        content=format_html("<p>{}</p>", text) if asked.is_full else "",
        published=correction.at,
        updated=correction.at,
    )
