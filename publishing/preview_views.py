"""What stands at the address of a link to a draft."""

from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from publishing import dates, drafts, languages, preview_links
from publishing.models import PreviewLink
from publishing.presentable import language_to_show
from publishing.preview import FRAMES, Bar, notice, page


@require_safe
def preview(request: HttpRequest, token: str) -> HttpResponse:
    """Show whoever has a link the draft as it is now, or say that the link has ended (410). An unknown link is not there."""
    link = preview_links.found(token)
    if link is None:
        raise Http404(_("There is nothing at this address."))
    record = preview_links.record_of(link)
    if record is None:
        return ended(request, link)
    work = drafts.opened(record)
    asked, frame = request.GET.get("language"), request.GET.get("frame", "")
    language = asked if asked in languages.codes() else language_to_show(work, languages.active())
    response = page(request, work, Bar(language=language, frame=frame if frame in FRAMES else "", link=link))
    if not frame:
        preview_links.opened(link)
    return response


def ended(request: HttpRequest, link: PreviewLink) -> HttpResponse:
    """Return the page that stands at the address of a link that shows nothing any more."""
    if link.is_active and link.bundle is not None and not link.bundle.is_open:
        reason = _("What it showed is published.")
    elif link.is_active:
        reason = _("The text it showed is no longer there.")
    elif link.revoked_at is not None:
        reason = _("Whoever shared it has taken it back.")
    else:
        reason = _("It worked until %(date)s.") % {"date": dates.printed(link.expires_at, languages.active()).text}
    texts = [reason, _("Ask whoever sent you the link for a new one.")]
    return notice(request, _("This preview has ended"), texts, status=HTTPStatus.GONE)
