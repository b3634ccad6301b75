"""The root of the read API: whose it is, under which terms, and where its parts are."""

from typing import TypedDict

from django.urls import reverse
from rest_framework.request import Request
from rest_framework.response import Response

from publishing import languages, licences, site
from publishing.api.texts import ByLanguage, translations
from publishing.api.viewsets import AnswerView
from publishing.navigation import absolute


class LicenceData(TypedDict):
    """Under which licence texts stand that name none of their own."""

    code: str
    name: str
    url: str


class AboutData(TypedDict):
    """Who publishes here, and where everything is."""

    name: ByLanguage
    tagline: ByLanguage
    languages: list[str]
    logo: str | None
    licence: LicenceData
    terms: ByLanguage
    terms_url: ByLanguage
    lists: dict[str, str]
    schema: str
    docs: str
    # The manifest of everything in one download.
    dump: str


class AboutView(AnswerView):
    """Who publishes here, under which terms others may use it, and the addresses of the lists."""

    shape = AboutData

    def get(self, request: Request) -> Response:
        """Return it."""
        settings = site.of(request._request)
        name, url = licences.named(settings.licence)
        addresses = ByLanguage({code: absolute(address) for code, address in translations(settings, "terms_address").items()})
        found: AboutData = {
            "name": translations(settings, "name"),
            "tagline": translations(settings, "tagline"),
            "languages": languages.codes(),
            "logo": absolute(settings.logo_light.url) if settings.logo_light else None,
            "licence": {"code": settings.licence, "name": name, "url": url},
            "terms": translations(settings, "terms"),
            "terms_url": addresses,
            "lists": {name: absolute(reverse(f"api:{view}")) for name, view in lists().items()},
            "schema": absolute(reverse("api:schema")),
            "docs": absolute(reverse("api:docs")),
            "dump": absolute(reverse("syndication:manifest")),
        }
        return Response(found)


def lists() -> dict[str, str]:
    """Return the name of each list in its address, with its name among the addresses."""
    from config.api import router  # noqa: PLC0415 - it names this view

    return {**{prefix: f"{basename}-list" for prefix, _viewset, basename in router.registry}, "changes": "changes"}
