"""The languages board: a row for each record, a column for each language, and how far its text is there."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST, require_safe

from publishing import languages, seen, standings
from publishing.models import Standing
from publishing.publishable import Publishable
from publishing.registry import by_kind
from publishing.rights import User, languages_of, may
from publishing.workflow import TransitionError

Cell = Standing.Cell
PAGE_SIZE = 50
# Pages beyond are not counted and not offered: whoever needs them filters.
LAST_PAGE = 2000
UNDONE, ALL = "", "all"
AGE, READERS = "", "readers"


class BoardForm(forms.Form):
    """What of the board is asked for, in the address of the page. What cannot be is as if it was not asked."""

    standing = forms.ChoiceField(required=False, label=gettext_lazy("Standing"))
    language = forms.ChoiceField(required=False, label=gettext_lazy("Language"))
    kind = forms.ChoiceField(required=False, label=gettext_lazy("Type"))
    sort = forms.ChoiceField(
        required=False,
        label=gettext_lazy("Order"),
        choices=[(AGE, gettext_lazy("longest waiting first")), (READERS, gettext_lazy("most read first"))],
    )
    mine = forms.BooleanField(required=False, label=gettext_lazy("Only what I began"))

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [by_kind(kind) for kinds in seen.kinds_open_to(by) for kind in kinds]
        self.fields["standing"].choices = [(UNDONE, _("published, and something to do")), *Cell.choices, (ALL, pgettext_lazy("standings", "all"))]
        self.fields["language"].choices = [("", pgettext_lazy("languages", "any")), *settings.LANGUAGES]
        self.fields["kind"].choices = [("", pgettext_lazy("types", "all")), *((kind.kind, kind.model._meta.verbose_name_plural) for kind in kinds)]

    def asked(self) -> dict[str, Any]:
        """Return what was asked for, as far as it can be."""
        self.is_valid()
        return {name: self.cleaned_data.get(name) or field.to_python("") for name, field in self.fields.items()}


@dataclass(frozen=True)
class Square:
    """One cell of the board."""

    code: str
    language: str
    cell: str
    label: str
    # Null where it would tell of a text that is not theirs to know of.
    since: Any
    behind: int
    # The form, at the text in this language with the other one beside it; "" for who may not write it.
    url: str
    may_confirm: bool


@dataclass(frozen=True)
class Row:
    """One record of the board."""

    record: Publishable
    kind: str
    url: str
    readers: int
    squares: list[Square]


def found(by: User, asked: dict[str, Any]) -> QuerySet[Standing]:
    """Return the rows that are asked for, in their order."""
    rows = seen.standings(by).defer("texts", "drafted", "titles", "draft_title")
    codes = [asked["language"]] if asked["language"] else languages.codes()
    if asked["standing"] == UNDONE:
        rows = rows.filter(is_gap=True)
        if asked["language"]:
            rows = rows.filter(~Q(**{f"cell_{asked['language']}": Cell.CURRENT}))
    elif asked["standing"] != ALL:
        rows = rows.filter(seen.any_of(seen.in_cell(by, code, [asked["standing"]]) for code in codes))
    if asked["kind"]:
        rows = rows.filter(kind=asked["kind"])
    if asked["mine"]:
        rows = rows.filter(seen.own(by))
    return rows.order_by(*(["-readers", "record"] if asked["sort"] == READERS else ["since", "record"]))


def rows_of(standings_found: list[Standing], by: User, asked: dict[str, Any]) -> list[Row]:
    """Return rows as `by` may see them, without those that answer only to who may see more. One query."""
    records = seen.records([(row.kind, row.pk) for row in standings_found], by)
    rows = [row_of(row, records[row.pk], by) for row in standings_found if row.pk in records]
    return [row for row in rows if asked["standing"] not in Cell.values or answers(row, asked)]


def answers(row: Row, asked: dict[str, Any]) -> bool:
    """Tell whether a row shows a cell like the one that is asked for."""
    return any(square.cell == asked["standing"] for square in row.squares if asked["language"] in ("", square.code))


def row_of(row: Standing, record: Publishable, by: User) -> Row:
    """Return one row."""
    kind = str(record._meta.verbose_name)
    return Row(record, kind, seen.form_url(record), row.readers, [square(row, record, code, by) for code in languages.codes()])


def square(row: Standing, record: Publishable, code: str, by: User) -> Square:
    """Return one cell as `by` may see it: what they may not know of is nothing that there is."""
    opens = may(by, "change", record)
    cell = Cell(getattr(row, f"cell_{code}"))
    # A draft, and a text that waits for its moment while others are public.
    is_hidden = not opens and (cell == Cell.DRAFT or (record.is_live and not record.is_available_in(code)))
    cell = Cell.MISSING if is_hidden else cell
    writes = opens and code in languages_of(by, record)
    url = f"{seen.form_url(record)}?beside=1#id_{record.title_field}_{code}" if writes else ""
    since = None if is_hidden else getattr(row, f"cell_since_{code}")
    language = str(dict(settings.LANGUAGES)[code])
    return Square(code, language, str(cell), str(cell.label), since, getattr(row, f"behind_{code}"), url, writes and cell == Cell.OUTDATED)


def addresses(site: AdminSite) -> list[URLPattern]:
    """Return the addresses of the board."""

    def board(request: HttpRequest) -> HttpResponse:
        """Show a page of the board. Context: form, rows, number, before, after, columns, here."""
        form = BoardForm(request.GET or {}, by=request.user)
        number = page_number(request)
        start = (number - 1) * PAGE_SIZE
        asked = form.asked()
        rows = list(found(request.user, asked)[start : start + PAGE_SIZE + 1])
        context = {
            "title": _("Languages board"),
            "form": form,
            "rows": rows_of(rows[:PAGE_SIZE], request.user, asked),
            "number": number,
            "before": turned(request, number - 1) if number > 1 else "",
            "after": turned(request, number + 1) if len(rows) > PAGE_SIZE and number < LAST_PAGE else "",
            "columns": [name for _code, name in settings.LANGUAGES],
            "here": request.get_full_path(),
        }
        return shown(site, request, "board", context)

    def confirm(request: HttpRequest) -> HttpResponse:
        """Note that a text needs no change after those of the other language."""
        code = request.POST.get("language", "")
        record = record_of(request)
        try:
            if record is None or code not in languages.codes():
                raise TransitionError(_("There is no such record any more."))
            standings.confirm(record, code, by=request.user)
            messages.success(request, _("The text counts as up to date, until the other language changes again."))
        except TransitionError as error:
            messages.error(request, str(error))
        back = request.POST.get("back", "")
        safe = url_has_allowed_host_and_scheme(back, allowed_hosts=None)
        return HttpResponseRedirect(back if safe else reverse(f"{site.name}:board"))

    view: Callable[..., Any] = site.admin_view
    return [
        path("languages/", view(require_safe(board)), name="board"),
        path("languages/confirm/", view(require_POST(confirm)), name="board_confirm"),
    ]


def record_of(request: HttpRequest) -> Publishable | None:
    """Return the record that a form of the board names, if whoever sent it may open it."""
    try:
        key = UUID(request.POST.get("record", ""))
    except ValueError:
        return None
    row = seen.standings(request.user).filter(pk=key).first()
    return by_kind(row.kind).model._default_manager.filter(pk=key).first() if row is not None else None


def page_number(request: HttpRequest, name: str = "p", *, last: int = LAST_PAGE) -> int:
    """Return which page is asked for; the first where the address says none that can be."""
    return as_page(request.GET.get(name, ""), last)


def as_page(text: str, last: int = LAST_PAGE) -> int:
    """Return the number of a page up to the last; the first for a text that is none."""
    return min(max(int(text), 1), last) if text.isascii() and text.isdigit() and len(text) <= len(str(last)) else 1


def turned(request: HttpRequest, number: int) -> str:
    """Return the address of another page of what is asked for."""
    query = request.GET.copy()
    query["p"] = str(number)
    return f"?{query.urlencode()}"


def shown(site: AdminSite, request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
    """Render a page of the desk."""
    request.current_app = site.name
    return TemplateResponse(request, f"admin/{name}.html", {**site.each_context(request), **context})
