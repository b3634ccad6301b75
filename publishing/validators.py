"""By what readers are told that they have something already (RFC 9110, section 8.8)."""

import time


def told_since(moved_at: int) -> int:
    """Return since when something stands, as readers are told, from when it last changed; both in seconds since 1970.

    Two changes may fall into one second: until it is over, what is read claims to be a second older than it is.
    """
    return min(moved_at, int(time.time()) - 1)
