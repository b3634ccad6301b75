"""“Do not name” at the desk: a page that says what the mark does, and what of it only an editor can do."""

from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.admin import SimpleListFilter
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actors.models import Actor, Withheld
from actors.withholding import lift, still_named, withhold
from publishing.refusals import TransitionError
from publishing.rights import User, publishes

LIFT = "_lift"


class WithheldForm(forms.ModelForm):
    """Why."""

    class Meta:
        model = Withheld
        fields = ["reason"]
        widgets = {"reason": forms.Textarea(attrs={"rows": 3})}


class WithheldFilter(SimpleListFilter):
    """By whether a person may be named."""

    title = gettext_lazy("do not name")
    parameter_name = "withheld"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        """Offer those who may not."""
        return [("1", gettext_lazy("marked “do not name”"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Actor]) -> QuerySet[Actor]:
        """Keep them."""
        return queryset.filter(withheld__isnull=False) if self.value() else queryset


class WithWithholding(admin.ModelAdmin):
    """Admin mixin of people: the mark “do not name”."""

    def get_urls(self) -> list[Any]:
        """Put the page before Django's own, which take any text for a key."""
        return [path("<uuid:object_id>/withhold/", self.admin_site.admin_view(self.withhold_view), name="actors_actor_withhold"), *super().get_urls()]

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> HttpResponse:
        """Say on the form that the mark is there, and lead to it."""
        record = kwargs.get("obj")
        if record is not None and not record._state.adding:
            context["withheld"] = Withheld.objects.filter(pk=record.pk).first()
            if publishes(cast(User, request.user), Actor):
                context["withhold_url"] = reverse(f"{self.admin_site.name}:actors_actor_withhold", args=[record.pk])
        return super().render_change_form(request, context, *args, **kwargs)

    def withhold_view(self, request: HttpRequest, object_id: Any) -> HttpResponse:
        """Say what the mark does and where the name still stands; posted, set or lift it."""
        record = self.get_object(request, str(object_id))
        if record is None:
            raise Http404(_("There is no such record any more."))
        if not publishes(cast(User, request.user), Actor) or not self.has_change_permission(request, record):
            raise PermissionDenied
        withheld = Withheld.objects.filter(pk=record.pk).first()
        form = WithheldForm(request.POST if request.method == "POST" else None, instance=withheld, label_suffix="")
        if request.method == "POST" and (LIFT in request.POST or form.is_valid()):
            try:
                self.take(request, record, form)
            except TransitionError as error:
                messages.error(request, str(error))
            return HttpResponseRedirect(request.path)
        request.current_app = self.admin_site.name
        change_url = reverse(f"{self.admin_site.name}:actors_actor_change", args=[record.pk])
        shared = {**self.admin_site.each_context(request), "title": _("Do not name"), "opts": self.opts, "record": record, "change_url": change_url}
        named = still_named(record)
        return TemplateResponse(request, "admin/actors/withhold.html", {**shared, "form": form, "withheld": withheld, "named": named})

    def take(self, request: HttpRequest, record: Actor, form: WithheldForm) -> None:
        """Set or lift the mark, and say so."""
        by = cast(User, request.user)
        if LIFT in request.POST:
            lift(record, by=by)
            messages.success(request, _("The mark is lifted. The person stays out of the public until somebody publishes them."))
        else:
            withhold(record, by=by, reason=form.cleaned_data["reason"])
            messages.success(request, _("Nothing public names this person any more, except texts in which the name was typed."))
