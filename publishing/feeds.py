"""Feeds of what can be read in one language: each list has one, in three formats, with summaries or with whole texts."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from http import HTTPStatus
from types import ModuleType
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from publishing import languages, site
from publishing.formats import atom, json_feed, rss
from publishing.formats.feed import Feed, FeedItem, entry_id
from publishing.models import SiteSettings
from publishing.navigation import absolute

# {ending of the address: what writes it}
FORMATS: dict[str, ModuleType] = {"atom": atom, "rss": rss, "json": json_feed}
# What `?content=` may say; the first is what it says where it stands not.
CONTENTS = ("summary", "full")
# Pages and programs of any site may read feeds.
FOR_ALL = {"Access-Control-Allow-Origin": "*"}


@dataclass(frozen=True)
class Asked:
    """What a reader asked for: which format, in which language, with whole texts or with summaries."""

    request: HttpRequest
    form: str
    is_full: bool

    @property
    def language(self) -> str:
        """The language of the address."""
        return languages.active()

    @property
    def about(self) -> SiteSettings:
        """The settings of the site."""
        return site.of(self.request)

    def at(self, path: str, query: str = "") -> str:
        """Return the address of this feed of the list at `path`, which is asked for what `query` says."""
        said = "&".join(filter(None, (query, "content=full" if self.is_full else "")))
        return f"{path}feed.{self.form}" + (f"?{said}" if said else "")

    def moved(self, path: str) -> HttpResponse | None:
        """Lead to the feed of the list at `path` if it was asked for elsewhere: at an old address, or at one of another language."""
        return None if self.request.path == f"{path}feed.{self.form}" else HttpResponsePermanentRedirect(self.at(path), headers=FOR_ALL)


def feed(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Make a view of a function that answers what was `Asked`; what cannot be understood is refused in words."""

    @wraps(view)
    def answered(request: HttpRequest, form: str, **kwargs: Any) -> HttpResponse:  # Any: the other parts of the address
        content = request.GET.get("content", CONTENTS[0])
        if content not in CONTENTS:
            text = _("content: “%(said)s” is neither “summary” nor “full”.") % {"said": content[:50]}
            return HttpResponse(f"{text}\n", status=HTTPStatus.BAD_REQUEST, content_type="text/plain; charset=utf-8", headers=FOR_ALL)
        return view(Asked(request, form, content == "full"), **kwargs)

    return require_safe(answered)


def answer(
    asked: Asked, *, title: str, subtitle: str, path: str, items: list[FeedItem], key: uuid.UUID | None = None, query: str = ""
) -> HttpResponse:
    """Answer a feed. `path` is the list it belongs to; `key` is what that list is about, which keeps its id when the address changes.

    `query` is what the list is asked for, as it stands in its address: no hub is told of such a feed, nobody knows which there are.
    """
    about, url = asked.about, absolute(asked.at(path, query))
    behind = f"?{query}" if query else ""
    hubs = [hub] if not query and (hub := getattr(settings, "WEBSUB_HUB", "")) else []
    made = Feed(
        id=entry_id(key, f"feed-{asked.language}") if key else absolute(f"{path}feed{behind}"),
        title=title,
        subtitle=subtitle,
        language=asked.language,
        url=url,
        page=absolute(f"{path}{behind}"),
        site=about.name,
        site_url=absolute("/"),
        rights=rights(about),
        icon=absolute(about.icons["side_96"]) if about.icons else "",
        logo=absolute(about.logo_light.url) if about.logo_light else "",
        hubs=hubs,
        items=items,
    )
    kind = FORMATS[asked.form]
    # WebSub asks for exactly one address of its own, and for the hubs, in the headers too.
    links = [f'<{url}>; rel="self"', *(f'<{hub}>; rel="hub"' for hub in hubs)]
    return HttpResponse(kind.written(made), content_type=kind.CONTENT_TYPE, headers={"Link": ", ".join(links), **FOR_ALL})


def rights(about: SiteSettings) -> str:
    """Return under which terms the site gives its texts, in the reader's language."""
    said = [about.licence_name, about.licence_url, about.terms_said.text, absolute(about.terms_address) if about.terms_address else ""]
    return " ".join(part for part in said if part)
