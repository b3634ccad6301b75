"""A copy that is brought up to date, again and again, and one that is made from nothing, are one and the same."""

import os
from pathlib import Path

import pytest
from django.core.management import call_command

from syndication.static_site import crawling
from syndication.static_site.files import entries_of
from syndication.static_site.leading import leads_to
from tests.syndication.newsroom import Newsroom

SEED = int(os.environ.get("SEED", "7"))
# How often editors go on after a copy, and what they do each time.
COPIES, ACTS = (8, 25) if os.environ.get("DRILL") else (1, 6)
# Most of the time goes into what has another address for other content, and into the pages of 366 days.
LEFT_OUT = ("/cards/", "/static/", "/on-this-day/")


def files_of(out: Path) -> dict[str, bytes]:
    """Return what a web server would hand out, and the maps of addresses that lead elsewhere or are gone."""
    copy = out / "current"
    found = {str(path.relative_to(copy)): path.read_bytes() for path in sorted((copy / "site").rglob("*")) if path.is_file()}
    return found | {name: (copy / name).read_bytes() for name in ("moved.map", "led.map", "gone.map")}


@pytest.mark.django_db
def test_copy_that_is_brought_up_to_date_is_the_one_that_is_made_from_nothing(settings, tmp_path, monkeypatch):
    settings.PAGE_SIZE = 3
    monkeypatch.setattr(crawling, "leads_to", lambda *page: (link for link in leads_to(*page) if not any(part in link for part in LEFT_OUT)))
    newsroom = Newsroom(SEED)
    # What comes due between two copies would be in one of them only.
    newsroom.acts = [(weight, act) for weight, act in newsroom.acts if act != newsroom.schedule]
    for _act in range(ACTS):
        newsroom.act()
    call_command("export_site", tmp_path / "kept")

    for number in range(COPIES):
        for _act in range(ACTS):
            newsroom.act()
        call_command("export_site", tmp_path / "kept")
        call_command("export_site", tmp_path / f"new-{number}")

        kept, new = files_of(tmp_path / "kept"), files_of(tmp_path / f"new-{number}")
        assert kept.keys() == new.keys()
        assert [name for name in new if kept[name] != new[name]] == []
        noted = {entry.file: entry.sha256 for entry in entries_of(tmp_path / "kept" / "current" / "manifest.jsonl")}
        assert noted == {entry.file: entry.sha256 for entry in entries_of(tmp_path / f"new-{number}" / "current" / "manifest.jsonl")}
