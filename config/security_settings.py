"""Settings of what browsers may do, of whose word about a request is taken, and of where faults are reported. Part of `config.settings`."""

import ipaddress
from typing import Any

from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from environ import Env

env = Env()

# The policy of every page but the desk's: a constant, since nothing on them is inline, and no script makes markup out of text.
CONTENT_SECURITY_POLICY: dict[str, Any] = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "require-trusted-types-for": ["'script'"],
        "trusted-types": [NONE],
    },
}
# What the desk has instead: a nonce for the import map of its editor, pictures that were chosen and not sent yet, and no demand on the
# types of markup, which the scripts of Django's admin (jQuery) could not meet.
DESK_POLICY: dict[str, Any] = {
    "script-src": [SELF, NONCE],
    "img-src": [SELF, "data:"],
    "require-trusted-types-for": None,
    "trusted-types": None,
}
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"
# What no page needs: whatever of them a browser knows, no script and no frame gets. Keys for logging in are for the desk's own pages.
_NEEDLESS = "accelerometer autoplay camera display-capture encrypted-media geolocation gyroscope hid idle-detection magnetometer microphone midi"
_NEEDLESS += " payment picture-in-picture screen-wake-lock serial usb xr-spatial-tracking"
PERMISSIONS_POLICY = ", ".join([*(f"{name}=()" for name in _NEEDLESS.split()), "publickey-credentials-get=(self)"])

# Who stands before the site where TRUST_PROXY is 1: something on the same machine or in the same private network.
PRIVATE_NETWORKS = ["127.0.0.0/8", "::1/128", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"]
_SAID = env.str("TRUST_PROXY", default="").strip()
_TRUSTS = _SAID.lower() not in ("", "0", "no", "off", "false")
_NETWORKS = PRIVATE_NETWORKS if not _TRUSTS or _SAID.lower() in ("1", "yes", "on", "true") else _SAID.replace(" ", "").split(",")
try:
    # Set by the operator behind a proxy that overwrites what is forwarded: 1, or the addresses and networks of the proxies, with commas.
    TRUSTED_PROXIES = [ipaddress.ip_network(network) for network in _NETWORKS]
except ValueError as error:
    raise ImproperlyConfigured(
        f"Matiane does not start: TRUST_PROXY: set 1, or addresses and networks of proxies separated by commas ({error}). See docs/operations.md."
    ) from error
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _TRUSTS else None

# Set by the operator: where faults that endanger people are reported (mailto:, https: or tel:, separated by commas), by what key, and
# the page that says how they are treated. Without the first, the operator's or the editors' mail address.
SECURITY_CONTACT = env.list("SECURITY_CONTACT", default=[])
SECURITY_KEY, SECURITY_POLICY = env.str("SECURITY_KEY", default=""), env.str("SECURITY_POLICY", default="")
