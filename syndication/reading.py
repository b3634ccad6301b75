"""Who reads the API: anybody, or whoever has a key; and how often each may ask."""

import time
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from publishing.strangers import client_of, counted
from syndication import keys, uses
from syndication.models import ApiKey

# Seconds in which requests are counted together.
WINDOW = 60


class KeyAuthentication(BaseAuthentication):
    """A key as a bearer token. Without one everybody reads; a wrong one is refused, so that nobody takes it for a right one."""

    def authenticate(self, request: Request) -> tuple[None, ApiKey] | None:
        """Return the key of the request, None if it brings none; AuthenticationFailed for one that is not good. One query."""
        scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        token = token.strip()
        if not keys.is_whole(token):
            raise AuthenticationFailed(
                _("This is no key of this site. Copy the whole key, or leave the header out: everything can be read without one.")
            )
        key = ApiKey.objects.filter(digest=keys.digest_of(token)).first()
        if key is None:
            raise AuthenticationFailed(_("This key is not known here. Leave the header out: everything can be read without one."))
        if not key.is_good:
            raise AuthenticationFailed(_("This key was taken back. Ask whoever gave it to you for another one, or read without one."))
        uses.note(key, request)
        return None, key

    def authenticate_header(self, request: Request) -> str:
        """Name the scheme in the answer to a wrong key."""
        return 'Bearer realm="api"'


@dataclass(frozen=True)
class Quota:
    """What somebody may still ask for in this window."""

    policy: str
    most: int
    left: int
    # Seconds until the count begins anew.
    reset: int

    def headers(self) -> dict[str, str]:
        """Return the quota as draft-ietf-httpapi-ratelimit-headers says it."""
        return {"RateLimit-Policy": f'"{self.policy}";q={self.most};w={WINDOW}', "RateLimit": f'"{self.policy}";r={self.left};t={self.reset}'}


class FairThrottle(BaseThrottle):
    """So many requests a minute: for each address, and more for each key. All processes count together; the database has no part in it."""

    quota: Quota | None = None

    def allow_request(self, request: Request, view: Any) -> bool:  # Any: as in REST framework
        """Count the request; tell whether it is one too many."""
        policy, most = ("key", settings.API_KEY_RATE) if request.auth else ("anonymous", settings.API_RATE)
        if not most:
            return True
        who = request.auth.pk.hex if request.auth else client_of(request._request)
        now = int(time.time())
        count = counted(f"api:{who}:{now // WINDOW}", 2 * WINDOW)
        self.quota = Quota(policy, most, max(most - count, 0), WINDOW - now % WINDOW)
        vars(request._request)["api_quota"] = self.quota
        return count <= most

    def wait(self) -> float | None:
        """Return after how many seconds to ask again."""
        return float(self.quota.reset) if self.quota else None
