"""What tests of mails to readers share."""

import pytest

from publishing import strangers


@pytest.fixture(autouse=True)
def _typed(monkeypatch):
    """Let forms be as old as a reader's."""
    monkeypatch.setattr(strangers, "FASTEST", -1)
