"""What stands at the address of a review link: the draft to be read and commented on, and the page that it would be."""

import uuid
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from publishing import drafts, languages, navigation, preview_links
from publishing.models import PreviewLink
from publishing.pending import Work
from publishing.presentable import language_to_show
from publishing.preview import FRAMES, Bar, page, private
from publishing.preview_views import ended
from publishing.publishable import Publishable
from publishing.review import inviting
from publishing.review.inviting import GuestForm
from publishing.strangers import NotTakenError


# Nobody is logged in here, and the page carries no cookie; `publishing.strangers` says what protects the form instead.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, token: str, key: uuid.UUID | None = None) -> HttpResponse:
    """Show whoever has a link the texts of the draft and take a comment, or say that the link has ended (410). Context: passages, form.

    A link to a bundle shows the draft with the `key`.
    """
    link = found(token)
    if link.bundle_id is not None and key is None:
        return review_bundle(request, link, token)
    record = preview_links.record_of(link, key)
    if record is None:
        return ended(request, link)
    work = drafts.opened(record)
    language = language_of(request, work)
    if request.method == "GET":
        preview_links.opened(link)
    if request.method != "POST":
        return shown(request, link, work, {"token": token, "language": language, "form": GuestForm(), "problem": "", "status": HTTPStatus.OK})
    form = GuestForm(request.POST)
    problem, status = refusal(request, link, key, form)
    if status == HTTPStatus.OK:
        address = f"{request.path}?language={language}&said=1#said"
        return private(HttpResponseRedirect(address, status=HTTPStatus.SEE_OTHER), referrer="same-origin")
    return shown(request, link, work, {"token": token, "language": language, "form": form, "problem": problem, "status": status})


def refusal(request: HttpRequest, link: PreviewLink, key: uuid.UUID | None, form: GuestForm) -> tuple[str, HTTPStatus]:
    """Take the comment of a form. Return why it was not taken, where the form does not say so itself, and with which status; OK if it was."""
    if not form.is_valid():
        return (_("There is no such comment any more.") if "reply_to" in form.errors else ""), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        inviting.take(request, link, key, form.cleaned_data)
    except NotTakenError as refused:
        return str(refused), HTTPStatus(refused.status)
    return "", HTTPStatus.OK


def shown(request: HttpRequest, link: PreviewLink, work: Work, context: dict[str, Any]) -> HttpResponse:  # Any: of the page
    """Return the page of a link."""
    language = context["language"]
    passages = inviting.passages(work, language, link)
    title = str(work.state.get(f"{work.record.title_field}_{language}") or _("untitled"))
    tabs = [(code, navigation.name_of(code), code == language) for code in languages.codes()]
    head = navigation.head(navigation.addresses("home"), available=(), robots="noindex")
    places = {passage.key for passage in passages} | {str(thread.comment.pk) for passage in passages for thread in passage.threads}
    typed_at = context["form"].data.get("reply_to") or context["form"].data.get("key", "")
    about = {
        "link": link,
        "page_url": page_url(link, context["token"], work.record),
        "title": title,
        "tabs": tabs,
        "passages": passages,
        "form_token": inviting.new_token(link),
        # Where the form stands that was not taken.
        "typed_at": typed_at if typed_at in places else "",
        "is_bound": context["form"].is_bound,
        "is_said": "said" in request.GET,
    }
    response = render(request, "review/review.html", {**head, "canonical": "", "languages": [], **about, **context}, status=context["status"])
    # The form has to say that it comes from here.
    return private(response, referrer="same-origin")


def page_url(link: PreviewLink, token: str, record: Publishable) -> str:
    """Return where whoever has a review link sees the page of a record as readers would."""
    return reverse("review_page", args=[token]) if link.bundle_id is None else reverse("review_page_of_bundle", args=[token, record.pk])


@require_safe
def review_bundle(request: HttpRequest, link: PreviewLink, token: str) -> HttpResponse:
    """Show whoever has a link to a bundle which drafts are in it, or say that the link has ended (410). Context: listed."""
    listed = inviting.listed(link, languages.active())
    if not listed:
        return ended(request, link)
    if request.method == "GET":
        preview_links.opened(link)
    head = navigation.head(navigation.addresses("home"), available=(), robots="noindex")
    context = {**head, "canonical": "", "languages": [], "link": link, "token": token, "listed": listed}
    return private(render(request, "review/bundle.html", context), referrer="same-origin")


@require_safe
def review_page(request: HttpRequest, token: str, key: uuid.UUID | None = None) -> HttpResponse:
    """Show whoever has a review link the page as readers would see it."""
    link = found(token)
    record = preview_links.record_of(link, key)
    if record is None:
        return ended(request, link)
    work, frame = drafts.opened(record), request.GET.get("frame", "")
    return page(request, work, Bar(language=language_of(request, work), frame=frame if frame in FRAMES else "", link=link))


def found(token: str) -> PreviewLink:
    """Return the link of a token; Http404 for one that nobody was given."""
    link = preview_links.found(token, may_comment=True)
    if link is None:
        raise Http404(_("There is nothing at this address."))
    return link


def language_of(request: HttpRequest, work: Work) -> str:
    """Return the language that was asked for, else one in which there is a text."""
    asked = request.GET.get("language")
    return asked if asked in languages.codes() else language_to_show(work, languages.active())
