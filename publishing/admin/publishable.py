"""Base of the admin of every record type: a form over a state, step buttons, and rights at every door."""

import copy
from collections.abc import Sequence
from typing import Any, ClassVar

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core import checks
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, models
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from js_asset import Media

from publishing import drafts, erasing, languages, navigation
from publishing.admin import acts, beginning, commenting, linked, reviewing, showing
from publishing.admin.actions import RecordActions
from publishing.admin.advising import Advises
from publishing.admin.autosave import mark_saved
from publishing.admin.beginning import BeginsFromOthers
from publishing.admin.checking import check_forms
from publishing.admin.doors import RecordDoors
from publishing.admin.fields import PickFields
from publishing.admin.handing import HandsBack
from publishing.admin.history import RecordHistory
from publishing.admin.lists import RecordList
from publishing.admin.notes import note_form
from publishing.admin.panels import fieldsets
from publishing.admin.posted import Posted, key_of_new, posted
from publishing.admin.preview import PreviewPages
from publishing.admin.scheduling import schedule_form
from publishing.admin.steps import WithdrawForm
from publishing.admin.trash import RecordTrash
from publishing.admin.where_used import ShowsUses
from publishing.collecting import nul_names
from publishing.desk import Desk, Problem
from publishing.drafts import RefusedError, Work
from publishing.forms import RecordForm
from publishing.publishable import Publishable, State
from publishing.review.known import STEPS, may_have, with_known
from publishing.rights import may, may_open, sees_all
from publishing.scheduling import open_steps
from publishing.state import State as FormState
from publishing.state import diff, place_of
from publishing.transactions import editorial_act
from publishing.unpublishing import told
from publishing.workflow import TransitionError


