"""The public pages of agreements."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from chronicle import agreement_list as lists
from chronicle.agreement_page import agreement_page, agreements_by
from chronicle.models import Agreement
from library.cards import subjects
from publishing import languages, navigation, site
from publishing.opening import opened
from publishing.remembered import stamp

SECTION = "agreements"


@require_safe
def agreement_list(request: HttpRequest) -> HttpResponse:
    """Agreements, those published last first, with filters by party and by stage.

    Context: page (of entries), filters, parties (choices), is_filtered, is_unseen, found (how many answer), unseen_url.
    """
    language = languages.active()
    listed = lists.listed(request, language, stamp(request), untranslated=site.of(request).list_untranslated)
    if listed.page.moved_to:
        return HttpResponseRedirect(listed.page.moved_to)
    # A part of the list: search engines have the whole one.
    is_part = listed.filters.is_filled or not listed.page.is_first
    canonical = navigation.address("chronicle:agreements", language)
    head = navigation.head(
        listed.addresses, section=SECTION, canonical=canonical, available=() if is_part else None, robots="noindex" if is_part else ""
    )
    status = 400 if listed.filters.form.errors else 200
    return render(request, "chronicle/agreement_list.html", {**listed.context, **head}, status=status)


@require_safe
def agreement_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """An agreement. Context: page."""
    found = opened(request, slug, Agreement, agreements_by, section=SECTION)
    if isinstance(found, HttpResponse):
        return found
    page = agreement_page(found.record, found.language, stamp(request))
    social = subjects.of_record(found.record, found.language, site.of(request))
    context = {"page": page, "description": page.description, "social_image": social}
    return render(request, "chronicle/agreement_detail.html", {**context, **found.head})
