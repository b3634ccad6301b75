"""The way in: the pass phrase, then the second factor."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.models import User
from django.contrib.auth.views import LoginView
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters

from accounts import demo, factors, opening, passkeys
from accounts.forms import REFUSED, CodeForm, LogInForm, note_refused
from accounts.verified import How

TOO_MANY = 429


@method_decorator(sensitive_post_parameters(), name="dispatch")
class LogInView(LoginView):
    """Name and pass phrase. Nobody is logged in by them alone, but for the accounts of the demo on its own machine."""

    authentication_form = LogInForm
    template_name = "admin/login.html"
    next_page = "admin:index"

    def form_valid(self, form: Any) -> HttpResponse:  # Any: as in Django
        """Go on to the second factor."""
        user = form.get_user()
        opening.begin(self.request, user, self.get_success_url())
        if demo.lets_in(self.request, user):
            return opening.sent_on(self.request, user, "demo")
        return redirect("admin:second_factor")

    def form_invalid(self, form: Any) -> HttpResponse:  # Any: as above
        """Say so, in the status too where there were too many tries."""
        response = super().form_invalid(form)
        if form.is_held_off:
            response.status_code = TOO_MANY
        return response


@never_cache
@csrf_protect
@sensitive_post_parameters()
def second_factor(request: HttpRequest) -> HttpResponse:
    """The code of an app, a passkey or a recovery code; whoever has none is led to set one up."""
    user = opening.who(request)
    if user is None:
        return redirect("admin:login")
    if not factors.has_any(user):
        return redirect("admin:enrol")
    form = CodeForm(request, request.POST if request.method == "POST" and "passkey" not in request.POST else None)
    error = ""
    if request.method == "POST":
        try:
            by = by_passkey(request, user) if "passkey" in request.POST else by_code(form, user)
        except ValidationError as refusal:
            error = str(refusal.message)
        else:
            return opening.sent_on(request, user, by)
    options = None
    if passkeys.are_possible() and factors.of(user).passkeys:
        options, state = passkeys.ask(user)
        opening.keep(request, opening.ASKED, state)
    context = {**admin.site.each_context(request), "title": _("Second factor"), "form": form, "error": error, "options": options, "who": user}
    status = TOO_MANY if form.is_held_off else None
    return TemplateResponse(request, "admin/accounts/second_factor.html", context, status=status)


def by_code(form: CodeForm, user: User) -> How:
    """Take a code, or raise ValidationError."""
    if not form.is_valid():
        raise ValidationError(_("Enter a code."))
    door = form.enter("code", user.get_username())
    by = factors.take_code(user, form.cleaned_data["code"])
    if by is None:
        note_refused(user.get_username(), action=REFUSED, tried="code")
        raise ValidationError(_("That code is not right, or was used before. Wait for the next one."))
    door.forgive()
    return by


def by_passkey(request: HttpRequest, user: User) -> How:
    """Take a passkey, or raise ValidationError. Each question is good for one answer."""
    try:
        passkeys.take(user, request.session.pop(opening.ASKED, {}), request.POST["passkey"])
    except passkeys.RefusedError as error:
        note_refused(user.get_username(), action=REFUSED, tried="passkey")
        raise ValidationError(_("That passkey was not taken. Try again, or use a code.")) from error
    return "passkey"
