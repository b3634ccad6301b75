"""What tests of the dump share: a folder of their own, and a connection that stays."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.syndication.asking import keeping_connection


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.DATA_DIR = tmp_path / "data"
    settings.DATA_DIR.mkdir()
    settings.DUMP_EVERY = 3600
    with keeping_connection():
        yield
