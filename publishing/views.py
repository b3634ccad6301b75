"""Addresses that every kind of record has."""

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from publishing.addresses import record_at
from publishing.registry import by_kind


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
