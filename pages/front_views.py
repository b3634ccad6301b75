"""The front page of the site, and each one that was composed at an address of its own."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from library.cards import subjects
from news.views import lists_for
from pages.front import composed, fronts_by, standing
from pages.models import FrontPage
from publishing import languages, navigation, site
from publishing.opening import opened
from publishing.record_page import described
from publishing.remembered import stamp

# What an editor writes for search results and cards of the front page.
SAID = ("search_title", "search_description")


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The front page as it stands. Context: as of `answer`."""
    language = languages.active()
    record = standing(language)
    is_described = record is not None and any(getattr(record, f"{name}_{language}") for name in SAID)
    return answer(request, record, navigation.head(navigation.addresses("home")), is_described=is_described)


@require_safe
def front_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The front page as one record composes it, whether it stands or not; search engines are to have the one that does. Context: as of `answer`."""
    found = opened(request, slug, FrontPage, fronts_by)
    if isinstance(found, HttpResponse):
        return found
    address = navigation.address("home", found.language)
    head = {**found.head, "canonical": navigation.absolute(address), "alternates": [], "robots": "noindex"}
    return answer(request, found.record, head, is_described=True)


def answer(request: HttpRequest, record: FrontPage | None, head: dict[str, object], *, is_described: bool) -> HttpResponse:
    """Answer the front page. Context: front (pages.front.Front), search_title, description and social_image where the record says them."""
    language, lists = languages.active(), lists_for(request)
    context: dict[str, object] = {"front": composed(record, lists, stamp(request))}
    if record is not None and is_described:
        context["social_image"] = subjects.of_record(record, language, site.of(request))
    if record is not None and is_described and record.is_available_in(language):
        context["search_title"] = getattr(record, f"search_title_{language}")
        context["description"] = described(record, language, getattr(record, f"lead_{language}"), "")
    return render(request, "home.html", {**context, **head})
