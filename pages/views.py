"""The public pages of the site itself."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from library.cards import subjects
from pages.glossary import groups
from pages.models import Page
from pages.page import pages_by, shown
from publishing import languages, navigation, site
from publishing.opening import opened
from publishing.remembered import stamp


@require_safe
def page_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """A page in the page's language, or where to read it. Context: page, and the head of the page.

    An old slug, or one of another language, redirects; what was public and is no longer is gone (410); what never was is not there.
    """
    found = opened(request, slug, Page, pages_by)
    if isinstance(found, HttpResponse):
        return found
    settings = site.of(request)
    page = shown(found.record, found.language, settings, stamp(request))
    social = subjects.of_record(found.record, found.language, settings)
    return render(request, "pages/page_detail.html", {"page": page, "description": page.description, "social_image": social, **found.head})


@require_safe
def glossary(request: HttpRequest) -> HttpResponse:
    """Every term that is explained in the page's language. Context: groups (terms by letter)."""
    head = navigation.head(navigation.addresses("pages:glossary"))
    return render(request, "pages/glossary.html", {"groups": groups(languages.active()), **head})
