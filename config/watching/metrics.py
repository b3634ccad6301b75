"""Figures as Prometheus reads them (text exposition format 0.0.4)."""

from collections.abc import Iterable, Iterator
from itertools import accumulate

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_safe

from config.watching import counting, standing
from config.watching.counting import EDGES

# What a figure is called, and what it tells; then its samples: labels and value.
Sample = tuple[dict[str, str], float]
Family = tuple[str, str, str, Iterable[tuple[str, dict[str, str], float]]]


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """All figures, for whoever shows the token; for all others there is no such page."""
    shown = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not settings.METRICS_TOKEN or not constant_time_compare(shown, settings.METRICS_TOKEN):
        raise Http404
    families = [*counted(counting.read()), *standing.families()]
    response = HttpResponse("".join(lines(families)), content_type="text/plain; version=0.0.4; charset=utf-8")
    response.headers["Cache-Control"] = "no-store"
    return response


def counted(figures: dict[counting.Figure, float]) -> Iterator[Family]:
    """Yield what was counted request by request."""
    requests = [
        ("", {"kind": kind, "status": status}, value) for (name, *labels), value in figures.items() if name == "requests" for kind, status in [labels]
    ]
    yield "matiane_requests_total", "counter", "Requests answered.", requests
    yield "matiane_request_seconds", "histogram", "Time until a request was answered.", list(histogram(figures))
    cached = [("", {"outcome": label}, value) for (name, *labels), value in figures.items() if name == "cache" for label in labels]
    yield "matiane_page_cache_total", "counter", "Public pages by what the page cache did: hit, made, stale.", cached


def histogram(figures: dict[counting.Figure, float]) -> Iterator[tuple[str, dict[str, str], float]]:
    """Yield the buckets of each kind of request, each with all that are below it."""
    for kind in sorted({labels[0] for name, *labels in figures if name == "seconds_sum"}):
        numbers = [figures.get(("seconds", kind, str(edge)), 0) for edge in range(len(EDGES) + 1)]
        for edge, number in zip([*map(str, EDGES), "+Inf"], accumulate(numbers), strict=True):
            yield "_bucket", {"kind": kind, "le": edge}, number
        yield "_sum", {"kind": kind}, figures["seconds_sum", kind]
        yield "_count", {"kind": kind}, sum(numbers)


def lines(families: Iterable[Family]) -> Iterator[str]:
    """Yield the lines of the page."""
    for name, form, tells, samples in families:
        yield f"# HELP {name} {tells}\n# TYPE {name} {form}\n"
        for ending, labels, value in samples:
            inside = ",".join(f'{label}="{escaped(text)}"' for label, text in labels.items())
            yield f"{name}{ending}{{{inside}}} {value:g}\n" if inside else f"{name}{ending} {value:g}\n"


def escaped(text: str) -> str:
    """Return a label as it may stand in quotation marks."""
    return text.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
