"""The page of a record's form: a state shown through the admin's own form, unsaved."""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.contrib.admin import ModelAdmin, helpers
from django.contrib.admin.utils import flatten_fieldsets
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from publishing import languages
from publishing.admin.autosave import page_data
from publishing.admin.buttons import buttons
from publishing.admin.panels import panels
from publishing.admin.presence import Company, company
from publishing.admin.readonly import nothing, switch_off
from publishing.admin.seen import Seen
from publishing.desk import Problem, in_form_order
from publishing.drafts import Work
from publishing.forms import RecordForm, Wrong
from publishing.picks import NEW, is_uuid
from publishing.publishable import State as RecordState
from publishing.rights import may_write
from publishing.rows import RowFormSet
from publishing.state import emit, place_of
from publishing.values import Value


@dataclass(frozen=True)
class Conflict:
    """A value that somebody else changed while this editor did."""

    label: str
    id: str
    theirs: str


@dataclass
class Shown:
    """A form as it is printed."""

    work: Work
    form: RecordForm
    formsets: list[RowFormSet]
    inlines: list[Any]
    company: Company
    # Whether somebody else has locked it, so that nothing can be changed.
    is_shut: bool = False
    problems: list[Problem] = field(default_factory=list)

    def html_id(self, key: str) -> str:
        """Return the id of the input, or of the part of the page, that holds a key."""
        prefix, row, name = place_of(key)
        if not prefix:
            return f"{name}-group" if name in self.work.desk.inlines else f"id_{name}"
        forms = [form for formset in self.formsets if formset.prefix == prefix for form in formset.forms]
        found = next((form for form in forms if row and form["id"].value() == row), None)
        return f"id_{found.prefix}-{name}" if found else f"{prefix}-group"


def shown(model_admin: ModelAdmin, request: HttpRequest, work: Work, problems: Sequence[Problem] = ()) -> Shown:
    """Bind the admin's form to the state of the work; `problems` stand as errors at their fields."""
    desk, record = work.desk, work.record
    picks = work.live.picks
    picks.load(desk.schema, work.state, work.live.state)
    post, files = emit(desk.schema, work.state, work.live.state), MultiValueDict()
    wrong = by_form(problems)
    form_class = model_admin.get_form(request, None if record._state.adding else record, change=not record._state.adding)
    form = form_class(post, files, instance=record, picks=picks, showing=True, wrong=wrong["", ""])
    formsets, inlines = [], []
    for formset_class, inline in model_admin.get_formsets_with_inlines(request, record):
        prefix = formset_class.get_default_prefix()
        formset = formset_class(
            post,
            files,
            instance=record,
            prefix=prefix,
            queryset=formset_class.model.objects.none(),
            rows=in_form_order(work.state, work.live, prefix),
            wrong={row: found for (head, row), found in wrong.items() if head == prefix},
            form_kwargs={"picks": picks, "showing": True},
        )
        formsets.append(formset)
        inlines.append(inline)
    orders = [inline.order for inline in inlines]
    around = company(record, request.user)
    # What was typed before somebody else's lock was met stays open: switched off, it could never be sent.
    is_shut = around.is_shut and request.method != "POST"
    switch_off(form, zip(formsets, orders, strict=True), nothing if is_shut else may_write(request.user, record, desk.schema))
    return Shown(work, form, formsets, inlines, around, is_shut, list(problems))


def by_form(problems: Sequence[Problem]) -> defaultdict[tuple[str, str], Wrong]:
    """Return the problems as {(prefix, row key): {field: messages}}; ("", "") is the record's own form."""
    found: defaultdict[tuple[str, str], Wrong] = defaultdict(dict)
    for problem in problems:
        prefix, row, name = place_of(problem.key)
        if prefix and not row:
            row, name = name, ""
        found[prefix, row].setdefault(name or NON_FIELD_ERRORS, []).append(problem.message)
    return found


def context(model_admin: ModelAdmin, request: HttpRequest, page: Shown) -> dict[str, Any]:
    """Return what Django's template of a form needs, and what ours adds."""
    work, record = page.work, page.work.record
    given = record if not record._state.adding else None
    fieldsets = model_admin.get_fieldsets(request, given)
    may_edit = given is None or model_admin.has_change_permission(request, given)
    readonly = model_admin.get_readonly_fields(request, given) if may_edit else flatten_fieldsets(fieldsets)
    admin_form = helpers.AdminForm(page.form, list(fieldsets), {}, readonly, model_admin=model_admin)
    inline_formsets = model_admin.get_inline_formsets(request, page.formsets, page.inlines, given)
    media = model_admin.media + admin_form.media
    for inline in inline_formsets:
        media += inline.media
    return {
        **model_admin.admin_site.each_context(request),
        "title": heading(model_admin, work),
        "subtitle": None,
        "adminform": admin_form,
        "object_id": None if given is None else str(record.pk),
        "original": given,
        "is_popup": False,
        "to_field": None,
        "media": media,
        "inline_admin_formsets": inline_formsets,
        "errors": helpers.AdminErrorList(page.form, page.formsets),
        "preserved_filters": model_admin.get_preserved_filters(request),
        "work": work,
        "record": record,
        "may_edit": may_edit,
        # Rows without a key get one from this text, so it stays the same while one form is open.
        "form_token": request.POST.get("_form") or uuid.uuid4().hex,
        "languages_now": [(code, code in record.available_languages) for code in languages.codes()],
        "seen": Seen(work.live.state, work.known, [*work.conflicts]).pack(record) if may_edit else "",
        "panels": panels(admin_form, inline_formsets, model_admin.model),
        "buttons": buttons(work, request.user, page.company.lock),
        "company": page.company,
        "is_shut": page.is_shut,
        "autosave": page_data(model_admin, request, work) if may_edit and not page.is_shut and record.state != RecordState.TRASHED else None,
        "conflicts": [conflict(page, key, theirs) for key, theirs in work.conflicts.items()],
        "problems": [(problem, page.html_id(problem.key) if problem.key else "") for problem in page.problems],
    }


def heading(model_admin: ModelAdmin, work: Work) -> str:
    """Return the title the editor works on."""
    model = model_admin.model
    for code, _name in settings.LANGUAGES:
        if title := work.state.get(f"{model.title_field}_{code}"):
            return str(title)
    return _("Untitled %(kind)s") % {"kind": model_admin.opts.verbose_name}


def conflict(page: Shown, key: str, theirs: Value | None) -> Conflict:
    """Return a conflict in words."""
    desk, work = page.work.desk, page.work
    label = desk.label(key, work.state, work.live.state)
    prefix, row, _name = place_of(key)
    if prefix and not row:
        words = _("deleted by somebody else") if theirs is None else _("changed by somebody else, deleted here")
    else:
        words = in_words(page, key, theirs)
    return Conflict(label, page.html_id(key), words)


def in_words(page: Shown, key: str, value: Value | None) -> str:
    """Return a value as an editor reads it."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    prefix, _row, name = place_of(key)
    form_field = page.work.desk.schema[prefix].fields[name]
    texts = [str(each) for each in (value if isinstance(value, list) else [value]) if each]
    if hasattr(form_field, "queryset"):
        named = {str(record.pk): str(record) for record in form_field.queryset.filter(pk__in=filter(is_uuid, texts))}
        texts = [named.get(text, text.removeprefix(NEW)) for text in texts]
    return ", ".join(texts) or _("(empty)")
