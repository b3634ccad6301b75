"""How each kind of cache in front of the site is told to let go of its pages: one request."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from publishing.shared_caches import PAGES
from syndication.addresses import Target


@dataclass(frozen=True)
class Call:
    """A request that tells a cache."""

    method: str
    address: str
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""


def varnish(address: str, token: str) -> Call:
    """Return the ban that deploy/varnish/default.vcl knows: all that bears the name of pages."""
    del token
    return Call("BAN", address, {"Surrogate-Key": PAGES})


def nginx(address: str, token: str) -> Call:
    """Return the question by which deploy/nginx/matiane.conf learns the generation under which it keeps pages."""
    del token
    return Call("GET", address, {"Matiane-Refresh": "1"})


def cloudflare(address: str, token: str) -> Call:
    """Return a purge by tag; the address is …/client/v4/zones/ZONE/purge_cache."""
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    return Call("POST", address, headers, json.dumps({"tags": [PAGES]}).encode())


def fastly(address: str, token: str) -> Call:
    """Return a purge by surrogate key; the address is …/service/SERVICE."""
    return Call("POST", f"{address.rstrip('/')}/purge/{PAGES}", {"Fastly-Key": token, "Accept": "application/json"})


KINDS: dict[str, Callable[[str, str], Call]] = {"varnish": varnish, "nginx": nginx, "cloudflare": cloudflare, "fastly": fastly}
# Those that stand elsewhere, and know the site by a secret.
ELSEWHERE = ("cloudflare", "fastly")


def target_of(address: str) -> Target:
    """Return the parts of an address that the operator set: of his own network too. ValueError for what is no web address."""
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.fragment:
        raise ValueError(address)
    secure = parts.scheme == "https"
    query = f"?{parts.query}" if parts.query else ""
    return Target(secure, parts.hostname, parts.port or (443 if secure else 80), parts.netloc, (parts.path or "/") + query)
