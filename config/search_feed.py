"""The feed of a search: whatever answers it, those that were published last first."""

from collections import defaultdict
from collections.abc import Iterable
from http import HTTPStatus
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from chronicle import feed_items as of_events
from chronicle.models import Event
from config.search_form import SearchForm, query_of
from news.feeds import in_order, newest_first
from publishing import navigation
from publishing.feeds import FOR_ALL, Asked, answer, feed, rights
from publishing.formats.feed import FeedItem, entry_id
from publishing.models import Findable
from publishing.registry import by_kind
from publishing.remembered import stamp
from publishing.searching.finding import newest


@feed
def search_feed(asked: Asked) -> HttpResponse:
    """What was published last of all that answers a search, in the language of the address."""
    form = SearchForm(asked.request.GET, stamp(asked.request))
    if not form.is_valid() or form.question.is_empty:
        wrong = " ".join(error for errors in form.errors.values() for error in errors) or _("Say in q which words to look for.")
        return HttpResponse(f"{wrong}\n", status=HTTPStatus.BAD_REQUEST, content_type="text/plain; charset=utf-8", headers=FOR_ALL)
    found = newest(form.question, asked.language, form.narrowed, limit=settings.API_PAGE_SIZE)
    return answer(
        asked,
        title=_("%(site)s: search for “%(words)s”") % {"site": asked.about.name, "words": form.cleaned_data["q"]},
        subtitle=_("What was published last of all that answers"),
        path=reverse("search"),
        query=query_of(asked.request.GET),
        items=newest_first(items_of(found, asked)),
    )


def items_of(texts: Iterable[Findable], asked: Asked) -> list[FeedItem]:
    """Return texts as entries, those of articles and events as in their own feeds. About ten queries."""
    keys: defaultdict[str, list[UUID]] = defaultdict(list)
    entries = []
    for text in texts:
        keys[text.kind].append(text.record)
        if text.kind not in ("article", "event"):
            entries.append(entry(text, asked))
    entries += in_order(keys["article"], asked) if keys["article"] else []
    events = Event.objects.available_in(asked.language).select_related("image").filter(pk__in=keys["event"])
    return entries + (of_events.items_of(events, asked) if keys["event"] else [])


def entry(text: Findable, asked: Asked) -> FeedItem:
    """Return a text as an entry."""
    return FeedItem(
        id=entry_id(text.record, text.language),
        title=text.title,
        path=navigation.address_of_slug(by_kind(text.kind).url_name, text.language, text.slug),
        summary=text.lead,
        content=format_html("<p>{}</p>", text.lead) if asked.is_full and text.lead else "",
        published=text.public_at,
        updated=text.public_at,
        rights=rights(asked.about),
    )