class PublishableAdmin(
    RecordDoors, PickFields, BeginsFromOthers, Advises, ShowsUses, PreviewPages, RecordHistory, RecordActions, RecordTrash, HandsBack, RecordList
):
    """The admin of a record type. A subclass says which fields there are; everything else is here."""

    form = RecordForm
    change_form_template = "admin/record/change_form.html"
    # Names of translated fields, without a language: one tab for each language.
    translated_fields: Sequence[str] = ()
    # Names of the fields that all languages share.
    common_fields: Sequence[str] = ()
    common_label: Any = _("Details")
    # Names of fields, translated ones without a language, that few records need: they stand behind the others, folded.
    further: Sequence[str] = ()
    # Names of translated texts that a record is complete without.
    optional: Sequence[str] = ()
    # [(translated or plain field, or prefix of rows, kind of change)]: the first that a publication changed names it in the change log.
    change_kinds: Sequence[tuple[str, str]] = ()
    # Fields and prefixes of rows that a duplicate begins without, beside the slugs.
    not_copied: Sequence[str] = ()
    # Prefixes of rows that are not united when two records are joined: those of the record that stays hold, if it has any.
    rows_of_one: Sequence[str] = ()
    # The usual number of characters of a field, counted while somebody writes: {"lead": "120-320"}.
    lengths: ClassVar[dict[str, str]] = {}

    @cached_property
    def desk(self) -> Desk:
        """What the kernel knows of this form."""
        return Desk(self)

    # The form

    def get_fieldsets(self, request: HttpRequest, obj: models.Model | None = None) -> list[Any]:
        """One part for each language, one for what they share."""
        return fieldsets(self)

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> Any:
        """Let the length of some texts be counted."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        code = getattr(db_field, "_translated_field_language_code", "")
        name = db_field.name.removesuffix(f"_{code}")
        if field is not None and (usual := self.lengths.get(name)):
            field.widget.attrs["data-count"] = usual
        if field is not None and name in self.optional:
            field.widget.attrs["data-optional"] = True
        return field

    def change_kind(self, before: FormState, after: FormState) -> str | None:
        """Return what the change log calls the difference of two public states; None if nothing more exact than an update."""
        changed = {name for key in diff(before, after) for name in (key, place_of(key)[0], key.rpartition("_")[0])}
        return next((kind for name, kind in self.change_kinds if name in changed), None)

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        """Report forms that a state cannot hold."""
        return [*super().check(**kwargs), *check_forms(self)]

    # Rights

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Show authors their own records and what is public."""
        # The form and the lists say who edited a record last.
        records = super().get_queryset(request).select_related("edited_by")
        if sees_all(request.user, self.model):
            return records
        return records.filter(Q(created_by=request.user.pk) | Q(pk__in=self.model._default_manager.live().values("pk")))

    def has_view_permission(self, request: HttpRequest, obj: Publishable | None = None) -> bool:
        """Let authors see their own records and what is public."""
        return super().has_view_permission(request, obj) if obj is None else may_open(request.user, obj)

    def has_change_permission(self, request: HttpRequest, obj: Publishable | None = None) -> bool:
        """Let authors change their own records until the public sees them."""
        return super().has_change_permission(request, obj) if obj is None else may(request.user, "change", obj)

    def has_delete_permission(self, request: HttpRequest, obj: Publishable | None = None) -> bool:
        """Allow deletion for ever only to those who may erase, and only out of the trash."""
        return self.has_right(request, "erase") and (obj is None or obj.state == State.TRASHED)

    def get_view_on_site_url(self, obj: Publishable | None = None) -> str | None:
        """Return the public address of a record that the public sees."""
        return navigation.record_address(obj, obj.language_for(languages.active())) if obj is not None and obj.is_live else None

    def delete_model(self, request: HttpRequest, obj: Publishable) -> None:
        """Delete a record for ever."""
        erasing.erase(obj, by=request.user)

    # The pages

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Delete for ever, or say why not."""
        try:
            return super().delete_view(request, object_id, extra_context)
        except TransitionError as error:
            self.message_user(request, str(error), messages.ERROR)
            return HttpResponseRedirect(reverse(f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_change", args=[object_id]))

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Open a blank form, or a copy of a record's (`?copy=`). Nothing is stored before the first button is pressed."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            return self.act(request, key_of_new(request, self.model))
        work = drafts.opened(drafts.blank(self.model))
        if source := self.copied(request):
            # Its script sends what was typed; the rest is what the page was opened with.
            work.state = work.known = self.begun_from(request, source)
        return self.show(request, work)

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Open the form with the draft, or do what a button says."""
        if request.method == "POST" and (key := self.key_of(object_id)):
            return self.act(request, key)
        key = self.key_of(object_id)
        record = with_known(self.desk.with_choices(self.get_queryset(request))).filter(pk=key).first() if key else None
        if record is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_or_change_permission(request, record):
            raise PermissionDenied
        if not self.has_change_permission(request, record):
            live = self.desk.live(record)
            state = told(self.desk.schema, record, live.state)
            return self.show(request, Work(record, self.desk, live, None, state, state))
        work = drafts.opened(record)
        return self.show(request, work, hints=self.needs(work))

    def key_of(self, object_id: str) -> Any:
        """Return the key that an address names, or None if it names none."""
        try:
            return self.opts.pk.to_python(unquote(object_id))
        except ValidationError:
            return None

    def needs(self, work: Work) -> list[Problem]:
        """Return what the work lacks to be published; nothing for a public text that nobody is working on."""
        if work.draft is None and work.record.state == State.PUBLISHED:
            return []
        codes = drafts.languages_to_publish(work) or languages.codes()[:1]
        return self.desk.submission(copy.copy(work.record), work.state, work.live, publishing=codes).problems(is_hint=True)

    def show(
        self, request: HttpRequest, work: Work, *, problems: Sequence[Problem] = (), hints: Sequence[Problem] = (), status: int = 200
    ) -> HttpResponse:
        """Render the form with the work in it."""
        page = showing.shown(self, request, work, problems)
        record = work.record
        is_new = record._state.adding
        # The bar shows them too.
        planned = not is_new and may_have(record, STEPS) and may(request.user, "change", record)
        steps = record.scheduled_steps = open_steps(record) if planned else []
        context = showing.context(self, request, page)
        context |= {
            "hints": [(problem, page.html_id(problem.key)) for problem in hints],
            "scheduled_steps": steps,
            "schedule_form": schedule_form(request.POST if "_schedule" in request.POST else None, record, steps),
            "note_form": note_form(request.POST),
            **beginning.context(request, record),
            **reviewing.context(work, request.user, request.POST),
            **commenting.context(request, page, context["panels"]),
            "bundling": {} if is_new else self.bundling(request, record),
            "linked": linked.offered(request, work) if context["may_edit"] and not is_new and not page.is_shut else [],
            "withdraw_form": WithdrawForm(request.POST if "_notice_successor" in request.POST else None, record=record, auto_id="id%s"),
        }
        response = self.render_change_form(request, context, add=is_new, change=not is_new, obj=None if is_new else record)
        response.status_code = status
        return response

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> HttpResponse:
        """Let the editor's import map pass our Content-Security-Policy."""
        context["media"] = Media.from_media(context["media"]).with_nonce(request.csp_nonce)
        return super().render_change_form(request, context, *args, **kwargs)

    # The steps

    def act(self, request: HttpRequest, key: Any) -> HttpResponse:
        """Do what the pressed button says, or show the form again with everything typed and the reason."""
        name = acts.pressed(request)
        if any(nul_names(request.POST)):
            self.message_user(request, _("Characters that no text can hold were removed from what was typed."), messages.WARNING)
        try:
            done, message = editorial_act(self.attempt)(request, key, name)
        except RefusedError as error:
            return self.refused(request, key, str(_("This cannot be published yet.")), 422, error.problems)
        except (TransitionError, ValidationError) as error:
            return self.refused(request, key, " ".join(getattr(error, "messages", None) or [str(error)]), 422)
        except IntegrityError:
            return self.refused(request, key, str(_("Somebody else changed something this form refers to. Check it and try again.")), 409)
        if isinstance(done, Posted):
            return self.refused(request, key, message, 422 if done.is_cut else 409)
        return mark_saved(request, self.after(request, key, name, message))

    def attempt(self, request: HttpRequest, key: Any, name: str) -> tuple[Posted | None, str]:
        """Do the step in one transaction; return (None, what to say), or the form if it cannot be taken as it came, and why."""
        found = self.posted(request, key, lock=True)
        if name not in acts.REGARDLESS and not found.is_sound:
            return found, str(self.why_unsound(found))
        return None, acts.ACTS[name](acts.Act(request, found))

    def posted(self, request: HttpRequest, key: Any, *, lock: bool = False) -> Posted:
        """Return the submitted form merged into what is stored."""
        records = with_known(self.desk.with_choices(self.model._default_manager.all()))
        record = (records.select_for_update(of=("self",)) if lock else records).filter(pk=key).first()
        if record is None and request.POST.get("_record") == str(key) and self.has_add_permission(request):
            return posted(request, drafts.opened(drafts.blank(self.model, key)))
        if record is None or not self.has_change_permission(request, record):
            raise PermissionDenied
        return posted(request, drafts.opened(drafts.settled(record) if lock else record))

    def why_unsound(self, found: Posted) -> Any:
        """Return what an editor is told when nothing could be stored."""
        if found.is_cut:
            return _("The form did not arrive whole, so nothing was changed. Check it and send it again.")
        if found.is_damaged:
            return _("This page was damaged or from another time, so nothing was changed. Compare the texts below and send it again.")
        return _("Somebody else changed the same text meanwhile. Both are shown; what you send now stands.")

    def refused(self, request: HttpRequest, key: Any, reason: str, status: int, problems: Sequence[Problem] = ()) -> HttpResponse:
        """Show the form again with what was typed."""
        self.message_user(request, reason, messages.ERROR)
        return self.show(request, self.posted(request, key).work, problems=problems, status=status)
