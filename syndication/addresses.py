"""Addresses that the site may send to: public ones, by their form when they are typed and by their numbers at each sending."""

import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# Ports at which web servers stand; others may be anything that listens inside a network.
PORTS = {443, 8443}
LOCAL_NAMES = ("localhost", ".localhost", ".local", ".internal", ".lan", ".home.arpa", ".intranet")
# Cloud providers answer their machines here; the number looks public.
INSIDE = {"168.63.129.16"}
# Numbers of the old network as the new one writes them (RFC 6052).
TRANSLATED = ipaddress.ip_network("64:ff9b::/96")


@dataclass(frozen=True)
class Target:
    """An address in its parts."""

    secure: bool
    host: str
    port: int
    # As it stands in the header, with the port where that is not the usual one.
    name: str
    path: str


def target_of(address: str) -> Target:
    """Return the parts of an address that may be sent to; ValidationError in words for any other."""
    try:
        parts = urlsplit(address)
        host, port = (parts.hostname or "").encode("idna").decode().rstrip("."), parts.port
    except ValueError as error:
        raise ValidationError(_("This is no web address."), code="address") from error
    if not host or any(letter.isspace() or not letter.isprintable() for letter in address):
        raise ValidationError(_("This is no web address."), code="address")
    own = settings.PUSH_TO_LOOPBACK and is_own(host)
    if parts.scheme != "https" and not (own and parts.scheme == "http"):
        raise ValidationError(_("The address must begin with https://, so that nobody on the way can read or change what is sent."), code="scheme")
    if parts.username is not None or parts.password is not None:
        raise ValidationError(_("Leave name and password out of the address: the signature shows who sent a message."), code="credentials")
    if parts.fragment:
        raise ValidationError(_("Leave out what stands behind #: it is never sent."), code="fragment")
    if port is not None and port not in PORTS and not own:
        raise ValidationError(_("Port %(port)s is none of a web server. Use 443 or 8443."), code="port", params={"port": port})
    refuse_inside(host, own=own)
    usual = 443 if parts.scheme == "https" else 80
    shown = f"[{host}]" if ":" in host else host
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~") + (f"?{quote(parts.query, safe='=&%+/:,;?@')}" if parts.query else "")
    return Target(parts.scheme == "https", host, port or usual, shown if port in (None, usual) else f"{shown}:{port}", path)


def check_form(address: str) -> None:
    """Refuse an address by how it is written; ValidationError in words."""
    target_of(address)


def refuse_inside(host: str, *, own: bool) -> None:
    """Refuse names and numbers of a network's own machines; ValidationError in words."""
    private = _("This address is not public: it leads into a network of its own.")
    number = as_number(host)
    if own:
        return
    if number is not None and not is_public(str(number)):
        raise ValidationError(private, code="private")
    name = f".{host.lower()}"
    if number is None and ("." not in host or name.endswith(LOCAL_NAMES) or name.rpartition(".")[2].isdigit()):
        raise ValidationError(private, code="private")


def as_number(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """Return a host as a number, in any of the spellings that systems understand; None for a name."""
    try:
        return ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        try:
            # 127.1, 0x7f000001 and 2130706433 are numbers too.
            return ipaddress.IPv4Address(socket.inet_aton(host))
        except OSError:
            return None


def is_own(host: str) -> bool:
    """Tell whether a host is this machine."""
    number = as_number(host)
    return host.lower() == "localhost" or (number is not None and number.is_loopback)


def is_public(number: str) -> bool:
    """Tell whether a number is that of a machine on the public network."""
    address = ipaddress.ip_address(number.partition("%")[0])
    inner = getattr(address, "ipv4_mapped", None) or getattr(address, "sixtofour", None)
    if inner is None and address.version == 6 and address in TRANSLATED:  # noqa: PLR2004 - the version of the protocol
        inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.is_global and not address.is_multicast and str(address) not in INSIDE and (inner is None or is_public(str(inner)))


def numbers_of(target: Target) -> list[str]:
    """Return the numbers of a host, now; ValidationError in words if it has none, or one that is not public."""
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise ValidationError(_("Nobody knows the name %(host)s."), code="unknown", params={"host": target.host}) from error
    numbers = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    allowed = settings.PUSH_TO_LOOPBACK and all(ipaddress.ip_address(number.partition("%")[0]).is_loopback for number in numbers)
    if not numbers or not (allowed or all(is_public(number) for number in numbers)):
        raise ValidationError(_("This address is not public: it leads into a network of its own."), code="private")
    return numbers
