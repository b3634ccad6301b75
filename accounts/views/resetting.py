"""A new pass phrase by mail. It opens nothing by itself: the second factor is asked for as at every log-in."""

from typing import Any, cast

from django import forms
from django.contrib import admin
from django.contrib.auth.models import User
from django.contrib.auth.views import PasswordResetConfirmView
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse_lazy
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect

from accounts import phrases
from accounts.tasks import send_reset
from publishing.strangers import HOUR, client_of, counted

# Mails that one address may ask for in an hour; more are not sent, and nobody is told.
MOST = 5


class AskForm(forms.Form):
    """Whose pass phrase is lost."""

    mail = forms.EmailField(label=gettext_lazy("Mail address"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"}))


@never_cache
@csrf_protect
def ask(request: HttpRequest) -> HttpResponse:
    """Take a mail address, and say the same to everybody, in the same time: the worker looks whether an account has it."""
    form = AskForm(request.POST if request.method == "POST" else None)
    is_sent = request.method == "POST" and form.is_valid()
    if is_sent and counted(f"reset:{client_of(request)}", HOUR) <= MOST:
        send_reset.enqueue(form.cleaned_data["mail"], get_language())
    context = {**admin.site.each_context(request), "title": _("Lost pass phrase"), "form": form, "is_sent": is_sent}
    return TemplateResponse(request, "admin/accounts/reset.html", context)


class ResetView(PasswordResetConfirmView):
    """The page that the mail leads to."""

    template_name = "admin/accounts/phrase.html"
    success_url = reverse_lazy("admin:login")
    post_reset_login = False

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what pages of the desk need."""
        return {**admin.site.each_context(self.request), **super().get_context_data(**kwargs), "title": _("New pass phrase")}

    def form_valid(self, form: Any) -> HttpResponse:  # Any: as in Django
        """Take the phrase, end all sessions, and write it down."""
        response = super().form_valid(form)
        user = cast(User, self.user)
        phrases.changed(user, by=user)
        return response
