"""A post that a choice lacks: it is a row of its office, so the office is asked for first, and its form opened at its posts."""

from typing import Any, cast

from django import forms
from django.contrib.admin import AdminSite
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from actors.models import Office, Post
from publishing.admin.handing import as_popup
from publishing.picks import is_uuid

POSTS = "posts"


class OfficeOfPostForm(forms.Form):
    """Which office has the post."""

    office = forms.ModelChoiceField(Office.objects.kept())

    def __init__(self, *args: Any, site: AdminSite, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = Post._meta.get_field("office")
        box = cast(forms.ModelChoiceField, self.fields["office"])
        box.label = _("Office of the post")
        box.widget = AutocompleteSelect(field, site)
        box.widget.choices = box.choices


def missing_post(site: AdminSite, request: HttpRequest) -> HttpResponse:
    """Ask for the office of a missing post, then lead to its form; PermissionDenied to those who may not change offices."""
    offices = site.get_model_admin(Office)
    if not offices.has_change_permission(request):
        raise PermissionDenied
    key = request.GET.get("office")
    # What is no key at all says as little as nothing.
    form = OfficeOfPostForm(None if key is None else {"office": key if is_uuid(key) else ""}, site=site)
    if form.is_bound and form.is_valid():
        office = form.cleaned_data["office"]
        return HttpResponseRedirect(as_popup(reverse(f"{site.name}:actors_office_change", args=[office.pk]), POSTS))
    new_office = as_popup(reverse(f"{site.name}:actors_office_add"), POSTS) if offices.has_add_permission(request) else ""
    context = {
        **site.each_context(request),
        "title": _("Add a post"),
        "is_popup": True,
        "form": form,
        "media": form.media,
        "new_office": new_office,
        "opts": Post._meta,
    }
    return TemplateResponse(request, "admin/actors/missing_post.html", context)
