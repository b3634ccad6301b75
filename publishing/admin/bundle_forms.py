"""What the pages of bundles ask for."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib.auth.models import User as Account
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publishing.admin.fields import Moment
from publishing.admin.reviewing import LONGEST, Reviewers
from publishing.bundles.entries import open_to
from publishing.bundles.gathering import MOST
from publishing.models import Bundle
from publishing.publishable import Publishable
from publishing.registry import record_types
from publishing.review import rounds
from publishing.rights import Anybody, may_open


class BundleForm(forms.ModelForm):
    """What colleagues call a bundle."""

    class Meta:
        model = Bundle
        fields = ["title", "note"]
        widgets = {"note": forms.Textarea(attrs={"rows": 2})}


class GatherForm(BundleForm):
    """A new bundle, or an open one that takes records in."""

    bundle = forms.ModelChoiceField(
        Bundle.objects.none(), required=False, label=gettext_lazy("An open bundle"), empty_label=gettext_lazy("a new one")
    )
    field_order = ["bundle", "title", "note"]

    def __init__(self, *args: Any, by: Anybody, records: list[Publishable], **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.fields["bundle"].queryset = open_to(by).filter(Q(at=None) | Q(refused_at__isnull=False))
        self.fields["title"].required = False
        if not records:
            del self.fields["bundle"]

    def clean(self) -> dict[str, Any]:
        """Ask for a title where there is no bundle yet."""
        values = {"bundle": None, **(super().clean() or {})}
        if values["bundle"] is None and not values.get("title") and "bundle" not in self.errors:
            self.add_error("title", ValidationError(_("Give the new bundle a title."), code="required"))
        return values


class MomentForm(forms.Form):
    """When a bundle becomes public."""

    _moment = forms.DateTimeField(label=gettext_lazy("Publish all at"), widget=Moment, help_text=gettext_lazy("In the site’s time zone."))


class AskForm(forms.Form):
    """What is asked of the reviewer of a bundle."""

    _assignee = Reviewers(
        required=False, queryset=Account.objects.none(), label=gettext_lazy("Reviewer"), empty_label=gettext_lazy("whoever may publish")
    )
    _due = forms.DateField(
        required=False, label=gettext_lazy("Needed by"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), localize=False
    )
    _note = forms.CharField(required=False, max_length=LONGEST, label=gettext_lazy("Note to the reviewer"), widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, records: list[Publishable], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        able = [set(rounds.reviewers(model).values_list("pk", flat=True)) for model in {type(record) for record in records}]
        self.fields["_assignee"].queryset = Account.objects.filter(pk__in=set.intersection(*able) if able else ()).order_by("username")


def named_in(request: HttpRequest) -> list[Publishable]:
    """Return the records that an address names by `kind` and `record`, those that the user may open; no more than go into a bundle."""
    known = next((known for known in record_types() if known.kind == request.GET.get("kind")), None)
    keys = [key for text in request.GET.getlist("record")[: MOST + 1] if (key := as_key(text)) is not None]
    found = known.model._default_manager.in_bulk(keys) if known is not None else {}
    return [record for key in dict.fromkeys(keys) if (record := found.get(key)) is not None and may_open(request.user, record)]


def as_key(text: str) -> UUID | None:
    """Return a key, or None for a text that is none."""
    try:
        return UUID(text)
    except ValueError:
        return None
