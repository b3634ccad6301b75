"""Links in mails: each opens one thing, to whoever has it, for as long as a key of the site is kept. They stand in mails only."""

from django.core import signing

from publishing import navigation
from syndication.digests import secrecy

# What a link is for, as its address is named.
CONFIRM, MANAGE, STOP = "confirm", "manage", "stop"


def signer(purpose: str) -> signing.Signer:
    """Return what signs links of a purpose."""
    first, *others = (secrecy.derived(key, f"{secrecy.PURPOSE} link {purpose}").hex() for key in secrecy.site_keys())
    return signing.Signer(key=first, fallback_keys=[*others], salt=f"mail:{purpose}")


def address(purpose: str, about: str, language: str) -> str:
    """Return the absolute address of a link about something. Not remembered, as other addresses are: each is used once."""
    before, stand_in, after = navigation.address(f"mail:{purpose}", language, signed=navigation.STAND_IN).partition(navigation.STAND_IN)
    return navigation.absolute(f"{before}{signer(purpose).sign(about)}{after}") if stand_in else ""


def opened(purpose: str, signed: str) -> str | None:
    """Return what a link is about; None for one that nobody was given."""
    try:
        return signer(purpose).unsign(signed)
    except signing.BadSignature:
        return None
