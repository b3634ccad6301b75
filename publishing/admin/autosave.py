"""The open form saved by its script, a few seconds after a change: into the pending draft, with the rights of a save by hand.

`POST <record>/autosave/`, for a new one `POST add/autosave/`: the form's fields, or only those in `_sent` that changed. Every
answer is JSON with a `state` and a `message` for the editor:

    saved     also `token`, `seen` (both go back into the form), `saved_at`, `address`, `elsewhere` (what others changed meanwhile),
              `along` (what goes along with one language)
    blank     nothing was typed into a new form yet
    login     401: the session has ended
    conflict  409: others changed the same text, or a clash that the page shows is not decided; `conflicts` names the texts
    reload    409: the hidden part of the form is not this site's
    locked    423, refused 403 or 409 or 413 or 422, gone 404: nothing was stored, for this reason

`GET` (of `presence/` too) answers `ready` with a fresh `csrf` token and the `user`, for a form whose session ended and began anew.
"""

from http import HTTPStatus
from typing import Any

from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from publishing import drafts, locks
from publishing.admin.along import going_along
from publishing.admin.posted import Posted
from publishing.admin.seen import Seen
from publishing.collecting import nul_names
from publishing.drafts import Work
from publishing.publishable import Publishable
from publishing.state import State, diff
from publishing.transactions import editorial_act
from publishing.workflow import TransitionError, User

# How many names of texts are said.
SAID = 5


# Tells the scripts of the next page which form was stored, so that its text need not be kept in the browser any longer.
SAVED_COOKIE = "saved_form"
SAVED_COOKIE_AGE = 600


def answer(state: str, message: object = "", status: int = HTTPStatus.OK, **more: Any) -> JsonResponse:  # Any: JSON
    """Return what the script reads."""
    return JsonResponse({"state": state, "message": str(message), **more}, status=status)


def presence_url(model_admin: ModelAdmin, record: Publishable) -> str:
    """Return where a form says that it is open; nowhere while its record is not stored."""
    name = f"{model_admin.admin_site.name}:{model_admin.opts.app_label}_{model_admin.opts.model_name}_presence"
    return "" if record._state.adding else reverse(name, args=[record.pk])


def begun_at(request: HttpRequest, address: str) -> str:
    """Return where a new form is saved first: what it begins from is in its address."""
    return f"{address}?{request.GET.urlencode()}" if request.GET else address


def page_data(model_admin: ModelAdmin, request: HttpRequest, work: Work) -> dict[str, Any]:
    """Return what the script of a page must know to save its form."""
    record, name = work.record, f"{model_admin.admin_site.name}:{model_admin.opts.app_label}_{model_admin.opts.model_name}"
    is_new = record._state.adding
    return {
        "save": begun_at(request, reverse(f"{name}_autosave_new")) if is_new else reverse(f"{name}_autosave", args=[record.pk]),
        "presence": presence_url(model_admin, record),
        "login": reverse(f"{model_admin.admin_site.name}:login"),
        "user": str(request.user.pk),
        "record": f"{model_admin.opts.label_lower}/{'new' if is_new else record.pk}",
        # A form that came back holds what is stored nowhere yet.
        "unsaved": request.method == "POST",
        "undecided": [*work.conflicts],
    }


def ready(request: HttpRequest) -> JsonResponse:
    """Return who is logged in, with the token that the next POST needs."""
    return answer("ready", csrf=get_token(request), user=str(request.user.pk))


