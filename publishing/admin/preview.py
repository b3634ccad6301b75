"""Previews in the admin: the public page of a form that is not saved, and links to drafts for those who have no account."""

import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from csp.constants import SELF
from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from publishing import drafts, languages, navigation, preview_links
from publishing.admin.posted import key_of_new
from publishing.advice.looking import advice_on
from publishing.drafts import Work
from publishing.looks import looks
from publishing.presentable import language_to_show
from publishing.preview import FRAMES, Bar, page
from publishing.publishable import Publishable, State
from publishing.review.known import LINKS, may_have
from publishing.workflow import TransitionError

if TYPE_CHECKING:
    from publishing.admin.acts import Act

# Of what was posted, what is not asked for again.
NOT_REPEATED = {"_preview"}
methods = require_http_methods(["GET", "HEAD", "POST"])


class ShareForm(forms.Form):
    """How long a link works."""

    _share_days = forms.TypedChoiceField(label=_("The link works for"), coerce=int, initial=preview_links.USUAL_DAYS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["_share_days"].choices = choices(preview_links.DAYS)


class InviteForm(forms.Form):
    """How long a review link works."""

    _invite_days = forms.TypedChoiceField(label=_("The link works for"), coerce=int, initial=preview_links.USUAL_REVIEW_DAYS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["_invite_days"].choices = choices(preview_links.REVIEW_DAYS)


def choices(most: Iterable[int]) -> list[tuple[int, str]]:
    """Return for how many days a link may work, in words."""
    return [(days, ngettext("%(days)s day", "%(days)s days", days) % {"days": days}) for days in most]


class PreviewPages(admin.ModelAdmin):
    """Admin mixin: the addresses of previews, and what the form says of them."""

    def get_urls(self) -> list[Any]:
        """Add the previews of new and of stored records before the stock addresses, which take any word for a key."""
        name, view = f"{self.opts.app_label}_{self.opts.model_name}", self.admin_site.admin_view
        return [
            path("add/preview/", view(methods(self.preview_new)), name=f"{name}_add_preview"),
            path("<path:object_id>/preview/", view(methods(self.preview_view)), name=f"{name}_preview"),
            *super().get_urls(),
        ]

    def preview_new(self, request: HttpRequest) -> HttpResponse:
        """Show the page of a form that was never saved."""
        if request.method != "POST":
            raise Http404
        return self.preview(request, self.posted(request, key_of_new(request, self.model)).work)

    def preview_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Show the page of the form that was posted; without one, that of the draft as it is stored."""
        key = self.key_of(object_id)
        if request.method == "POST" and key is not None:
            return self.preview(request, self.posted(request, key).work)
        record = self.get_object(request, object_id)
        if record is None:
            raise Http404
        if not self.has_change_permission(request, record):
            raise PermissionDenied
        return self.preview(request, drafts.opened(record))

    def preview(self, request: HttpRequest, work: Work) -> HttpResponse:
        """Answer the page of the work in the language that was asked for."""
        asked, frame = request.GET.get("language"), request.GET.get("frame", "")
        language = asked if asked in languages.codes() else language_to_show(work, languages.active())
        bar = Bar(
            language=language,
            frame=frame if frame in FRAMES else "",
            is_posted=request.method == "POST",
            posted=[(name, value) for name, values in request.POST.lists() if name not in NOT_REPEATED for value in values],
            form_url=self.form_url(work.record),
            advice=[told for told in advice_on(work) if told.advice.language in ("", language)],
            looks=[shown for shown in looks(work) if shown.language == language],
        )
        return page(request, work, bar)

    def form_url(self, record: Publishable) -> str:
        """Return the address of a record's form."""
        name = f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}"
        return reverse(f"{name}_add") if record._state.adding else reverse(f"{name}_change", args=[record.pk])

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> HttpResponse:
        """Tell the form where its preview is and which links lead to it, and let the page stand beside the form."""
        record = context.get("record")
        if context.get("may_edit") and record is not None and record.state != State.TRASHED:
            stored = not record._state.adding
            name = f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}"
            context["previews"] = {
                "url": reverse(f"{name}_preview", args=[record.pk]) if stored else reverse(f"{name}_add_preview"),
                "language": get_language() if get_language() in languages.codes() else languages.codes()[0],
                "languages": [(code, navigation.name_of(code)) for code in languages.codes()],
                "links": list(preview_links.links_of(record)) if stored and may_have(record, LINKS) else [],
                "form": ShareForm(auto_id="id%s"),
                "invite_form": InviteForm(auto_id="id%s"),
            }
        response = super().render_change_form(request, context, *args, **kwargs)
        vars(response)["_csp_update"] = {"frame-src": [SELF]}
        return response


def share(act: "Act") -> SafeString:
    """Keep the form and make a link that shows its draft."""
    form = ShareForm(act.request.POST)
    if not form.is_valid():
        raise TransitionError(" ".join(message for messages in form.errors.values() for message in messages))
    act.keep_typed()
    link, token = preview_links.make(act.record, by=act.by, days=form.cleaned_data["_share_days"])
    address = navigation.absolute(reverse("preview", args=[token]))
    return render_to_string("admin/record/_link_made.html", {"link": link, "address": address})


def invite(act: "Act") -> SafeString:
    """Keep the form and make a link by which somebody without an account reads its draft and comments."""
    form = InviteForm(act.request.POST)
    if not form.is_valid():
        raise TransitionError(" ".join(message for messages in form.errors.values() for message in messages))
    act.keep_typed()
    link, token = preview_links.make(act.record, by=act.by, days=form.cleaned_data["_invite_days"], may_comment=True)
    address = navigation.absolute(reverse("review", args=[token]))
    return render_to_string("admin/record/_link_made.html", {"link": link, "address": address})


def revoke(act: "Act") -> str:
    """End a link."""
    try:
        key = uuid.UUID(act.request.POST["_revoke"])
    except ValueError as error:
        raise TransitionError(_("This preview link has ended already.")) from error
    preview_links.revoke(act.record, key, by=act.by)
    return str(_("The preview link works no more."))
