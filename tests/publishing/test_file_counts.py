"""The cache that the processes of a machine share, and what is counted in it."""

import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import caches

from publishing import file_counts, strangers
from publishing.file_counts import FileCounts

COUNTING = """
import sys
from django.conf import settings
settings.configure()
from publishing.file_counts import FileCounts
counts = FileCounts(sys.argv[1], {})
counts.incr("waiting")
while not counts.get("begun"):
    pass
for _time in range(200):
    counts.incr("asked")
"""


@pytest.fixture
def counts(tmp_path: Path):
    path = tmp_path / "deep" / "counts.sqlite3"
    yield FileCounts(path, {})
    file_counts.close(path, spoiled=False)


def test_processes_count_together_and_lose_no_step(counts):
    for name in ("asked", "waiting"):
        counts.add(name, 0, 60)

    others = [subprocess.Popen([sys.executable, "-c", COUNTING, str(counts.path)], cwd=settings.BASE_DIR) for _process in range(3)]
    while counts.get("waiting") < len(others):
        assert [other.poll() for other in others] == [None] * len(others)
        time.sleep(0.01)
    counts.set("begun", 1, 60)
    for _time in range(200):
        counts.incr("asked")

    assert [other.wait(60) for other in others] == [0, 0, 0]
    assert counts.get("asked") == 800


def test_values_are_kept_until_they_run_out(counts):
    assert [counts.add("form", "a", 60), counts.add("form", "b", 60), counts.get("form")] == [True, False, "a"]
    counts.set("form", "c", 60)
    assert [counts.touch("form", 60), counts.get("form"), counts.delete("form"), counts.get("form", "none")] == [True, "c", True, "none"]
    assert [counts.touch("form"), counts.delete("form")] == [False, False]

    counts.set("salt", "old", 0)
    with pytest.raises(ValueError, match="salt"):
        counts.incr("salt")
    assert [counts.get("salt"), counts.get_or_set("salt", lambda: "new", None), counts.get("salt")] == [None, "new", "new"]
    counts.clear()
    assert counts.get("salt") is None


def test_what_has_run_out_leaves_the_file(counts):
    counts.set("old", 1, 0)
    file_counts.close(counts.path, spoiled=False)

    with counts.asked() as ask:
        assert ask.execute("SELECT COUNT(*) FROM kept").fetchone() == (0,)


def test_spoiled_file_is_begun_anew(counts):
    counts.path.parent.mkdir()
    counts.path.write_bytes(b"no database " * 1000)

    with pytest.raises(OSError, match="counts"):
        counts.get("asked")

    assert counts.add("asked", 1, 60)


def test_nobody_is_refused_where_nothing_can_be_counted(settings, tmp_path):
    (tmp_path / "file").touch()
    settings.CACHES = {"counts": {"BACKEND": "publishing.file_counts.FileCounts", "LOCATION": tmp_path / "file" / "counts.sqlite3"}}

    assert strangers.counted("asked", 60) <= 1


def test_things_are_counted_from_the_first_time_on():
    assert [strangers.counted("asked", 60) for _time in range(3)] == [1, 2, 3]
    caches[strangers.COUNTS].set("asked", 3, 0)
    assert strangers.counted("asked", 60) == 1