def mark_saved(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Say with the answer to a button that the form was stored."""
    form = request.POST.get("_form", "")
    if form.isalnum() and form.isascii():
        response.set_cookie(SAVED_COOKIE, form, max_age=SAVED_COOKIE_AGE, path=reverse("admin:index"), samesite="Lax", secure=request.is_secure())
    return response


def autosave(model_admin: ModelAdmin, request: HttpRequest, key: Any, *, is_new: bool) -> JsonResponse:  # Any: a key
    """Store the form as the draft, or say why not."""
    if request.POST.get("_user", str(request.user.pk)) != str(request.user.pk):
        return answer("login", _("Not saved: somebody else has logged in here meanwhile."), HTTPStatus.UNAUTHORIZED)
    if names := sorted(nul_names(request.POST)):
        message = _("The text holds a character that no text can hold (NUL): %(fields)s. Take it out.") % {"fields": ", ".join(names[:SAID])}
        return answer("refused", message, HTTPStatus.UNPROCESSABLE_ENTITY)
    if not is_new and not model_admin.model._default_manager.filter(pk=key).exists():
        return answer("gone", _("Somebody has deleted this for ever. What you typed is still here; copy what you need."), HTTPStatus.NOT_FOUND)
    try:
        return editorial_act(stored)(model_admin, request, key)
    except (PermissionDenied, TransitionError, ValidationError, IntegrityError) as error:
        return refusal(error)


def refusal(error: Exception) -> JsonResponse:
    """Return why nothing was stored."""
    if isinstance(error, IntegrityError):
        # Two first saves of one new form met; the next one finds the record there.
        return answer("again", status=HTTPStatus.CONFLICT)
    if isinstance(error, PermissionDenied):
        return answer("refused", _("You have no right to do this with this record."), HTTPStatus.FORBIDDEN)
    if isinstance(error, locks.LockedError):
        return answer("locked", error, HTTPStatus.LOCKED)
    return answer("refused", " ".join(getattr(error, "messages", None) or [str(error)]), HTTPStatus.CONFLICT)


def stored(model_admin: ModelAdmin, request: HttpRequest, key: Any) -> JsonResponse:  # Any: a key
    """Store the form in one transaction."""
    found = model_admin.posted(request, key, lock=True)
    work = found.work
    keys = [*work.conflicts, *(key for key in found.undecided if key not in request.POST.getlist("_decided"))]
    is_to_save = found.is_sound and found.is_changed and not keys
    if not is_to_save:
        # Before anything else is said of the form; saving asks it anyway.
        locks.refuse(work.record, request.user)
    if found.is_damaged:
        return answer("reload", _("This page is from another time. Reload it; what you typed is kept."), HTTPStatus.CONFLICT)
    if found.is_cut:
        return answer("again", status=HTTPStatus.CONFLICT)
    if keys:
        return clashed(found, keys)
    if is_to_save:
        drafts.save_work(work, by=request.user, by_hand=False)
    elif work.record._state.adding:
        return answer("blank")
    return saved(model_admin, found, request.user)


def clashed(found: Posted, keys: list[str]) -> JsonResponse:
    """Return which texts both sides changed."""
    work = found.work
    labels = {key: work.desk.label(key, work.state, work.live.state) for key in keys}
    named = ", ".join(list(dict.fromkeys(labels.values()))[:SAID])
    message = _("Not saved: somebody else changed the same text: %(fields)s. Save the draft to see both and decide.") % {"fields": named}
    return answer("conflict", message, HTTPStatus.CONFLICT, conflicts=[{"key": key, "label": label} for key, label in labels.items()])


def saved(model_admin: ModelAdmin, found: Posted, by: User) -> JsonResponse:
    """Return what the form must know from now on."""
    work, now = found.work, timezone.now()
    opts, site = model_admin.opts, model_admin.admin_site.name
    names = {
        place: reverse(f"{site}:{opts.app_label}_{opts.model_name}_{place}", args=[work.record.pk]) for place in ("change", "autosave", "presence")
    }
    return answer(
        "saved",
        _("Saved %(time)s") % {"time": time_format(timezone.localtime(now), "H:i")},
        token=work.token,
        seen=Seen(work.live.state, found.typed).pack(work.record),
        saved_at=now.isoformat(),
        address=names["change"],
        autosave=names["autosave"],
        presence=names["presence"],
        elsewhere=elsewhere(found),
        along=going_along(work, by),
    )


def elsewhere(found: Posted) -> list[str]:
    """Return the names of the texts that others changed meanwhile: they are stored, and the form does not show them yet."""
    work = found.work
    labels = (work.desk.label(key, work.state, found.typed) for key in diff(without_order(found.typed), without_order(work.state)))
    return list(dict.fromkeys(labels))[:SAID]


def without_order(state: State) -> State:
    """Return the state with its lists in one order: a row or a choice that moved tells an editor nothing."""
    return {key: sorted(value) if isinstance(value, list) else value for key, value in state.items()}
