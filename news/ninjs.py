"""An article in one language as ninjs 3.1 (IPTC, News in JSON). The standard allows no member of ours: capacities stay with the API's own form."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from library.outgoing import credit, pictures_in, text_for_other_sites
from library.pictures import Picture
from news.article import ArticlePage, article_page, articles_by
from news.models import Article
from publishing import languages, licences, navigation, site
from publishing.feeds import FOR_ALL, rights
from publishing.fields.richtext import plain_text
from publishing.formats.feed import entry_id
from publishing.models import SiteSettings
from publishing.opening import live_record

CONTENT_TYPE = "application/vnd.iptc.ninjs+json"
STANDARD = {"name": "ninjs", "version": "3.1", "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json#"}
TEXT, HTML = "text/plain", "text/html"
Object = dict[str, Any]  # Any: JSON


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


def news_object(article: Article, language: str, settings: SiteSettings) -> Object:
    """Return an article in a language in which it can be read."""
    page = article_page(article, language, settings)
    found = {
        "uri": entry_id(article.pk, language),
        "type": "text",
        "standard": STANDARD,
        "representationType": "full",
        **moments(article, language),
        "pubStatus": "usable",
        "language": language,
        **terms(article, settings),
        "title": page.title,
        "headlines": [{"value": page.title}],
        "descriptions": [
            *([{"role": "summary", "contentType": TEXT, "value": page.lead}] if page.lead else []),
            *({"role": "correction", "contentType": TEXT, "value": f"{note.date}: {note.text}"} for note in page.corrections),
        ],
        "bodies": bodies(article, language),
        "by": ", ".join(name.name for name in page.byline),
        **named(page),
        "genres": [{"name": page.kind}] if page.kind else [],
        "infoSources": [source(cited) for cited in page.citations],
        "associations": associations(article, page),
        "altIds": [
            {"role": "record", "value": str(article.pk)},
            {"role": "address", "value": navigation.absolute(navigation.record_address(article, language))},
            {"role": "permanent address", "value": page.short_url},
        ],
    }
    return filled(found)


def moments(article: Article, language: str) -> Object:
    """Return when the text appeared, and when it last changed."""
    published = getattr(article, f"published_at_{language}")
    return {"firstCreated": published.isoformat(), "versionCreated": max(published, article.updated_at or published).isoformat()}


def terms(article: Article, settings: SiteSettings) -> Object:
    """Return whose the text is and under which terms others may use it."""
    name, address = licences.named(article.licence or settings.licence)
    return {
        "copyrightHolder": settings.name,
        "usageTerms": rights(settings) if not article.licence else name,
        "rightsInfo": {"linkedRights": address} if address else {},
    }


def bodies(article: Article, language: str) -> list[Object]:
    """Return the text as HTML for other sites, with the pictures that partners may use."""
    stored = getattr(article, f"body_{language}")
    if not stored:
        return []
    address = navigation.absolute(navigation.record_address(article, language))
    text = text_for_other_sites(stored, address, language, pictures_in([stored], language))
    return [{"role": "main", "contentType": HTML, "wordCount": len(plain_text(stored).split()), "value": text}]


def named(page: ArticlePage) -> Object:
    """Return what the text names or is about; of somebody who is not public nothing is told, for there is no name to tell."""
    people = [name for name in page.mentions if name.name]
    return {
        "people": [{"name": name.name, "rel": "mentions", "uri": f"urn:uuid:{name.key}"} for name in people if name.is_person],
        "organisations": [{"name": name.name, "rel": "mentions", "uri": f"urn:uuid:{name.key}"} for name in people if not name.is_person],
        "events": [
            {"id": each.key, "name": each.title, "rel": "about" if each.is_subject else "mentions", "uri": f"urn:uuid:{each.key}"}
            for each in page.events
        ],
        "subjects": [{"name": tag.label, "rel": "about", "uri": navigation.absolute(tag.url)} for tag in page.tags],
    }


def source(cited: Any) -> Object:  # Any: `news.article.CitedSource`
    """Return a source."""
    found = {"name": cited.publisher or cited.title, "role": "source", "uri": cited.url or cited.archived_url, "literal": cited.title}
    return {name: value for name, value in found.items() if value}


def associations(article: Article, page: ArticlePage) -> list[Object]:
    """Return the picture, if partners may use it, the documents, and the other languages of the text."""
    return [
        *([picture(page.image)] if page.image and page.image.partners_may_use else []),
        *(document(each) for each in page.documents),
        *(
            {
                "name": getattr(article, f"title_{other.code}"),
                "rel": "translation",
                "uri": entry_id(article.pk, other.code),
                "type": "text",
                "language": other.code,
                "altIds": [{"role": "address", "value": navigation.absolute(other.url)}],
            }
            for other in page.translations
        ),
    ]


def picture(image: Picture) -> Object:
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
            "copyrightHolder": image.credit,
            "usageTerms": credit(image),
            "rightsInfo": {"linkedRights": image.licence_url} if image.licence_url else {},
            "descriptions": [{"role": role, "contentType": TEXT, "value": text} for role, text in words.items() if text],
            "renditions": [rendition],
        }
    )


def document(listed: Any) -> Object:  # Any: `library.documents.listed.ListedDocument`
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
            "usageTerms": listed.licence,
            "rightsInfo": {"linkedRights": listed.licence_url} if listed.licence_url else {},
            "renditions": files,
        }
    )


def filled(found: Object) -> Object:
    """Return an object without what is empty."""
    return {name: value for name, value in found.items() if value}
