"""The public page of a record as it would be if its form were published now, made in a transaction that is always undone."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from typing import Any

from csp.constants import SELF
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import resolve
from django.utils.safestring import SafeString
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from publishing import changes, languages, navigation, workflow
from publishing.advice.looking import Told
from publishing.desk import Everyone, Problem
from publishing.drafts import Work
from publishing.looks import Shown
from publishing.models import PreviewLink
from publishing.presentable import NotPresentableError, Presentable, presentable
from publishing.previewing import Audience, previewing
from publishing.publishable import Publishable, State
from publishing.transactions import tried_again, undone
from publishing.workflow import Step, TransitionError

__all__ = ["Bar", "NotPresentableError", "Tab", "notice", "page", "private"]

# How a preview is framed: by itself with a bar above it, beside a form, or at a phone's width under a bar that stands outside.
FRAMES = ("", "panel", "page")
# What a browser sends with a request that says where it arrived, and nothing of who sent it.
KEPT_META = ("SERVER_NAME", "SERVER_PORT", "HTTP_HOST", "wsgi.url_scheme", "REMOTE_ADDR")


@dataclass
class Tab:
    """A language of the preview, and the public address that stands for it in the page."""

    code: str
    name: str
    current: bool
    address: str = ""


@dataclass
class Bar:
    """What stands above a preview."""

    language: str
    frame: str = ""
    # What was posted, to be posted again for another language; empty where the address says it all.
    posted: Sequence[tuple[str, str]] = ()
    is_posted: bool = False
    link: PreviewLink | None = None
    # The form behind it, for those who may open it.
    form_url: str = ""
    tabs: list[Tab] = field(default_factory=list)
    left_out: list[Problem] = field(default_factory=list)
    # What the checks say of the text, for editors only.
    advice: list[Told] = field(default_factory=list)
    # How it looks in search results and beside links, for them too.
    looks: list[Shown] = field(default_factory=list)
    # The language of whoever looks at it, which need not be that of the page.
    interface: str = field(default_factory=lambda: get_language() or languages.codes()[0])

    def audience(self, record: Publishable) -> Audience:
        """For whom the page of a record is made."""
        return Audience(self.link.pk, record.pk) if self.link else Audience()

    @property
    def referrer(self) -> str:
        """Who learns from the page's links where they led from: nobody; but a form that is posted again has to say that it comes from here."""
        return "same-origin" if self.is_posted else "no-referrer"

    @property
    def html(self) -> SafeString:
        """The bar, in the language of whoever looks at it."""
        with override(self.interface):
            return render_to_string("preview/_bar.html", {"bar": self})


def page(request: HttpRequest, work: Work, bar: Bar) -> HttpResponse:
    """Return the public page of the work in the bar's language, or a page that says why there is none. Nothing is written."""
    try:
        return private(tried_again(made)(request, work, bar), referrer=bar.referrer)
    except NotPresentableError as error:
        return notice(request, _("This cannot be previewed yet"), [str(error)], status=HTTPStatus.UNPROCESSABLE_ENTITY)


def made(request: HttpRequest, work: Work, bar: Bar) -> HttpResponse:
    """Return the page, or raise NotPresentableError."""
    if work.record.state == State.TRASHED:
        raise NotPresentableError(_("The record lies in the trash. Bring it back first."))
    # Checked before the transaction, which holds the one lock of the embedded database.
    ready = presentable(work, bar.language)
    bar.left_out = ready.left_out
    try:
        with previewing(bar.audience(work.record)), override(bar.language):
            return undone(partial(rehearsed, request, ready, bar))
    except TransitionError as error:
        raise NotPresentableError(str(error)) from error
    except IntegrityError as error:
        raise NotPresentableError(_("Somebody else changed something this form refers to. Check it and try again.")) from error


def rehearsed(request: HttpRequest, ready: Presentable, bar: Bar) -> HttpResponse:
    """Publish the form and ask for its page. Inside the transaction."""
    record = ready.record
    if record._state.adding:
        record.save(force_insert=True)
    publish(record, ready)
    where = navigation.record_addresses(record)
    bar.tabs = [Tab(code, navigation.name_of(code), code == bar.language, where[code]) for code in languages.codes()]
    match = resolve(where[bar.language])
    response = match.func(reader_request(request, where[bar.language], bar), *match.args, **match.kwargs)
    if hasattr(response, "render"):
        response.render()
    if response.status_code != HTTPStatus.OK:
        raise NotPresentableError(_("The page cannot be shown in this language."))
    return response


def publish(record: Publishable, ready: Presentable) -> None:
    """Make the record public in the languages of the preview from now on, whatever waits for a moment of its own."""
    by: Any = Everyone()  # Any: no user, but whoever looks; rights were asked for before
    step = Step(State(record.state), State.PUBLISHED, ready.codes, None, None, {}, by)
    for code in ready.codes:
        if (at := getattr(record, f"published_at_{code}")) is not None and at > step.now:
            setattr(record, f"published_at_{code}", None)
    # What is made on the way (a new tag) would be written down under the counter, which others wait for: let it be held back, and dropped.
    with changes.holding():
        workflow.carry_out(record, step, ready.submission.save)


def reader_request(request: HttpRequest, path: str, bar: Bar) -> HttpRequest:
    """Return the request of a reader whom nobody knows, who asks for the public address."""
    asked = HttpRequest()
    asked.method, asked.path, asked.path_info = "GET", path, path
    asked.META = {name: request.META[name] for name in KEPT_META if name in request.META}
    asked.user = AnonymousUser()
    vars(asked)["preview"] = bar
    return asked


def private(response: HttpResponse, *, referrer: str = "no-referrer") -> HttpResponse:
    """Let nobody keep, index or frame the response, nor learn from its links where they led from."""
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive, nosnippet"
    response.headers["Referrer-Policy"] = referrer
    # The page at a phone's width stands in a frame of the preview itself, or beside the form.
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    vars(response)["_csp_replace"] = {"frame-ancestors": [SELF], "frame-src": [SELF]}
    return response


def notice(request: HttpRequest, heading: str, texts: Sequence[str], *, status: int) -> HttpResponse:
    """Return a page that says why there is no preview."""
    head = navigation.head(navigation.addresses("home"), available=(), robots="noindex")
    context: dict[str, Any] = {"heading": heading, "texts": texts, "status": int(status), **head, "canonical": "", "languages": []}
    return private(render(request, "preview/notice.html", context, status=status))
