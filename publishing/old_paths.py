"""Addresses as another site spelt them, brought into one spelling: the key by which a redirect is found."""

import re
import unicodedata
from urllib.parse import parse_qsl, quote, unquote_to_bytes, urlencode, urlsplit

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.encoding import repercent_broken_unicode
from django.utils.translation import gettext as _

from publishing.models.redirects import MOST_BYTES

# Parameters that tell where a reader comes from, and nothing of what the page is.
TRACKING = re.compile(
    r"(utm_\w+|pk_\w+|mtm_\w+|mc_[ce]id|hsa_\w+|_ga|_gl|_hs\w+|fbclid|gclid|gbraid|wbraid|dclid|msclkid|yclid|ysclid|igshid|igsh|ttclid|twclid"
    r"|replytocom|share|nb|ref|ref_src|cn-reloaded|amp)",
    re.IGNORECASE,
)
# What would be read as something else if it stood unescaped in the path, or be seen by nobody.
RESERVED = re.compile(r"[?#\x00-\x20\x7f-\x9f]")
SAFE_IN_QUERY = "%&=+;/:@!$'()*,?~-._[]"


def normal(address: str) -> str:
    """Return the one spelling of an old address: percent-encoding undone where it can be read, no slash at the end, its case kept.

    Scheme, host and fragment are dropped: only the path and the query string come back. ValidationError for what is no address.
    """
    address = address.strip()
    try:
        parts = urlsplit(address if not address.startswith("//") else "/" + address.lstrip("/"))
    except ValueError as error:
        raise ValidationError(_("“%(address)s” is not an address."), code="no_address", params={"address": address[:200]}) from error
    if parts.scheme not in ("", "http", "https") or not (address.startswith("/") or parts.netloc):
        raise ValidationError(
            _("“%(address)s” is not an old address: it begins with “/” or “https://”."), code="no_address", params={"address": address[:200]}
        )
    spelled = joined(parts.path, parts.query)
    if len(spelled.encode()) > MOST_BYTES:
        raise ValidationError(_("This address is longer than any that can be kept."), code="too_long")
    return spelled


def joined(path: str, query: str) -> str:
    """Return a path and a query string in their one spelling."""
    plain = re.sub("/{2,}", "/", "/" + path_spelled(path)).rstrip("/") or "/"
    asked = query_spelled(query)
    return f"{plain}?{asked}" if asked else plain


def path_spelled(path: str) -> str:
    """Return a path with every letter as itself; what is no UTF-8, and what has a meaning in addresses, stays encoded."""
    octets = re.sub(rb"%(?=[0-9A-Fa-f]{2})", b"%25", unquote_to_bytes(path.encode(errors="replace")))
    decoded = RESERVED.sub(lambda sign: f"%{ord(sign[0]):02X}", repercent_broken_unicode(octets).decode())
    return unicodedata.normalize("NFC", decoded)


def query_spelled(query: str) -> str:
    """Return a query string in one encoding, its parameters in their order. Octets are kept, whatever they once meant."""
    ascii_only = quote(query, safe=SAFE_IN_QUERY, errors="replace")
    return urlencode(parse_qsl(ascii_only, keep_blank_values=True, encoding="latin-1"), encoding="latin-1")


def without_tracking(spelled: str) -> str:
    """Return a normal address without the parameters that only say where a reader comes from."""
    path, mark, query = spelled.partition("?")
    if not mark:
        return spelled
    kept = [(name, value) for name, value in parse_qsl(query, keep_blank_values=True, encoding="latin-1") if not TRACKING.fullmatch(name)]
    return f"{path}?{urlencode(kept, encoding='latin-1')}" if kept else path


def asked_for(request: HttpRequest) -> str:
    """Return the address that a request asks for in its one spelling; "" for one too long to be kept."""
    path = request.path_info.replace("?", "%3F").replace("#", "%23")
    # Servers hand octets over as Latin-1.
    query = quote(request.META.get("QUERY_STRING", "").encode("latin-1", "replace"), safe=SAFE_IN_QUERY)
    spelled = joined(path, query)
    return spelled if len(spelled.encode()) <= MOST_BYTES else ""
