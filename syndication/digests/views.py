"""The forms by which readers ask for mails, and what the links in the mails open. Nobody is logged in, and nothing here sets a cookie.

A link opens a page; only the button on it does something, since programs that look for evil mail open every link. What is done with a
link needs no other proof: whoever has it can read the mails of the address.
"""

import uuid
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from chronicle.models import Chronology
from publishing import languages, navigation
from publishing.publishable import Publishable
from publishing.registry import record_type, record_types
from publishing.strangers import NotTakenError
from syndication.digests import links, secrecy, subscribing, topics
from syndication.digests.forms import MailForm
from syndication.digests.letters import said_of
from syndication.digests.subscribing import Wanted
from syndication.digests.topics import KINDS, Topic, What
from syndication.models import Reader, Subscription

# Chronologies that the form names; of the others there is a form on their pages.
MOST_NAMED = 30
NEWS, CORRECTIONS = Topic(What.NEWS), Topic(What.CORRECTIONS)
anybody = require_http_methods(["GET", "HEAD", "POST"])


@csrf_exempt
@anybody
def general(request: HttpRequest) -> HttpResponse:
    """The form for all news, corrections and chronologies."""
    found = Chronology.objects.live().order_by("folded", "id").values_list("pk", flat=True)[:MOST_NAMED]
    offered = [NEWS, CORRECTIONS, *(Topic(What.TOPIC, "chronology", key) for key in found)]
    return ask(request, offered, navigation.addresses("mail:general"))


@csrf_exempt
@anybody
def corrections(request: HttpRequest) -> HttpResponse:
    """The form for corrections."""
    return ask(request, [CORRECTIONS, NEWS], navigation.addresses("mail:corrections"))


@csrf_exempt
@anybody
def topic(request: HttpRequest, kind: str, pk: uuid.UUID) -> HttpResponse:
    """The form for a tag, a person, an office or a chronology."""
    found = topics.of_record(kind, pk) if kind in KINDS else None
    if found is None:
        raise Http404(_("There is nothing at this address."))
    return ask(request, [found, NEWS, CORRECTIONS], navigation.addresses(f"mail:{kind}", pk=pk))


@csrf_exempt
@anybody
def search(request: HttpRequest) -> HttpResponse:
    """The form for what a search finds, as it stands behind `?`."""
    known = QueryDict(mutable=True)
    for name in settings.PAGE_QUERY["subscribe/mail/search/"]:
        if said := request.GET.get(name, "").strip():
            known[name] = said
    longest = Subscription._meta.get_field("question").max_length or 0
    if not known.get("q") or len(known.urlencode()) > longest:
        raise Http404(_("There is nothing at this address."))
    where = {code: f"{path}?{known.urlencode()}" for code, path in navigation.addresses("mail:search").items()}
    return ask(request, [Topic(What.SEARCH, question=known.urlencode()), NEWS], where)


@csrf_exempt
@anybody
def translation(request: HttpRequest, short_id: str) -> HttpResponse:
    """The form by which somebody is told, once, when a text can be read in the language of the page."""
    record = next((found for kind in record_types() if (found := live_record(kind.model, short_id)) is not None), None)
    if record is None:
        raise Http404(_("There is nothing at this address."))
    if record.is_available_in(languages.active()):
        return HttpResponseRedirect(navigation.record_address(record, languages.active()))
    wanted = Topic(What.TRANSLATION, record_type(record).kind, record.pk)
    return ask(request, [wanted], navigation.addresses("mail:translation", short_id=short_id))


def live_record(model: Any, short_id: str) -> Publishable | None:  # Any: a model of records
    """Return the public record with a short id, or None."""
    return model._default_manager.live().filter(short_id=short_id.lower()).first()


def ask(request: HttpRequest, offered: Sequence[Topic], where: dict[str, str]) -> HttpResponse:
    """Answer with the form, or take it. What is answered tells nothing of the address. Context: form, named, is_of_translation, problem."""
    if not settings.MAILS_READERS:
        raise Http404(_("This site sends no mails to readers."))
    named = [(each, name) for each in offered if (name := topics.named(each, languages.active())) is not None]
    if not named or named[0][0] != offered[0]:
        raise Http404(_("There is nothing at this address."))
    form, problem, status = MailForm(request.POST if request.method == "POST" else None, offered=named), "", HTTPStatus.OK
    if form.is_valid():
        try:
            if form.take_once(request):
                said = form.cleaned_data
                language, often = said.get("language", languages.active()), said.get("often", Subscription.Often.DAILY)
                subscribing.ask(Wanted(said["mail"], form.topics, language, often))
        except NotTakenError as refused:
            problem, status = str(refused), HTTPStatus(refused.status)
        else:
            return page(request, "asked", {"first": named[0][1]}, where)
    if status == HTTPStatus.FORBIDDEN:
        # What is sent again needs a form of ours.
        form.data = {**request.POST.dict(), "what": request.POST.getlist("what"), "token": form.fields["token"].initial}
    context: dict[str, Any] = {"form": form, "named": named[0][1] if offered[0].what not in (What.NEWS, What.CORRECTIONS) else None}
    return page(request, "ask", {**context, "is_of_translation": form.is_of_translation, "problem": problem}, where, status)


