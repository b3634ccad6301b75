"""What a new record begins from: nothing, a copy of another one (`?copy=`), or a template (`?template=`); and what makes a record one."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from publishing import drafts, record_templates
from publishing.models import RecordTemplate
from publishing.publishable import Publishable
from publishing.record_templates import Template
from publishing.review.known import TEMPLATE, may_have
from publishing.rights import may
from publishing.state import State as FormState

if TYPE_CHECKING:
    from publishing.admin.acts import Act

COPY, FROM, MARK = "copy", "template", "_mark_template"


class BeginsFromOthers(admin.ModelAdmin):
    """Admin mixin: copies and templates."""

    def get_urls(self) -> list[Any]:
        """Put the page before Django's own, which take any text for a key."""
        view = self.admin_site.admin_view(require_safe(self.templates_view))
        return [path("templates/", view, name=f"{self.opts.app_label}_{self.opts.model_name}_templates"), *super().get_urls()]

    def templates_view(self, request: HttpRequest) -> HttpResponse:
        """List the templates of this type. Context: templates [(name, title, address of a new form, address of the record or "")]."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        found = [self.listed(request, each) for each in record_templates.of_kind(self.model, request.user)]
        context = {**self.admin_site.each_context(request), "title": _("Templates"), "opts": self.opts, "templates": found}
        return TemplateResponse(request, "admin/record/templates.html", context)

    def listed(self, request: HttpRequest, template: Template) -> dict[str, Any]:
        """Return what the page says of a template; its own form only to those who may open it."""
        record, name = template.record, f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}"
        opens = self.has_view_permission(request, record)
        return {
            "name": template.noted.name,
            "title": record_templates.title_of(record, request.user),
            "add_url": new_from(record),
            "url": reverse(f"{name}_change", args=[record.pk]) if opens else "",
        }

    def begun_from(self, request: HttpRequest, source: Publishable) -> FormState:
        """Return the form of a new record that begins as a copy, or from a template; say what of it is gone."""
        if FROM not in request.GET:
            return drafts.copy_of(source, by=request.user)
        beginning = record_templates.begun(source, request.user)
        self.message_user(request, _("Begun from a template. Nothing is stored yet."))
        if beginning.left_out:
            words = {"names": ", ".join(beginning.left_out)}
            self.message_user(request, _("Left out, for it is withdrawn or deleted: %(names)s") % words, messages.WARNING)
        return beginning.state

    def copied(self, request: HttpRequest) -> Publishable | None:
        """Return the record that a new one begins as a copy of, or from as a template."""
        if FROM in request.GET:
            return self.template_asked_for(request)
        source = self.get_object(request, request.GET[COPY]) if COPY in request.GET else None
        if source is not None and not self.has_view_permission(request, source):
            raise PermissionDenied
        if COPY in request.GET and source is None:
            self.message_user(request, _("The text to copy does not exist any more."), messages.WARNING)
        return source

    def template_asked_for(self, request: HttpRequest) -> Publishable | None:
        """Return the template that an address names."""
        try:
            record = self.model._default_manager.filter(pk=self.opts.pk.to_python(request.GET[FROM])).first()
        except ValidationError:
            record = None
        if record is None or record_templates.of_record(record) is None:
            self.message_user(request, _("This is no template any more."), messages.WARNING)
            return None
        if not record_templates.may_begin(record, request.user):
            raise PermissionDenied
        return record


def new_from(record: Publishable) -> str:
    """Return the address of a new form that begins from a template."""
    return f"{reverse(f'admin:{record._meta.app_label}_{record._meta.model_name}_add')}?{FROM}={record.pk}"


def context(request: HttpRequest, record: Publishable) -> dict[str, Any]:
    """Return what the form of a record says of it as a template. A query for one that is."""
    if record._state.adding:
        return {}
    noted = record_templates.of_record(record) if may_have(record, TEMPLATE) else None
    typed = request.POST.get("_template_name")
    said = {
        "noted": noted,
        "name": typed if typed is not None else noted.name if noted else "",
        "is_asked": MARK in request.POST,
        "may": may(request.user, "submit", record),
        "longest": RecordTemplate.LONGEST,
    }
    return {"as_template": said}


def mark(act: "Act") -> str:
    """Keep the form, and let new records begin from it."""
    act.keep_typed()
    record_templates.mark(act.record, act.request.POST.get("_template_name", "").replace("\0", ""), by=act.by)
    return _("New ones can begin from this. It stays what it is: nothing becomes public by it.")


def end(act: "Act") -> str:
    """Keep the form, and let no more records begin from it."""
    act.keep_typed()
    record_templates.end(act.record, by=act.by)
    return _("This is no template any more.")
