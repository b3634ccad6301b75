"""Addresses that every kind of record has."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from publishing import changes, colours, editions, joined, languages, navigation, site, withdrawn
from publishing.addresses import record_at
from publishing.middleware import release
from publishing.models import Edition
from publishing.opening import live_record
from publishing.publishable import Publishable
from publishing.registry import by_kind, record_type

# Versions on one page of their list.
PAGE_SIZE = 50


@require_safe
def edit(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """Lead an editor from a public address to the form behind it; somebody unknown to the log-in, whatever the slug."""
    response = redirect_to_form(kind, slug) if request.user.is_staff else redirect_to_login(request.path, reverse("admin:login"))
    add_never_cache_headers(response)
    return response


def redirect_to_form(kind: str, slug: str) -> HttpResponse:
    """Redirect to the admin form of the record that has or had `slug`, which checks the rights; Http404 if there is none."""
    record = record_at(kind, slug)
    if record is None:
        raise Http404(_("Nothing has or had this address."))
    meta = by_kind(kind).model._meta
    return HttpResponseRedirect(reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[record]))


@require_safe
def version_list(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """The published versions of a record in the page's language, newest first. Context: title, versions, earlier (address or "")."""
    found = record_to_read(request, slug, kind)
    if isinstance(found, HttpResponse):
        return found
    language = languages.active()
    if request.path != (here := editions.address(found, language)):
        return HttpResponsePermanentRedirect(here)
    readable = editions.open_in(found, language)
    newest = readable.values_list("number", flat=True).first()
    if newest is None:
        raise Http404(_("There is no such version."))
    before = request.GET.get("before", "")
    page = readable.filter(number__lt=int(before)) if before.isascii() and before.isdecimal() and len(before) <= len(str(newest)) else readable
    kept = list(page[: PAGE_SIZE + 1])
    versions = [editions.shown(found, edition, newest=newest) for edition in kept[:PAGE_SIZE]]
    where = {code: editions.address(found, code) for code in found.available_languages}
    context = {
        "title": found.title_in(language)[0],
        "record_url": navigation.record_address(found, language),
        "versions": versions,
        "earlier": f"{here}?before={versions[-1].number}" if len(kept) > PAGE_SIZE else "",
    }
    return render(request, "versions.html", {**context, **head(found, where)})


@require_safe
def version(request: HttpRequest, slug: str, kind: str, number: int) -> HttpResponse:
    """A published version in the page's language, as the public saw it. Context: version, kept (what its type shows of it)."""
    found = live_record(request, slug, by_kind(kind).model)
    if isinstance(found, HttpResponse):
        return found
    language = languages.active()
    if slug != found.slug_in(language):
        number = joined.number_now(found, slug, number)
    edition = Edition.objects.filter(record=found.pk, language=language, number=number).first()
    if edition is None:
        raise Http404(_("There is no such version."))
    if edition.is_withdrawn or not found.is_available_in(language):
        return withdrawn_language(request, found)
    if request.path != (here := editions.address(found, language, number)):
        return HttpResponsePermanentRedirect(here)
    keeping = record_type(found).keeping
    # Where this version has the text in another language too, the way there leads to it.
    others = Edition.objects.filter(record=found.pk, number=number, is_withdrawn=False).values_list("language", flat=True)
    where = {code: editions.address(found, code, number) for code in others if found.is_available_in(code)}
    context = {
        "version": editions.shown(found, edition, newest=editions.newest(found, language), site=site.of(request)),
        "list_url": editions.address(found, language),
        "record_url": navigation.record_address(found, language),
        "kept": keeping.show(edition.content, language),
    }
    return render(request, keeping.template, {**context, **head(found, where)})


@require_safe
def accent(request: HttpRequest, light: str, dark: str, digest: str) -> HttpResponse:
    """The style sheet of a site's own accent. Its address says all that stands in it, so it may be kept for good."""
    del request
    if digest != colours.digest(f"#{light}", f"#{dark}"):
        raise Http404
    response = HttpResponse(colours.style_sheet(f"#{light}", f"#{dark}"), content_type="text/css; charset=utf-8")
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


@require_safe
def generation(request: HttpRequest) -> HttpResponse:
    """Name the state of all public pages, for a proxy that keeps pages under it (deploy/nginx): it changes whenever any of them may."""
    del request
    response = HttpResponse(status=HTTPStatus.NO_CONTENT)
    response.headers["Matiane-Generation"] = f"{release()}-{changes.head().sequence}"
    add_never_cache_headers(response)
    return response


def record_to_read(request: HttpRequest, slug: str, kind: str) -> Publishable | HttpResponse:
    """Return the live record that has or had `slug`, if it can be read in the page's language, or the answer that its text was taken back.

    Http404 for what never was public in this language.
    """
    found = live_record(request, slug, by_kind(kind).model)
    if isinstance(found, HttpResponse) or found.is_available_in(languages.active()):
        return found
    if not Edition.objects.filter(record=found.pk, language=languages.active()).exists():
        raise Http404(_("There is no such version."))
    return withdrawn_language(request, found)


def withdrawn_language(request: HttpRequest, record: Publishable) -> HttpResponse:
    """Answer for versions of a text that was taken back, while the record can be read in another language."""
    return withdrawn.page(request, withdrawn.gone_in(record, languages.active()), navigation.record_addresses(record))


def head(record: Publishable, where: Mapping[str, str]) -> dict[str, Any]:  # Any: what `base.html` needs
    """Return what the head of a page about versions says: the text to be found is the live one."""
    language = languages.active()
    live = navigation.record_addresses(record)
    return navigation.head({**live, **where}, canonical=live[language], available=(), robots="noindex")
