"""How an account is kept safe: its second factors, its recovery codes, its sessions. One's own, and, for administrators, others'."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from accounts import factors, opening, sessions, verified
from accounts.models import Authenticator, Passkey, Session
from accounts.views.enrolling import codes_page

ENDED = gettext_noop("sessions ended")
KINDS: dict[str, type[Authenticator | Passkey]] = {"authenticator": Authenticator, "passkey": Passkey}


def freshly(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let a view change factors only a short while after one was shown: ask for it again before."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user: Any = request.user
        if verified.is_fresh(request) or not factors.has_any(user):
            return view(request, *args, **kwargs)
        opening.begin(request, user, reverse("admin:security"))
        messages.info(request, _("Show your second factor once more: it is about to change."))
        return redirect("admin:second_factor")

    return asked


def security(request: HttpRequest) -> HttpResponse:
    """Show one's own account, and end sessions of it."""
    user: Any = request.user
    if request.method == "POST":
        end_sessions(request, user)
        return redirect("admin:security")
    return page(request, user, is_own=True)


@freshly
def change_factors(request: HttpRequest) -> HttpResponse:
    """Take away a factor of one's own, but for the last one, or make new recovery codes."""
    user: Any = request.user
    if request.method != "POST":
        return redirect("admin:security")
    if "codes" in request.POST:
        return codes_page(request, factors.renew_recovery_codes(user, keep=request.session.session_key), reverse("admin:security"))
    kind, _dot, key = request.POST.get("remove", "").partition(".")
    if kind not in KINDS or not key.isascii() or not key.isdigit():
        raise Http404
    factor: Any = get_object_or_404(KINDS[kind], pk=int(key[:18]), user=user)
    if len(factors.of(user)) == 1:
        messages.error(request, _("This is your only second factor. Add another one first."))
    else:
        factors.remove(user, factor, keep=request.session.session_key)
        messages.success(request, _("“%(name)s” opens nothing any more.") % {"name": factor.name})
    return redirect("admin:security")


def security_of(request: HttpRequest, key: int) -> HttpResponse:
    """Show somebody's account to an administrator, who may end its sessions and have its second factor set up anew."""
    user = get_object_or_404(User, pk=key)
    model_admin: Any = admin.site._registry[User]
    if not model_admin.has_change_permission(request, user):
        raise PermissionDenied
    if request.method == "POST":
        if "reset" in request.POST:
            factors.reset(user, by=request.user)  # type: ignore[arg-type]  # somebody is there
            messages.success(request, _("%(name)s sets up a new second factor at the next log-in.") % {"name": user})
        else:
            end_sessions(request, user)
        return redirect("admin:security_of", key)
    return page(request, user, is_own=False)


def end_sessions(request: HttpRequest, user: User) -> None:
    """End the session that is named, or all but the present one."""
    named, own = request.POST.get("end", ""), request.session.session_key
    chosen = [each.pk for each in sessions.of(user) if (each.pk != own if named == "others" else each.name == named)]
    ended = Session.objects.filter(pk__in=chosen).delete()[0]
    if ended:
        factors.noted(user, ENDED, by=request.user, sessions=ended)  # type: ignore[arg-type]  # as above
    messages.success(request, ngettext("%(number)s session ended.", "%(number)s sessions ended.", ended) % {"number": ended})


def page(request: HttpRequest, user: User, *, is_own: bool) -> HttpResponse:
    """Show an account."""
    found = factors.of(user)
    rows = [("authenticator", each) for each in found.authenticators] + [("passkey", each) for each in found.passkeys]
    context = {
        **admin.site.each_context(request),
        "title": _("Log-in and security") if is_own else _("Log-in and security of %(name)s") % {"name": user},
        "account": user,
        "is_own": is_own,
        "factors": rows,
        "codes": found.recovery_codes,
        "sessions": sessions.of(user),
        "own_key": request.session.session_key,
    }
    return TemplateResponse(request, "admin/accounts/security.html", context)
