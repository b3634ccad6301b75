"""The files of the embedded set-up. With media on another storage, its own server answers, and these addresses are never given out."""

import re

from django.core import signing
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from library import previews, storage
from library.models import Image
from library.pictures import TYPES
from publishing import preview_links

NAME = re.compile(r"(?:images|site)/[0-9a-f]{2}/[0-9a-f]{32}\.(avif|webp|jpg|png)")


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
    response = FileResponse(file, content_type=TYPES.get(known[1], "image/png"))
    # The name changes whenever the picture does.
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@require_safe
def preview_picture(request: HttpRequest, signed: str) -> FileResponse:
    """Serve a picture of a draft to whoever was shown it by a link, as long as the link works."""
    try:
        audience, key, language = previews.shared(signed)
    except signing.BadSignature as error:
        raise Http404 from error
    image = Image.objects.filter(pk=key).first() if preview_links.shows(audience) else None
    if image is None:
        raise Http404
    try:
        return previews.served(image, language, previews.WIDTHS[-1])
    except OSError as error:
        raise Http404 from error
