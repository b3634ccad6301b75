"""What does not fit the page of a person or an office: long lists, on pages of their own."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actors import facts, histories, posts, shown, wording
from actors.filters import day_of
from actors.histories import WHOLE, Cut, Held
from actors.models import Actor, Office, Post
from publishing import dates, languages, navigation
from publishing.opening import live_record
from publishing.record_page import Label, label

MOST_NAMES = 100
MOST_POSTS = 40


@dataclass(frozen=True)
class Part:
    """A page of a long list: `title` of the record and the way to it, how many there are in all, the addresses of the pages beside."""

    of: Label
    heading: str
    cut: Cut
    newer: str
    older: str


@dataclass(frozen=True)
class Opened:
    """A live record, the addresses of a page of one of its lists by language and number, and what `base.html` needs to know."""

    record: Any  # an actor or an office
    language: str
    page: int
    addressed: Callable[[str, int], str]
    head: dict[str, object]

    def part(self, heading: str, cut: Cut, size: int, query: str = "") -> Part:
        """Return the part that is on this page; Http404 if the list is not so long."""
        if not cut.rows and self.page > 1:
            raise Http404(_("There is no such page."))
        newer = self.addressed(self.language, self.page - 1) + query if self.page > 1 else ""
        older = self.addressed(self.language, self.page + 1) + query if self.page * size < cut.number else ""
        named = facts.office_label(self.record, self.language) if isinstance(self.record, Office) else label(self.record, self.language)
        return Part(named, heading, cut, newer, older)


def opened(request: HttpRequest, model: type[Actor] | type[Office], slug: str, name: str, page: int, **kwargs: Any) -> Opened | HttpResponse:
    """Return the record whose list is asked for, or the answer in its place: where the list is (301), or that it was taken back (410)."""
    record = live_record(request, slug, model)
    if isinstance(record, HttpResponse):
        return record
    if isinstance(record, Actor) and not record.has_profile:
        raise Http404(_("There is no such page."))
    language = languages.active()

    def addressed(code: str, number: int) -> str:
        numbered = {**kwargs, "page": number} if number > 1 else kwargs
        return navigation.address(f"actors:{name}", code, slug=record.slug_in(code), **numbered)

    if request.path != (here := addressed(language, page)):
        return HttpResponsePermanentRedirect(here)
    head = navigation.head(
        {code: addressed(code, page) for code in languages.codes()},
        section="actors" if model is Actor else "offices",
        available=record.available_languages,
        robots="" if record.is_available_in(language) else "noindex",
    )
    return Opened(record, language, page, addressed, head)


@require_safe
def actor_posts(request: HttpRequest, slug: str, page: int = 1) -> HttpResponse:
    """All tenures of an actor, the latest first. Context: part (of facts)."""
    found = opened(request, Actor, slug, "detail_posts", page)
    if isinstance(found, HttpResponse):
        return found
    held = histories.page_of(found.record.tenures.public().select_related("post__office"), page)
    told = Cut(shown.tenures_of(held.rows, found.language, None), held.number)
    return render(request, "actors/part.html", {"part": found.part(_("Posts"), told, WHOLE), "is_facts": True, **found.head})


@require_safe
def actor_remits(request: HttpRequest, slug: str, page: int = 1) -> HttpResponse:
    """All remits of an actor, with those that come with posts. Context: part (of facts)."""
    found = opened(request, Actor, slug, "detail_remits", page)
    if isinstance(found, HttpResponse):
        return found
    held = list(found.record.tenures.public().select_related("post__office").in_order())
    told = shown.remits_of(shown.remits_read(found.record, held), held, found.language, (page - 1) * histories.LATEST)
    if page > 1 and not told.is_cut:
        raise Http404(_("There is no such page."))
    return render(request, "actors/part.html", {"part": found.part(_("Remits"), told, histories.LATEST), "is_facts": True, **found.head})


@require_safe
def actor_names(request: HttpRequest, slug: str, page: int = 1) -> HttpResponse:
    """All other names of an actor. Context: part (of names)."""
    return names(request, Actor, slug, "detail_names", page)


@require_safe
def office_names(request: HttpRequest, slug: str, page: int = 1) -> HttpResponse:
    """All other names of an office. Context: part (of names)."""
    return names(request, Office, slug, "office_names", page)


def names(request: HttpRequest, model: type[Actor] | type[Office], slug: str, name: str, page: int) -> HttpResponse:
    """All other names of a record. Context: part (of names)."""
    found = opened(request, model, slug, name, page)
    if isinstance(found, HttpResponse):
        return found
    rows = found.record.names.all()
    told = Cut(list(rows[(page - 1) * MOST_NAMES : page * MOST_NAMES]), rows.count())
    return render(request, "actors/part.html", {"part": found.part(_("Other names"), told, MOST_NAMES), "is_names": True, **found.head})


@require_safe
def office_posts(request: HttpRequest, slug: str, page: int = 1) -> HttpResponse:
    """All posts of an office, each with the way to its holders. Context: part (of labels)."""
    found = opened(request, Office, slug, "office_posts", page)
    if isinstance(found, HttpResponse):
        return found
    rows = Post.objects.filter(office=found.record).order_by("position", "id")
    labels = []
    for post in rows[(page - 1) * MOST_POSTS : page * MOST_POSTS]:
        title, code = wording.post_title(post, found.language)
        labels.append(Label(title, posts.address(post, found.language), languages.other(code, found.language)))
    told = Cut(labels, rows.count())
    return render(request, "actors/part.html", {"part": found.part(_("Posts"), told, MOST_POSTS), "is_labels": True, **found.head})


@require_safe
def post_holders(request: HttpRequest, slug: str, post: UUID, page: int = 1) -> HttpResponse:
    """Everybody who held a post, the latest first; with `?on=`, those alone who surely or possibly held it on that day. Context: part, post, on."""
    found = opened(request, Office, slug, "post", page, post=post)
    if isinstance(found, HttpResponse):
        return found
    row = get_object_or_404(Post, pk=post, office=found.record)
    on = asked_day(request)
    tenures = row.tenures.public().select_related("actor")
    held = histories.page_of(tenures.on(on) if on else tenures, page)
    told = posts.post_shown(row, Held(held), [], found.language)
    part = found.part(told.title, Cut(told.lines, held.number), WHOLE, f"?on={on.isoformat()}" if on else "")
    if on:
        found.head["robots"] = "noindex"
    context = {"part": part, "post": told, "on": dates.printed(on, found.language) if on else None}
    return render(request, "actors/part.html", {**context, **found.head})


def asked_day(request: HttpRequest) -> dt.date | None:
    """Return the day of `?on=`, None without; Http404, in the reader's words, for what is none."""
    asked = request.GET.get("on", "").strip()
    try:
        return day_of(asked) if asked else None
    except ValidationError as error:
        raise Http404(error.messages[0]) from error
