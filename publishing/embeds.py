"""Video and social addresses that become cards. A card holds what is stored; nothing is fetched from the provider."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Provider:
    """A site whose posts or videos become cards."""

    key: str
    name: str
    # Also run by the editor's script, so only what Python and JavaScript read alike.
    pattern: str


PROVIDERS = (
    Provider(
        "youtube",
        "YouTube",
        r"^https?://(?:(?:(?:www|m|music)\.)?youtube(?:-nocookie)?\.com/"
        r"(?:(?:watch|playlist)\?|shorts/|live/|embed/)|youtu\.be/)[\w-]",
    ),
    Provider(
        "vimeo",
        "Vimeo",
        r"^https?://(?:www\.|player\.)?vimeo\.com/(?:video/|channels/[\w-]+/|event/)?\d",
    ),
    Provider("x", "X", r"^https?://(?:www\.|mobile\.)?(?:twitter|x)\.com/\w+/status/\d"),
    Provider(
        "facebook",
        "Facebook",
        r"^https?://(?:(?:www\.|m\.|web\.)?facebook\.com/"
        r"(?:[\w.-]+/(?:posts|videos|photos)/|watch/?\?|reel/|share/|permalink\.php\?|story\.php\?|photo)|fb\.watch/)",
    ),
    Provider("telegram", "Telegram", r"^https?://(?:www\.)?t\.me/(?:s/)?\w+/\d"),
    Provider(
        "tiktok",
        "TikTok",
        r"^https?://(?:(?:www\.|m\.)?tiktok\.com/@[\w.-]+/(?:video|photo)/\d|(?:vm|vt)\.tiktok\.com/\w)",
    ),
)
_COMPILED = tuple((provider, re.compile(provider.pattern, re.ASCII)) for provider in PROVIDERS)
LONGEST_ADDRESS = 2000
LONGEST_SHOWN = 60


def provider_of(address: str) -> Provider | None:
    """Return the provider whose video or post stands at this address."""
    if len(address) > LONGEST_ADDRESS or re.search(r"\s", address):
        return None
    return next((provider for provider, pattern in _COMPILED if pattern.match(address)), None)


def short_address(address: str) -> str:
    """Return the address as a reader likes to see it: without scheme, `www.` and query noise."""
    parts = urlsplit(address)
    shown = f"{parts.netloc.removeprefix('www.')}{parts.path}".rstrip("/")
    return shown if len(shown) <= LONGEST_SHOWN else f"{shown[: LONGEST_SHOWN - 1]}…"
