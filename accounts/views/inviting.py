"""What an invitation leads to: a pass phrase of one's own, then the second factor."""

from django.contrib import admin
from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters

from accounts import invitations, opening

GONE = 410


@never_cache
@csrf_protect
@sensitive_post_parameters()
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """Let the invited person choose a pass phrase; the account is made then, and not before."""
    invitation = invitations.found(token)
    common = {**admin.site.each_context(request), "title": _("Invitation")}
    if invitation is None:
        return TemplateResponse(request, "admin/accounts/gone.html", common, status=GONE)
    form = SetPasswordForm(User(username=invitation.username, email=invitation.mail), request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        user = invitations.accept(invitation, form.cleaned_data["new_password1"])
        if user is None:
            return TemplateResponse(request, "admin/accounts/gone.html", common, status=GONE)
        opening.begin(request, user, reverse("admin:index"))
        return redirect("admin:enrol")
    context = {**common, "form": form, "validlink": True, "who": invitation.username}
    response = TemplateResponse(request, "admin/accounts/phrase.html", context)
    # The address opens something: no other page learns it.
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
