"""The addresses at which reference managers read how a record is cited."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from publishing import languages, site
from publishing.citing.addresses import address
from publishing.citing.files import FORMATS
from publishing.citing.reference import reference
from publishing.views import record_to_read


@require_safe
def cite(request: HttpRequest, slug: str, kind: str, form: str) -> HttpResponse:
    """How one cites the text that stands at a record's address in the page's language, as a file of the format `form`."""
    found = record_to_read(request, slug, kind)
    if isinstance(found, HttpResponse):
        return found
    language = languages.active()
    if request.path != (here := address(found, language, form)):
        return HttpResponsePermanentRedirect(here)
    said = reference(found, language, site.of(request))
    if said is None:
        raise Http404(_("There is no such version."))
    content_type, written = FORMATS[form]
    response = HttpResponse(written(said), content_type=f"{content_type}; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{said.key}.{form}"'
    response.headers["X-Robots-Tag"] = "noindex"
    return response
