"""A person's own notices in the admin: the list, what was read, and when what is mailed."""

from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from publishing import languages
from publishing.desk_notices import reading
from publishing.desk_notices.reading import Said
from publishing.models import DeskNotice, NoticeChoices

PAGE_SIZE, RECENT = 50, 5


class ChoicesForm(forms.Form):
    """For each kind of notice, when it is mailed; and the language of the mails."""

    def __init__(self, *args: Any, choices: NoticeChoices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in DeskNotice.Kind:
            self.fields[kind.value] = forms.ChoiceField(
                choices=NoticeChoices.When.choices, label=capfirst(kind.label), initial=choices.when(kind.value)
            )
        self.fields["language"] = forms.ChoiceField(choices=settings.LANGUAGES, label=_("Language of the mails"), initial=choices.language)


def addresses(site: AdminSite) -> list[URLPattern]:
    """Return the addresses of these pages."""

    def notices(request: HttpRequest) -> HttpResponse:
        """List one's notices, the newest first. Context: told, is_cut."""
        found = list(own(request).select_related("actor")[: PAGE_SIZE + 1])
        context = {"title": _("Notices"), "told": reading.told(request.user, found[:PAGE_SIZE]), "is_cut": len(found) > PAGE_SIZE}
        return page(site, request, "notices", context)

    def mark_read(request: HttpRequest) -> HttpResponse:
        """Mark one notice as read, or all of them."""
        unread = own(request).unread()
        if key := request.POST.get("notice", ""):
            unread = unread.filter(pk=key_of(key))
        unread.update(read_at=timezone.now())
        return HttpResponseRedirect(reverse(f"{site.name}:notices"))

    def choose(request: HttpRequest) -> HttpResponse:
        """Choose when one is mailed what. Context: form, mail."""
        choices = NoticeChoices.objects.filter(person=request.user.pk).first() or NoticeChoices(language=own_language())
        form = ChoicesForm(request.POST or None, choices=choices)
        if request.method == "POST" and form.is_valid():
            values = dict(form.cleaned_data)
            language = values.pop("language")
            NoticeChoices.objects.update_or_create(person_id=request.user.pk, defaults={"chosen": values, "language": language})
            messages.success(request, _("Your choice is kept. It holds for what happens from now on."))
            return HttpResponseRedirect(reverse(f"{site.name}:notices"))
        context = {"title": _("What I am written of"), "form": form, "mail": getattr(request.user, "email", "")}
        return page(site, request, "notice_choices", context)

    view = site.admin_view
    return [
        path("notices/", view(require_safe(notices)), name="notices"),
        path("notices/read/", view(require_POST(mark_read)), name="notices_read"),
        path("notices/choices/", view(require_http_methods(["GET", "HEAD", "POST"])(choose)), name="notice_choices"),
    ]


def page(site: AdminSite, request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
    """Render one of these pages."""
    request.current_app = site.name
    return TemplateResponse(request, f"admin/{name}.html", {**site.each_context(request), **context})


def own(request: HttpRequest) -> Any:  # Any: a queryset of notices
    """Return the notices of whoever asks."""
    return DeskNotice.objects.filter(person=request.user.pk)


def own_language() -> str:
    """Return the language of the interface, if texts are written in it."""
    active = get_language() or ""
    return active if active in languages.codes() else languages.codes()[0]


def key_of(text: str) -> UUID | None:
    """Return the key that a text names, or None."""
    try:
        return UUID(text)
    except ValueError:
        return None


def unread(request: HttpRequest) -> int:
    """Return how many notices wait to be read. One query; none for somebody who is not logged in."""
    return 0 if isinstance(request.user, AnonymousUser) else own(request).unread().order_by().count()


def newest(request: HttpRequest) -> list[Said]:
    """Return the newest notices that wait to be read, for the front page."""
    return reading.told(request.user, list(own(request).unread().select_related("actor")[:RECENT]))
