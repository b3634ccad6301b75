"""The site asked from within the process of a test."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db.backends.base.base import BaseDatabaseWrapper


@contextmanager
def keeping_connection() -> Iterator[None]:
    """Let requests of this process leave the connection of the test alone, which looks to them like one that somebody left in a transaction."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseWrapper, "close_if_unusable_or_obsolete", lambda _self: None)
        yield
