"""What the search box offers while somebody types: names of public records, as JSON for a script of the page."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.text import capfirst
from django.views.decorators.http import require_safe

from publishing import languages, navigation
from publishing.registry import by_kind
from publishing.searching.suggesting import suggestions


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """Answer {"found": [{title, url, kind, lang where it is not that of the page}]} to `?q=`. Two queries beside that of every page."""
    language, found = languages.active(), []
    said = request.GET.getlist("q")
    for text in suggestions(said[0], language) if len(said) == 1 else []:
        kind = by_kind(text.kind)
        url = navigation.address_of_slug(kind.url_name, text.language, text.slug)
        about = {"title": text.title, "url": url, "kind": capfirst(str(kind.model._meta.verbose_name))}
        lang = languages.other(text.language, language)
        found.append({**about, "lang": lang} if lang else about)
    return JsonResponse({"found": found}, json_dumps_params={"ensure_ascii": False}, headers={"X-Robots-Tag": "noindex"})
