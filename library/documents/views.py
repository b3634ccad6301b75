"""The public addresses of a document: its page, the file that stands in a language, the versions before it."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from library.documents import cards, serving, sharing
from library.documents.page import document_page
from library.documents.usage import gone, public
from library.models import DeletedDocument, Document, DocumentFile
from publishing import dates, languages, navigation, site, withdrawn
from publishing.withdrawn import Gone


@require_safe
def document(request: HttpRequest, short_id: str) -> HttpResponse:
    """A document with its files and their older versions. Context: page (`library.documents.page.DocumentPage`)."""
    found = public_document(request, short_id)
    if isinstance(found, HttpResponse):
        return found
    where = navigation.addresses("library:document", short_id=short_id)
    settings = site.of(request)
    shown = document_page(found, languages.active(), settings)
    context = {"page": shown, "description": shown.description, "social_image": cards.card(found, languages.active(), settings)}
    return render(request, "library/document_detail.html", {**context, **navigation.head(where)})


@require_safe
def document_file(request: HttpRequest, short_id: str) -> HttpResponseBase:
    """The file of a document that stands in the language of the address, whatever it replaced."""
    return answer_file(request, short_id, replaced_at__isnull=True)


@require_safe
def document_version(request: HttpRequest, short_id: str, number: int) -> HttpResponseBase:
    """A version of a document in the language of the address, replaced or not."""
    return answer_file(request, short_id, number=number)


def answer_file(request: HttpRequest, short_id: str, **which: object) -> HttpResponseBase:
    """Answer one file of a public document, or that it was taken back."""
    found = public_document(request, short_id)
    if isinstance(found, HttpResponse):
        return found
    language = languages.active()
    file = DocumentFile.objects.filter(document=found, language=language, **which).first()
    if file is None:
        raise Http404(_("There is no such file."))
    if file.withdrawn_at is not None:
        printed = dates.printed(file.withdrawn_at, language)
        reason, lang = languages.filled(file, "reason", language)
        notice = Gone(date=printed.text, iso=printed.iso, reason=reason, reason_lang=languages.other(lang, language))
        return answer_gone(request, short_id, notice)
    response = serving.answer(request, file)
    # Partners' pages may fetch what the API names.
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def public_document(request: HttpRequest, short_id: str) -> Document | HttpResponse:
    """Return the document if the public may see it, or the answer that it is gone; Http404 if it never was public."""
    found = public().select_related("source").filter(short_id=short_id).first()
    if found is not None:
        return found
    known = Document.objects.filter(short_id=short_id).first()
    notice = gone(known) if known is not None else deleted(short_id)
    if notice is None:
        raise Http404(_("There is no such document."))
    return answer_gone(request, short_id, notice)


def deleted(short_id: str) -> Gone | None:
    """Return the notice of a document that was public until it was deleted: it says nothing more. None if there never was one."""
    return Gone() if DeletedDocument.objects.filter(short_id=short_id).exists() else None


def answer_gone(request: HttpRequest, short_id: str, notice: Gone) -> HttpResponse:
    """Say that something was public and is no longer, with what editors allowed to be said."""
    where = navigation.addresses("library:document", short_id=short_id)
    return withdrawn.page(request, notice, where, template="library/document_gone.html")


@require_safe
def preview_document(request: HttpRequest, signed: str) -> HttpResponseBase:
    """Serve a file of a draft to whoever was shown it by a link, as long as the link works."""
    key: uuid.UUID | None = sharing.shared(signed)
    file = DocumentFile.objects.filter(pk=key).first() if key is not None else None
    if file is None:
        raise Http404
    return serving.answer_privately(request, file)
