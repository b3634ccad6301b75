"""The files of the embedded set-up. With media on another storage, its own server answers, and these addresses are never given out."""

import re

from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from library import storage
from library.pictures import TYPES

NAME = re.compile(r"images/[0-9a-f]{2}/[0-9a-f]{32}\.(avif|webp|jpg)")


@require_safe
def media(request: HttpRequest, name: str) -> FileResponse:
    """Serve a rendition. Only names that we give out are looked for, so no path leads elsewhere."""
    known = NAME.fullmatch(name)
    if known is None:
        raise Http404
    try:
        file = storage.renditions().open(name)
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(file, content_type=TYPES[known[1]])
    # The name changes whenever the picture does.
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
