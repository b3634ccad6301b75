"""Merging at the desk: the duplicate is chosen by any spelling, both stand side by side, and what will happen is said before."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from publishing import languages, naming, pointing
from publishing.absorbing import merge
from publishing.capitals import capfirst
from publishing.duplicates import Duplicates, duplicates, name_of, refuse, stands_under
from publishing.picks import is_uuid
from publishing.publishable import Publishable
from publishing.rights import User, publishes
from publishing.state import prefixes, row_keys
from publishing.transactions import undone
from publishing.uniting import Plan, differing, proposals
from publishing.wording import Wording
from publishing.workflow import TransitionError

# In front of the name of a field, and of rows that are one.
FIELD, ROWS = "take-", "one"
GONE = "gone"


@dataclass(frozen=True)
class Choice:
    """A field in which the two differ: the words of both; whether that of the one that goes is chosen."""

    name: str
    label: str
    lang: str
    kept: list[str]
    gone: list[str]
    is_gone: bool


@dataclass(frozen=True)
class Twin:
    """Two rows that may be one."""

    value: str
    kind: str
    kept: str
    gone: str
    is_one: bool


class WithMerging(admin.ModelAdmin):
    """Admin mixin: two records of one thing are made one. `pointed_by` is a column that points to such records, for the search."""

    pointed_by: Any  # a foreign key

    def get_urls(self) -> list[Any]:
        """Put the page before Django's own, which take any text for a key."""
        name = f"{self.opts.app_label}_{self.opts.model_name}_merge"
        return [path("<path:object_id>/merge/", self.admin_site.admin_view(self.merge_view), name=name), *super().get_urls()]

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> HttpResponse:
        """Lead there from the form."""
        record = kwargs.get("obj")
        if record is not None and publishes(cast(User, request.user), self.model):
            context["merge_url"] = self.address("merge", record)
        return super().render_change_form(request, context, *args, **kwargs)

    def merge_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask for the duplicate; show both; posted, merge them."""
        record = self.get_object(request, object_id)
        if record is None:
            raise Http404(_("There is no such record any more."))
        if not publishes(cast(User, request.user), self.model) or not self.has_change_permission(request, record):
            raise PermissionDenied
        key = request.GET.get("other", "")
        other = self.model._default_manager.filter(pk=key).first() if is_uuid(key) else None
        if key and other is None:
            messages.warning(request, _("What was chosen here no longer exists."))
        return self.choose(request, record) if other is None else self.decide(request, record, other)

    def choose(self, request: HttpRequest, record: Publishable) -> HttpResponse:
        """Ask which one is the duplicate."""
        widget = AutocompleteSelect(self.pointed_by, self.admin_site, attrs={"data-width": "100%"})
        field = forms.ModelChoiceField(self.model._default_manager.none(), widget=widget, label=_("The duplicate"))
        form = type("DuplicateForm", (forms.Form,), {"other": field})()
        return self.merge_page(request, record, "choose", {"form": form, "media": self.media + form.media})

    def decide(self, request: HttpRequest, record: Publishable, other: Publishable) -> HttpResponse:
        """Show what merging does and ask what holds; posted, do it, or show the page again with the reason."""
        by, plan, pair, reason, warning = cast(User, request.user), Plan(), None, "", ""
        try:
            pair = duplicates(record, other)
            refuse(pair, by)
            plan = planned(pair, request) if request.method == "POST" else proposed(pair)
        except TransitionError as error:
            reason = str(error)
        try:
            if request.method == "POST" and pair is not None and not reason:
                kept = merge(record, other, by=by, plan=plan, seen=request.POST.get("seen", ""))
                said = format_html(_("Merged: <b>{}</b> and <b>{}</b> are one."), name_of(pair.kept.record), name_of(pair.gone.record))
                messages.success(request, said)
                return HttpResponseRedirect(self.address("change", kept))
            if pair is not None and not reason:
                # What a merge would meet is found out by trying.
                undone(lambda: merge(record, other, by=by, plan=plan))
        except TransitionError as error:
            warning = str(error)
        shown = compared(pair, plan) if pair is not None and not reason else {}
        context = {
            "reason": reason,
            "warning": warning,
            "records": [record, other],
            "swapped": pair is not None and pair.kept.record == other,
            **shown,
        }
        response = self.merge_page(request, record, "compare", context)
        response.status_code = 422 if request.method == "POST" else 200
        return response

    def merge_page(self, request: HttpRequest, record: Publishable, name: str, context: dict[str, Any]) -> HttpResponse:
        """Return one of the two pages."""
        shared = {
            **self.admin_site.each_context(request),
            "title": _("Merge a duplicate into this"),
            "opts": self.opts,
            "record": record,
            "change_url": self.address("change", record),
            "merge_url": self.address("merge", record),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, f"admin/actors/merge_{name}.html", {**shared, **context})

    def address(self, name: str, record: Publishable) -> str:
        """Return the address of a page of a record in the admin."""
        return reverse(f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_{name}", args=[record.pk])


def planned(pair: Duplicates, request: HttpRequest) -> Plan:
    """Return what the form says, as far as there is a choice."""
    fields = [choice.name for choice in choices(pair, Plan()) if request.POST.get(FIELD + choice.name) == GONE]
    ticked = set(request.POST.getlist(ROWS))
    return Plan(fields, {each.gone: each.kept for each in found(pair) if f"{each.gone}:{each.kept}" in ticked})


def proposed(pair: Duplicates) -> Plan:
    """Return what is proposed before anybody has chosen: rows that agree in everything are one."""
    return Plan((), {each.gone: each.kept for each in found(pair) if each.is_sure})


def found(pair: Duplicates) -> list[Any]:
    """Return the rows that may be one."""
    return list(proposals(pair.uniting, pair.kept.desk.schema, pair.kept.state, pair.gone.state))


def choices(pair: Duplicates, plan: Plan) -> Iterator[Choice]:
    """Yield the fields in which the two differ. Addresses are no choice: all of them lead to the one that stays."""
    desk, record, states = pair.kept.desk, pair.kept.record, (pair.kept.state, pair.gone.state)
    settled = {f"{name}_{code}" for name in (record.slug_field, "show_title") for code in languages.codes()}
    if (tree := pair.uniting.tree) and any(stands_under(one, other, tree) for one, other in both_ways(pair)):
        settled.add(tree)
    wording, part = Wording({"": desk.schema[""]}, *states), desk.schema[""]
    for name in differing(desk.schema, *states):
        if name not in settled:
            kept, gone = (wording.words(part.fields[name], state[name]) for state in states)
            yield Choice(name, capfirst(desk.label(name)), part.language(name), kept, gone, name in plan.takes)


def both_ways(pair: Duplicates) -> list[tuple[Publishable, Publishable]]:
    """Return the two in either order."""
    return [(pair.kept.record, pair.gone.record), (pair.gone.record, pair.kept.record)]


def compared(pair: Duplicates, plan: Plan) -> dict[str, Any]:
    """Return what the page says of two records before they are merged."""
    desk = pair.kept.desk
    wordings = [Wording(desk.schema, work.state) for work in (pair.kept, pair.gone)]
    twins = []
    for each in found(pair):
        part = desk.schema[each.prefix]
        kept, gone = (row_words(wording, part.fields, f"{each.prefix}/{row}/") for wording, row in zip(wordings, (each.kept, each.gone), strict=True))
        kind = capfirst(str(part.model._meta.verbose_name))
        twins.append(Twin(f"{each.gone}:{each.kept}", kind, kept, gone, plan.rows.get(each.gone) == each.kept))
    return {
        "pair": pair,
        "kept": pair.kept.record,
        "gone": pair.gone.record,
        "choices": list(choices(pair, plan)),
        "twins": twins,
        "moves": list(moves(pair)),
    }


def row_words(wording: Wording, fields: Any, place: str) -> str:  # Any: {name: form field}
    """Return what tells a row from others, in words."""
    (state,) = wording.states
    said = [wording.words(field, state[place + name]) for name, field in fields.items() if not isinstance(field, forms.BooleanField)]
    return ", ".join(words for each in said for words in each)


def moves(pair: Duplicates) -> Iterator[tuple[str, int]]:
    """Yield (what, how many) for all that will belong to the one that stays."""
    desk, gone = pair.kept.desk, pair.gone
    for prefix, _part in prefixes(desk.schema):
        if count := len(row_keys(gone.state, prefix)):
            yield capfirst(str(desk.inlines[prefix][1].verbose_name_plural)), count
    own: dict[Any, Any] = {formset.model: cast(Any, formset).fk.name for formset in desk.formset_classes.values()}
    for pointer, count in pointing.counts(type(gone.record), gone.record.pk, but=own).items():
        # What nobody edits follows from what somebody does.
        if pointer.column.editable and not pointer.model._meta.auto_created:
            meta = pointer.model._meta
            what = {"rows": capfirst(str(meta.verbose_name)), "column": pointer.column.verbose_name}
            yield _("%(rows)s (%(column)s)") % what, count
    named = naming.naming([str(gone.record.pk)], but=[gone.record.pk, pair.kept.record.pk])
    yield from (
        (what, len(each))
        for what, each in ((_("Unpublished changes that name it"), named.drafts), (_("Scheduled changes that name it"), named.scheduled))
        if each
    )
