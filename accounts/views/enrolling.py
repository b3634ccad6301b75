"""Setting up a second factor: at the first log-in, and more of them later."""

from functools import partial
from typing import Any

from django.contrib import admin
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters

from accounts import factors, locking, opening, passkeys, totp
from accounts.forms import FactorForm
from accounts.models import Authenticator
from accounts.throttling import remember_device
from accounts.verified import How
from publishing import site


class NotMadeError(Exception):
    """A factor that does not work yet; the message says why."""


@never_cache
@csrf_protect
@sensitive_post_parameters()
def enrol(request: HttpRequest) -> HttpResponse:
    """The first second factor. Nobody is logged in before it stands."""
    user = opening.who(request)
    if user is None:
        return redirect("admin:login")
    if factors.has_any(user):
        return redirect("admin:second_factor")
    form, error = FactorForm(request.POST if request.method == "POST" else None), ""
    if request.method == "POST":
        try:
            by, codes = made(request, user, form, first=True)
        except NotMadeError as refusal:
            error = str(refusal)
        except factors.TakenError:
            return redirect("admin:second_factor")
        else:
            onward = opening.onward(request)
            opening.complete(request, user, by)
            response = codes_page(request, codes, onward)
            remember_device(response, user.get_username())
            return response
    return page(request, user, form, error, first=True)


@sensitive_post_parameters()
def add_factor(request: HttpRequest) -> HttpResponse:
    """Another factor, of somebody who is logged in and showed one a short while ago."""
    user: Any = request.user
    form, error = FactorForm(request.POST if request.method == "POST" else None), ""
    if request.method == "POST":
        try:
            _by, codes = made(request, user, form, first=False)
        except NotMadeError as refusal:
            error = str(refusal)
        else:
            return codes_page(request, codes, reverse("admin:security")) if codes else redirect("admin:security")
    return page(request, user, form, error, first=False)


def page(request: HttpRequest, user: User, form: FactorForm, error: str, *, first: bool) -> HttpResponse:
    """Show how to set one up: the code for the app, to be read or typed, and what the browser is asked for a passkey."""
    secret, options = secret_of(request), None
    if passkeys.are_possible():
        options, state = passkeys.ask_new(user)
        opening.keep(request, opening.ASKED, state)
    box, drawn = totp.drawing(totp.address(secret, user.get_username(), site.current().name))
    context = {
        **admin.site.each_context(request),
        "title": _("Set up a second factor"),
        "form": form,
        "error": error,
        "first": first,
        "box": box,
        "drawn": drawn,
        "secret": totp.shown(secret),
        "options": options,
        "who": user,
    }
    return TemplateResponse(request, "admin/accounts/enrol.html", context, status=422 if error else None)


def secret_of(request: HttpRequest) -> bytes:
    """Return the secret that is being set up: the same while the page is open, so that a wrong code does not change it."""
    try:
        return locking.unlock(request.session.get(opening.SECRET, "").encode())
    except locking.UnreadableError:
        secret = totp.new_secret()
        opening.keep(request, opening.SECRET, locking.lock(secret).decode())
        return secret


def made(request: HttpRequest, user: User, form: FactorForm, *, first: bool) -> tuple[How, list[str]]:
    """Keep what was set up; return what it is, and the recovery codes if they are new. NotMadeError says what is wrong."""
    if not form.is_valid():
        raise NotMadeError(_("That is too long."))
    values, keep = form.cleaned_data, None if first else request.session.session_key
    if values["passkey"]:
        state, name = request.session.pop(opening.ASKED, {}), values["name"] or _("Passkey")
        try:
            return "passkey", factors.add(user, partial(passkeys.add, user, name, state, values["passkey"]), first=first, keep=keep)
        except passkeys.RefusedError as error:
            raise NotMadeError(_("The browser made no passkey. Try again, or set up an app.")) from error
    secret = secret_of(request)
    step = totp.step_of(secret, "".join(values["code"].split()))
    if step is None:
        raise NotMadeError(_("That code is not right. Is the clock of your phone right? Enter the one that it shows now."))
    keeping = partial(
        Authenticator.objects.create, user=user, name=values["name"] or _("Authenticator app"), secret=totp.lock(secret), last_step=step
    )
    found = factors.add(user, keeping, first=first, keep=keep)
    request.session.pop(opening.SECRET, None)
    return "authenticator", found


def codes_page(request: HttpRequest, codes: list[str], onward: str) -> HttpResponse:
    """Show recovery codes, this once: they go into no message, no session and no address."""
    context = {**admin.site.each_context(request), "title": _("Recovery codes"), "codes": codes, "onward": onward}
    return TemplateResponse(request, "admin/accounts/codes.html", context)