@csrf_exempt
@anybody
def confirm(request: HttpRequest, signed: str) -> HttpResponse:
    """What a form asked for, with the button that begins it. Context: lines, or manage once it is begun."""
    about = opened(links.CONFIRM, signed)
    where = navigation.addresses("mail:confirm", signed=signed)
    found = subscribing.confirm(uuid.UUID(about)) if request.method == "POST" else subscribing.asked_for(uuid.UUID(about))
    if not found:
        return page(request, "over", {}, where, HTTPStatus.GONE)
    context: dict[str, object] = {"lines": [said_of(each, languages.active()) for each in found]}
    if all(each.confirmed_at is not None for each in found):
        context["manage"] = links.address(links.MANAGE, str(found[0].reader_id), languages.active())
        return page(request, "begun", context, where)
    return page(request, "confirm", context, where)


@csrf_exempt
@anybody
def stop(request: HttpRequest, signed: str) -> HttpResponse:
    """The end of what a mail was sent for: with one click of the reader's mail program (RFC 8058), or of the button here. Context: lines."""
    about = opened(links.STOP, signed)
    where = navigation.addresses("mail:stop", signed=signed)
    found = list(behind(about))
    if request.method != "POST":
        lines = [said_of(each, languages.active()) for each in found]
        return page(request, "stop", {"lines": lines}, where) if found else page(request, "ended", {}, where)
    for reader in {each.reader_id for each in found}:
        subscribing.end(reader, [each.pk for each in found])
    return page(request, "ended", {}, where)


def behind(about: str) -> Any:  # Any: a queryset of subscriptions
    """Return what a mail was sent for."""
    what, key, *rest = about.split(".")
    if what == "asked":
        return Subscription.objects.unconfirmed().filter(asked=key)
    if what == "one":
        return Subscription.objects.filter(pk=key)
    return Subscription.objects.confirmed().in_mail(*rest).filter(reader=key)


@csrf_exempt
@anybody
def manage(request: HttpRequest, signed: str) -> HttpResponse:
    """All that an address gets, each with a button that ends it. Context: address (most of it hidden), rows, is_paused."""
    about = opened(links.MANAGE, signed)
    where = navigation.addresses("mail:manage", signed=signed)
    reader = Reader.objects.filter(pk=about).first()
    if reader is not None and request.method == "POST":
        change(reader, request.POST)
        return HttpResponseRedirect(where[languages.active()], status=HTTPStatus.SEE_OTHER)
    if reader is None:
        return page(request, "ended", {}, where)
    rows = [(each, said_of(each, languages.active())) for each in reader.subscriptions.order_by("asked_at", "id")]
    return page(request, "manage", {"address": hidden(reader), "rows": rows, "is_paused": reader.paused_at is not None}, where)


def change(reader: Reader, said: QueryDict) -> None:
    """Do what a button of the page about an address says."""
    if "all" in said:
        subscribing.end_all(reader.pk)
    elif "resume" in said:
        subscribing.resume(reader.pk)
    else:
        subscribing.end(reader.pk, [each.pk for each in reader.subscriptions.all() if str(each.pk) == said.get("end")])


def hidden(reader: Reader) -> str:
    """Return as much of an address as tells its owner which one it is."""
    try:
        local, _at, host = secrecy.unlock(reader).rpartition("@")
    except secrecy.UnreadableError:
        return "…"
    return f"{local[:1]}…@{host}"


def opened(purpose: str, signed: str) -> str:
    """Return what a link is about; Http404 for one that nobody was given."""
    if (about := links.opened(purpose, signed)) is None:
        raise Http404(_("There is nothing at this address. It may have been cut off in the mail."))
    return about


def page(request: HttpRequest, name: str, context: dict[str, Any], where: dict[str, str], status: int = HTTPStatus.OK) -> HttpResponse:
    """Return one of the pages about mails, which nobody keeps and no search engine shows."""
    response = render(request, f"mail/{name}.html", {**context, **navigation.head(where, robots="noindex", available=())}, status=status)
    add_never_cache_headers(response)
    response.headers["Cache-Control"] = "no-store"
    return response
