import signal
import subprocess
import sys
import time

import pytest

from tests.factories import make_image, make_published_article
from tests.pages.leaving.sites import content_of, emptied, exported
from tests.pages.moving.test_killed import ROOT, environment, manage, prepared

PICTURES = 12
# Batches of rows, and files between two notes, so small that a run has many.
SMALL = "from pages.leaving import bringing, filling; bringing.NOTED_EVERY = 1; filling.BATCH = 1"


def begun(folder, archive):
    """Begin to read an archive back."""
    call = f"{SMALL}; from django.core.management import call_command; call_command('import_site', {str(archive)!r}, run=True)"
    command = [sys.executable, "manage.py", "shell", "-v0", "-c", call]
    return subprocess.Popen(command, cwd=ROOT, env=environment(folder), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def files(folder):
    return len(list((folder / "originals").glob("*")))


@pytest.mark.sqlite
@pytest.mark.drill
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("point", [1, PICTURES], ids=["among the files", "among the rows"])
def test_reading_back_that_is_killed_is_completed_by_the_next(tmp_path, point):
    for number in range(PICTURES):
        make_published_article(title_en=f"Article {number}", title_ka=f"სტატია {number}", image=make_image())
    archive = exported(tmp_path)
    emptied()
    site = prepared(tmp_path / "site")

    run = begun(site, archive)
    while run.poll() is None and files(site) < point:
        time.sleep(0.005)
    run.send_signal(signal.SIGKILL)
    run.wait()
    manage(site, "import_site", str(archive), "--run")

    manage(site, "export_archive", str(tmp_path / "after.zip"))
    assert content_of(tmp_path / "after.zip") == content_of(archive)
    assert manage(site, "check_content", "--fix").returncode == 0


@pytest.mark.sqlite
def test_export_that_is_broken_off_leaves_no_archive(tmp_path, monkeypatch):
    make_published_article(title_en="First", image=make_image())
    monkeypatch.setattr("pages.leaving.writing.Leaving.write_file", broken)

    with pytest.raises(KeyboardInterrupt):
        exported(tmp_path)

    assert list(tmp_path.iterdir()) == []


def broken(*_anything):
    raise KeyboardInterrupt
