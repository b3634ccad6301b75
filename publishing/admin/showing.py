"""The page of a record's form: a state shown through the admin's own form, unsaved."""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.admin import ModelAdmin, helpers
from django.contrib.admin.utils import flatten
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from publishing import languages
from publishing.admin.along import going_along
from publishing.admin.autosave import page_data, presence_url
from publishing.admin.beside import source
from publishing.admin.buttons import buttons
from publishing.admin.clashes import clashes
from publishing.admin.handing import is_popup, rows_wanted
from publishing.admin.panels import Panel, language_of
from publishing.admin.presence import Company, company
from publishing.admin.printed import Printer
from publishing.admin.readonly import nothing, switch_off
from publishing.admin.seen import Seen
from publishing.admin.ways import leading_on
from publishing.desk import Problem, in_form_order
from publishing.drafts import Work
from publishing.forms import RecordForm, Wrong
from publishing.lines import lines
from publishing.publishable import Publishable
from publishing.publishable import State as RecordState
from publishing.rights import MayWrite, may_write
from publishing.rows import RowFormSet
from publishing.state import emit, place_of


@dataclass
class Shown:
    """A form as it is printed."""

    work: Work
    form: RecordForm
    formsets: list[RowFormSet]
    company: Company
    # What this editor may write here now.
    may: MayWrite
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
    """Bind the complete form to the state of the work; `problems` stand as errors at their fields."""
    desk, record = work.desk, work.record
    picks = work.live.picks
    picks.load(desk.schema, work.state, work.live.state)
    post, files = emit(desk.schema, work.state, work.live.state), MultiValueDict()
    wrong = by_form(problems)
    form = desk.form_class(post, files, instance=record, initial=desk.labels(work.live), picks=picks, showing=True, wrong=wrong["", ""])
    formsets = [
        formset_class(
            post,
            files,
            instance=record,
            prefix=prefix,
            queryset=formset_class.model.objects.none(),
            rows=in_form_order(work.state, work.live, prefix),
            wrong={row: found for (head, row), found in wrong.items() if head == prefix},
            form_kwargs={"picks": picks, "showing": True},
        )
        for prefix, formset_class in desk.formset_classes.items()
    ]
    # Who may not write here hears nothing of those who do.
    around = company(record, request.user) if may_edit(model_admin, request, record) else Company()
    # What was typed before somebody else's lock was met stays open: switched off, it could never be sent.
    is_shut = around.is_shut and request.method != "POST"
    may = nothing if is_shut or not may_edit(model_admin, request, record) else may_write(request.user, record, desk.schema)
    orders = [inline.order for _formset_class, inline in desk.inlines.values()]
    switch_off(form, zip(formsets, orders, strict=True), may)
    return Shown(work, form, formsets, around, may, is_shut, list(problems))


def may_edit(model_admin: ModelAdmin, request: HttpRequest, record: Publishable) -> bool:
    """Tell whether the editor may write anything into the form, unless it is locked."""
    return record._state.adding or model_admin.has_change_permission(request, record)


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
    editable = may_edit(model_admin, request, record)
    title, title_lang = heading(model_admin, work)
    return {
        **model_admin.admin_site.each_context(request),
        "title": title,
        "title_lang": title_lang,
        "subtitle": None,
        "object_id": None if given is None else str(record.pk),
        "original": given,
        "is_popup": is_popup(request),
        "popup_rows": rows_wanted(request),
        "to_field": None,
        "media": work.desk.media,
        # Django asks them whether a file can be sent, and nothing else.
        "adminform": helpers.AdminForm(page.form, [], {}, model_admin=model_admin),
        "inline_admin_formsets": [],
        "errors": [],
        "preserved_filters": model_admin.get_preserved_filters(request),
        "work": work,
        "record": record,
        "may_edit": editable,
        # Rows without a key get one from this text, so it stays the same while one form is open.
        "form_token": request.POST.get("_form") or uuid.uuid4().hex,
        "seen": Seen(work.live.state, work.known, [*work.conflicts]).pack(record) if editable else "",
        "panels": panels(model_admin, request, page),
        "buttons": buttons(work, request.user, page.company.lock),
        "along": going_along(work, request.user),
        "company": page.company,
        "ways": leading_on(request, record) if given is not None and not is_popup(request) else [],
        "is_shut": page.is_shut,
        "autosave": page_data(model_admin, request, work) if editable and not page.is_shut and record.state != RecordState.TRASHED else None,
        "presence_url": presence_url(model_admin, record) if editable else "",
        "conflicts": clashes(work, page.html_id),
        "problems": [(problem, page.html_id(problem.key) if problem.key else "") for problem in page.problems],
    }


def panels(model_admin: ModelAdmin, request: HttpRequest, page: Shown) -> list[Panel]:
    """Return the parts of the form in their order, as they are printed."""
    work, printer = page.work, Printer(request, model_admin.admin_site, page.may)
    found = []
    for label, options in model_admin.get_fieldsets(request, work.record):
        names = flatten(options["fields"])
        code = language_of(names, model_admin.model)
        further = [name for name in names if name.removesuffix(f"_{code}") in model_admin.further]
        cells = printer.cells(page.form, [name for name in names if name not in further])
        found.append(Panel(label, code, cells, printer.cells(page.form, further), source=source(request, work, code, names)))
    for formset, (prefix, (_formset_class, inline)) in zip(page.formsets, work.desk.inlines.items(), strict=True):
        titles = {str(row.pk): str(row) for row in work.live.rows.get(prefix, [])}
        if getattr(inline, "named_by", ()):
            titles = lines(work.desk.schema, prefix, inline.naming, work.live.picks, [work.state])
        rows = printer.rows(formset, inline, titles, (inline.verbose_name_plural, inline.verbose_name))
        found.append(Panel(inline.verbose_name_plural, rows=rows))
    return found


def heading(model_admin: ModelAdmin, work: Work) -> tuple[str, str]:
    """Return the title the editor works on, as the language of the interface has it, and its language if that is another one."""
    name, active = model_admin.model.title_field, languages.active()
    for code in languages.preference(active):
        if title := work.state.get(f"{name}_{code}"):
            return str(title), languages.other(code, active)
    return _("Untitled %(kind)s") % {"kind": model_admin.opts.verbose_name}, ""
