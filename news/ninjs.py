"""An article in one language as ninjs 3.1 (IPTC, News in JSON). The standard allows no member of ours: capacities stay with the API's own form."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from library.documents.listed import documents_on
from library.outgoing import credit, pictures_in, text_for_other_sites
from library.pictures import Picture, picture_of
from news.article import articles_by, byline, citations, corrections, kind_of
from news.events import events_of
from news.feed_items import PARTS
from news.items import repeats, tag_columns, tag_label
from news.mentions import mentions
from news.models import Article, ArticleDocument
from publishing import languages, licences, navigation, site
from publishing.api.formats import ADDRESS, Format, Json
from publishing.feeds import FOR_ALL, rights
from publishing.fields.richtext import plain_text
from publishing.formats.feed import entry_id
from publishing.models import SiteSettings
from publishing.opening import live_record
from publishing.record_page import Translation, translations

CONTENT_TYPE = "application/vnd.iptc.ninjs+json"
STANDARD = {"name": "ninjs", "version": "3.1", "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json#"}
TEXT, HTML = "text/plain", "text/html"


class NinjsFormat(Format):
    """Articles of the read API as ninjs, each in one language: the one that `lang` names, else the first in which it can be read."""

    media_type, format = CONTENT_TYPE, "ninjs"
    schema: ClassVar[Json] = {
        "type": "object",
        "description": "A news object of ninjs 3.1 (IPTC).",
        "required": ["uri"],
        "properties": {"uri": ADDRESS},
        "externalDocs": {"url": "https://iptc.org/standards/ninjs/"},
    }
    schema_of_page: ClassVar[Json] = {
        **schema,
        "description": "A composite of ninjs 3.1: each article is an association without its text (`representationType`: `partial`).",
        "properties": {"uri": ADDRESS, "associations": {"type": "array", "items": schema}},
    }

    def rows(self, queryset: Any) -> Any:  # Any: a queryset
        """Read pictures, tags and authors along."""
        return queryset.select_related("image").prefetch_related(*PARTS)

    def one(self, record: Article, view: Any) -> Json:  # Any: the view
        """Return an article with its text and everything in it."""
        if not record.available_languages:
            raise Http404(_("This text cannot be read in this language."))
        return self.written(record, view, news_object)

    def page(self, records: Sequence[Article], view: Any) -> Json:
        """Return articles as parts of one composite."""
        parts = [self.written(record, view, summary_object) for record in records if record.available_languages]
        return {
            "uri": navigation.absolute(view.request.get_full_path()),
            "type": "composite",
            "standard": STANDARD,
            "associations": [{**part, "name": part["title"], "rel": "item"} for part in parts],
        }

    def written(self, record: Article, view: Any, write: Any) -> Json:  # Any: what writes an object of ninjs
        """Return an article in the language that is asked for, or in which it exists."""
        asked = view.asked.said("lang") or languages.codes()[0]
        language = record.language_for(asked)
        with override(language):
            return write(record, language, site.of(view.request._request))


@require_safe
def ninjs(request: HttpRequest, slug: str) -> HttpResponse:
    """Answer an article that can be read in the language of the address; its old addresses lead to it (301), taken back it is gone (410)."""
    record = live_record(request, slug, Article, articles_by)
    if isinstance(record, HttpResponse):
        return record
    language = languages.active()
    if not record.is_available_in(language):
        raise Http404(_("This text cannot be read in this language."))
    path = f"{navigation.record_address(record, language)}ninjs.json"
    if request.path != path:
        return HttpResponsePermanentRedirect(path, headers=FOR_ALL)
    return JsonResponse(
        news_object(record, language, site.of(request)), content_type=CONTENT_TYPE, headers=FOR_ALL, json_dumps_params={"ensure_ascii": False}
    )


def summary_object(article: Article, language: str, settings: SiteSettings) -> Json:
    """Return an article as lists have it: without its text and what belongs to that."""
    title = article.title_in(language)[0]
    lead, image = getattr(article, f"lead_{language}"), picture_of(article.image, language)
    return filled(
        {
            "uri": entry_id(article.pk, language),
            "type": "text",
            "standard": STANDARD,
            "representationType": "partial",
            **moments(article, language),
            "pubStatus": "usable",
            "language": language,
            **terms(article, settings),
            "title": title,
            "headlines": [{"value": title}],
            "descriptions": [{"role": "summary", "contentType": TEXT, "value": lead}] if lead and not repeats(lead, title) else [],
            "by": ", ".join(name.name for name in byline(article, language)),
            "subjects": subjects(article, language),
            "genres": [{"name": kind}] if (kind := kind_of(article)) else [],
            "associations": [
                *([picture(image)] if image is not None and image.partners_may_use else []),
                *(translation(article, other) for other in translations(article, language)),
            ],
            "altIds": [
                {"role": "record", "value": str(article.pk)},
                {"role": "address", "value": navigation.absolute(navigation.record_address(article, language))},
                {"role": "permanent address", "value": navigation.short_address(article)},
            ],
        }
    )


def news_object(article: Article, language: str, settings: SiteSettings) -> Json:
    """Return an article in a language in which it can be read, with everything that it says."""
    short = summary_object(article, language, settings)
    notes = [{"role": "correction", "contentType": TEXT, "value": f"{note.date}: {note.text}"} for note in corrections(article, language)]
    known = article.lent("documents") if getattr(article, "has_documents", True) else []
    documents = documents_on(ArticleDocument, article.pk, language, licence=settings.licence, known=known)
    return filled(
        {
            **short,
            "representationType": "full",
            "descriptions": [*short.get("descriptions", []), *notes],
            "bodies": bodies(article, language),
            **named(article, language),
            "infoSources": [source(cited) for cited in citations(article, language)],
            "associations": [*short.get("associations", []), *(document(each) for each in documents if each.partners_may_use)],
        }
    )


def moments(article: Article, language: str) -> Json:
    """Return when the text appeared, and when it last changed."""
    published = getattr(article, f"published_at_{language}")
    return {"firstCreated": published.isoformat(), "versionCreated": max(published, article.updated_at or published).isoformat()}


def terms(article: Article, settings: SiteSettings) -> Json:
    """Return whose the text is and under which terms others may use it."""
    name, address = licences.named(article.licence or settings.licence)
    return {
        "copyrightHolder": settings.name,
        "usageTerms": rights(settings) if not article.licence else name,
        "rightsInfo": {"linkedRights": address} if address else {},
    }


def bodies(article: Article, language: str) -> list[Json]:
    """Return the text as HTML for other sites, with the pictures that partners may use."""
    stored = getattr(article, f"body_{language}")
    if not stored:
        return []
    address = navigation.absolute(navigation.record_address(article, language))
    text = text_for_other_sites(stored, address, language, pictures_in([stored], language))
    return [{"role": "main", "contentType": HTML, "wordCount": len(plain_text(stored).split()), "value": text}]


def named(article: Article, language: str) -> Json:
    """Return what the text names or is about; of somebody who is not public nothing is told, for there is no name to tell."""
    names = [name for name in mentions(article, language, titled=False) if name.name]
    return {
        "people": [{"name": name.name, "rel": "mentions", "uri": f"urn:uuid:{name.key}"} for name in names if name.is_person],
        "organisations": [{"name": name.name, "rel": "mentions", "uri": f"urn:uuid:{name.key}"} for name in names if not name.is_person],
        "events": [
            {"id": each.key, "name": each.title, "rel": "about" if each.is_subject else "mentions", "uri": f"urn:uuid:{each.key}"}
            for each in events_of(article, language)
        ],
    }


def subjects(article: Article, language: str) -> list[Json]:
    """Return the tags. One query, none if their rows were read already."""
    rows = article.lent("tagged")
    tags = [row.tag for row in (article.tagged.select_related("tag") if rows is None else rows)]
    labels = sorted((tag_label(tuple(getattr(tag, name) for name in tag_columns()), language) for tag in tags), key=lambda tag: tag.label.casefold())
    return [{"name": tag.label, "rel": "about", "uri": navigation.absolute(tag.url)} for tag in labels]


def source(cited: Any) -> Json:  # Any: `news.article.CitedSource`
    """Return a source."""
    found = {"name": cited.publisher or cited.title, "role": "source", "uri": cited.url or cited.archived_url, "literal": cited.title}
    return {name: value for name, value in found.items() if value}


def translation(article: Article, other: Translation) -> Json:
    """Return the article in another language."""
    return {
        "name": getattr(article, f"title_{other.code}"),
        "rel": "translation",
        "uri": entry_id(article.pk, other.code),
        "type": "text",
        "language": other.code,
        "altIds": [{"role": "address", "value": navigation.absolute(other.url)}],
    }


def picture(image: Picture) -> Json:
    """Return a picture with its words, its credit and its licence."""
    rendition = {"name": "web", "href": navigation.absolute(image.src), "contentType": "image/jpeg", "width": image.width, "height": image.height}
    words = {"caption": image.caption, "alternative text": image.alt}
    return filled(
        {
            "name": image.caption or image.alt or "picture",
            "rel": "picture",
            "uri": f"urn:uuid:{image.id}",
            "type": "picture",
            "by": image.credit,
            "copyrightHolder": image.holder,
            "usageTerms": credit(image),
            "rightsInfo": {"linkedRights": image.licence_url} if image.licence_url else {},
            "descriptions": [{"role": role, "contentType": TEXT, "value": text} for role, text in words.items() if text],
            "renditions": [rendition],
        }
    )


def document(listed: Any) -> Json:  # Any: `library.documents.listed.ListedDocument`
    """Return a document with the files that stand."""
    files = [
        {"name": file.language, "href": navigation.absolute(file.url), "contentType": file.media_type, "sizeInBytes": file.bytes}
        for file in listed.files
    ]
    return filled(
        {
            "name": listed.title,
            "rel": "document",
            "uri": f"urn:uuid:{listed.id}",
            "type": "component",
            "by": listed.credit,
            "copyrightHolder": listed.holder,
            "usageTerms": listed.licence,
            "rightsInfo": {"linkedRights": listed.licence_url} if listed.licence_url else {},
            "renditions": files,
        }
    )


def filled(found: Json) -> Json:
    """Return an object without what is empty."""
    return {name: value for name, value in found.items() if value}
