"""The public pages of the site itself."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from news.views import is_withdrawn_address
from pages.glossary import groups
from pages.page import page_at, shown
from publishing import languages, navigation, site, withdrawn
from publishing.addresses import record_at
from publishing.remembered import stamp


@require_safe
def page_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """A page in the page's language, or where to read it. Context: page, and the head of the page.

    An old slug, or one of another language, redirects; what was public and is no longer is gone (410); what never was is not there.
    """
    language = languages.active()
    page = page_at(slug, language)
    gone = page.pk if page is not None and page.is_gone else record_at("page", slug) if page is None else None
    if gone is not None:
        return withdrawn.answer(request, "pages:detail", slug, gone)
    if page is None or not page.is_live or page.hides(slug):
        raise Http404(_("There is no such page."))
    where = navigation.record_addresses(page)
    if where[language] != request.path and not is_withdrawn_address(page, slug, language):
        return HttpResponsePermanentRedirect(where[language])
    found = shown(page, language, site.of(request), stamp(request))
    head = navigation.head(
        where,
        canonical=where[page.language_for(language)],
        available=page.available_languages,
        robots="" if page.is_available_in(language) else "noindex",
    )
    return render(request, "pages/page_detail.html", {"page": found, "description": found.description, **head})


@require_safe
def glossary(request: HttpRequest) -> HttpResponse:
    """Every term that is explained in the page's language. Context: groups (terms by letter)."""
    head = navigation.head(navigation.addresses("pages:glossary"))
    return render(request, "pages/glossary.html", {"groups": groups(languages.active()), **head})
