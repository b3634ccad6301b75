"""kill -9 of real processes while editors work: what was acknowledged is there, nothing is half done, and the site answers soon.

SEED repeats the draws; DRILL kills a hundred times.
"""

import os
import random
import shutil
import time
from pathlib import Path

import pytest
from django.conf import settings

from config.backups import files
from library.models import Image
from news.models import Article
from publishing import drafts
from tests.conftest import DRILL
from tests.factories import make_image, make_kind, publisher
from tests.publishing.processes import Editor, House, reachable, wait_for
from tests.publishing.races import note
from tests.roles import client_of, member_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.drill]
if not DRILL:
    # A drill on PostgreSQL kills the server too; each time it starts again costs too much for every run (`test_database_killed.py` has one).
    pytestmark.append(pytest.mark.sqlite)

SEED = int(os.environ.get("SEED", "1"))
KILLS, EDITORS = (100, 3) if DRILL else (3, 2)
# Within so many seconds of its start the site must answer; on a machine that does something else beside the tests nobody can ask that.
FIRST_ANSWER = 5.0


def articles() -> list[str]:
    """Make an article with a picture for each editor, public; return their keys."""
    keys = []
    for number in range(EDITORS):
        fields = {"title_en": "Talks", "slug_en": f"talks-{number}", "body_en": "<p>Text.</p>", "kind": make_kind().pk, "image": make_image().pk}
        record = drafts.create(Article, fields, by=publisher())
        drafts.publish(record, by=publisher())
        keys.append(str(record.pk))
    return keys


def bring_files(data: Path) -> None:
    """Put the files of the pictures where the site looks for them."""
    for image in Image.objects.all():
        names = {"originals": [image.file.name], "media": [entry["name"] for entry in image.renditions]}
        for store, name in ((store, name) for store, some in names.items() for name in some):
            to = data / store / name
            to.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(files.folders()[store] / name, to)


def session_of(name: str) -> dict[str, str]:
    """Return the cookies of an editor who is logged in."""
    return {settings.SESSION_COOKIE_NAME: client_of(member_of("Editor", name)).cookies[settings.SESSION_COOKIE_NAME].value}


@pytest.mark.usefixtures("shared_database")
def test_killed_processes_lose_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    keys, draw = articles(), random.Random(SEED)  # noqa: S311 - drawn to be repeated, not to be secret
    sessions = [session_of(f"editor-{number}") for number in range(EDITORS)]
    bring_files(reachable(tmp_path) / "data")
    seconds = []
    with House(tmp_path, "") as house:
        editors = [Editor(house.port, sessions[number], keys[number], SEED + number) for number in range(EDITORS)]
        for editor in editors:
            editor.start()
        for kill in range(KILLS):
            # Every kill meets editors who got somewhere since the one before.
            before = [editor.acknowledged for editor in editors]
            wait_for(lambda before=before: any(editor.wrong or editor.acknowledged > then for editor, then in zip(editors, before, strict=True)))
            time.sleep(draw.uniform(0, 1))
            seconds.append(house.kill_and_restart(house.victims[kill % len(house.victims)]))
        for editor in editors:
            editor.stop()
        found = house.ask("settled", keys)

    for editor, stored in zip(editors, found, strict=True):
        assert editor.acknowledged
        assert editor.saved <= stored["draft"][0] <= editor.tried
        assert editor.published <= stored["public"][0] <= editor.tried
        # Each public act is in the change log, beside the first publication.
        assert stored["told"] > editor.public_acts
        # Title and text were written together.
        assert len(set(stored["draft"])) == len(set(stored["public"])) == 1
    acts = sum(editor.acknowledged for editor in editors)
    note(f"kill -9 of processes: {KILLS} kills, SEED={SEED}, {acts} acknowledged acts, none lost, first answer within {max(seconds):.1f} s")
    assert not DRILL or max(seconds) < FIRST_ANSWER
