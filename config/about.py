"""The root of the read API: whose it is, under which terms, and where its parts are."""

from typing import Any

from django.urls import reverse
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from publishing import languages, licences, site
from publishing.api import translations
from publishing.navigation import absolute


@api_view(["GET"])
def about(request: Request) -> Response:
    """Who publishes here, under which terms others may use it, and the addresses of the lists."""
    settings = site.of(request._request)
    name, url = licences.named(settings.licence)
    found: dict[str, Any] = {  # Any: texts, or objects of texts
        "name": translations(settings, "name"),
        "tagline": translations(settings, "tagline"),
        "languages": languages.codes(),
        "logo": absolute(settings.logo_light.url) if settings.logo_light else None,
        "licence": {"code": settings.licence, "name": name, "url": url},
        "terms": translations(settings, "terms"),
        "terms_url": {code: absolute(address) for code, address in translations(settings, "terms_address").items()},
    }
    return Response({**found, "lists": {name: absolute(reverse(f"api:{basename}-list")) for name, basename in lists().items()}})


def lists() -> dict[str, str]:
    """Return the name of each list in its address, with its name among the addresses."""
    from config.api import router  # noqa: PLC0415 - it names this view

    return {prefix: basename for prefix, _viewset, basename in router.registry}
