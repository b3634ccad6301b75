"""The addresses that a form's script talks to: JSON in every case, a refusal too."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.contrib.admin import ModelAdmin
from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from publishing.admin.autosave import answer, autosave, ready
from publishing.admin.posted import key_of_new
from publishing.admin.presence import heartbeat

View = Callable[..., HttpResponse]


def door(model_admin: ModelAdmin, view: View) -> View:
    """Let nobody in without a session, a token and a body of reasonable size, and say so in JSON.

    The body is measured before anything reads it; the check of the token, which reads it, comes after.
    """

    @never_cache
    @csrf_exempt
    @wraps(view)
    def entered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            request.POST  # noqa: B018 - read here, so that a body that cannot be read is answered here
        except (RequestDataTooBig, TooManyFieldsSent):
            return answer("refused", _("The form is too long to be saved. Divide the text into several."), HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        except (BadRequest, SuspiciousOperation, MultiPartParserError):
            return answer("refused", _("The form cannot be read, so nothing was saved."), HTTPStatus.BAD_REQUEST)
        if not model_admin.admin_site.has_permission(request):
            return answer("login", _("Your session has ended."), HTTPStatus.UNAUTHORIZED)
        return csrf_protect(view)(request, *args, **kwargs)

    return entered


class RecordDoors(ModelAdmin):
    """Adds these addresses to the admin of a record type."""

    def get_urls(self) -> list[Any]:
        """Put them before Django's own, which take any text for a key."""
        return [*doors(self), *super().get_urls()]


def doors(model_admin: ModelAdmin) -> list[URLPattern]:
    """Return the addresses of a record type's form."""
    name = f"{model_admin.opts.app_label}_{model_admin.opts.model_name}"

    def autosave_new(request: HttpRequest) -> HttpResponse:
        if request.method != "POST":
            return ready(request)
        return autosave(model_admin, request, key_of_new(request, model_admin.model), is_new=True)

    def autosave_old(request: HttpRequest, object_id: str) -> HttpResponse:
        if request.method != "POST":
            return ready(request)
        return autosave(model_admin, request, model_admin.key_of(object_id), is_new=False)

    def presence(request: HttpRequest, object_id: str) -> HttpResponse:
        if request.method != "POST":
            return ready(request)
        record = model_admin.model._default_manager.filter(pk=model_admin.key_of(object_id)).first()
        if record is not None and not model_admin.has_change_permission(request, record):
            return answer("refused", _("You have no right to do this with this record."), HTTPStatus.FORBIDDEN)
        return heartbeat(request, record)

    return [
        path("add/autosave/", door(model_admin, autosave_new), name=f"{name}_autosave_new"),
        path("<path:object_id>/autosave/", door(model_admin, autosave_old), name=f"{name}_autosave"),
        path("<path:object_id>/presence/", door(model_admin, presence), name=f"{name}_presence"),
    ]
