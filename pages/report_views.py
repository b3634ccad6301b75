"""The form by which readers report an error, and the answers to it."""

from dataclasses import dataclass
from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from pages import reporting
from pages.reporting import NotSentError, ReportForm
from publishing import joined, languages, navigation, site
from publishing.publishable import Publishable
from publishing.registry import record_types


@dataclass(frozen=True)
class Reported:
    """The text that a report is about."""

    title: str
    title_lang: str
    url: str


# Nobody is logged in on public pages, and they carry no cookie; `pages.reporting` says what protects this form instead.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, short_id: str) -> HttpResponse:
    """The form about one public text; posted, it is mailed to the editors. Context: record, form, problem."""
    about = site.of(request)
    record = live_record(short_id)
    if record is None or not about.reports_to:
        raise Http404(_("There is nothing at this address."))
    problem, status = "", 200
    form = ReportForm(request.POST) if request.method == "POST" else ReportForm(initial={"token": reporting.new_token(record)})
    if form.is_valid():
        try:
            reporting.take(request, record, form.cleaned_data, about=about)
        except NotSentError as refused:
            problem, status = str(refused), refused.status
        else:
            return page(request, record, "pages/report_sent.html", {}, 200)
    if status == HTTPStatus.FORBIDDEN:
        # What is sent again needs a form of ours.
        form.data = {**request.POST.dict(), "token": reporting.new_token(record)}
    return page(request, record, "pages/report.html", {"form": form, "problem": problem}, status)


def live_record(short_id: str) -> Publishable | None:
    """Return the public record with this short id, or None."""
    for kind in record_types():
        if record := kind.model._default_manager.live().filter(short_id=short_id.lower()).first():  # type: ignore[attr-defined]  # every record type has this queryset
            return record
    went = joined.by_short_id(short_id.lower())
    return went.record if went is not None and went.record.is_live else None


def page(request: HttpRequest, record: Publishable, template: str, context: dict[str, object], status: int) -> HttpResponse:
    """Return one of the pages about a report, which nobody keeps."""
    language = languages.active()
    title, title_lang = record.title_in(language)
    reported = Reported(title, languages.other(title_lang, language), navigation.record_address(record, language))
    where = navigation.addresses("report", short_id=record.short_id)
    shown = {"record": reported, **context, **navigation.head(where, robots="noindex", available=())}
    response = render(request, template, shown, status=status)
    add_never_cache_headers(response)
    response.headers["Cache-Control"] = "no-store"
    return response
