"""How those fetch a file who are shown a draft: editors through the admin, others by a link to a draft, as long as it works."""

import uuid

from django.core import signing
from django.urls import reverse

from library.previews import SHARED_FOR
from publishing import preview_links
from publishing.previewing import Audience

SALT = "library.document-of-shared-record"


def address(file: uuid.UUID, audience: Audience) -> str:
    """Return the address at which an audience of a preview fetches a file."""
    if audience.link is None:
        return reverse("admin:library_document_file", args=[file])
    return reverse("preview_document", args=[signing.dumps([str(audience.link), str(audience.record), str(file)], salt=SALT)])


def shared(signed: str) -> uuid.UUID | None:
    """Return the file that a signed address leads to, while its link works; None otherwise."""
    try:
        link, record, file = signing.loads(signed, salt=SALT, max_age=SHARED_FOR)
    except signing.BadSignature:
        return None
    return uuid.UUID(file) if preview_links.shows(Audience(uuid.UUID(link), uuid.UUID(record))) else None
