import datetime as dt
import json

import pytest

from config.backups import places


def moment(text):
    return dt.datetime.fromisoformat(f"{text}+00:00")


def backup_of(folder, name, *, whole=True):
    made = folder / name
    made.mkdir(parents=True)
    (made / places.CONTENT).write_bytes(b"sealed")
    if whole:
        (made / places.ABOUT).write_text(json.dumps({"format": "matiane-backup/1"}))


def test_last_backups_of_days_weeks_and_months_stay():
    # One each night of a hundred days, to Monday 23 November 2026; at 02:00 in Tbilisi.
    nights = [moment("2026-11-22T22:00") - dt.timedelta(days=number) for number in range(100)]

    stay = places.staying(nights, 3, 2, 3)

    assert sorted(stay, reverse=True) == [
        moment("2026-11-22T22:00"),
        moment("2026-11-21T22:00"),  # Sunday the 22nd there: the end of the week before
        moment("2026-11-20T22:00"),
        moment("2026-10-30T22:00"),  # 31 October there
        moment("2026-09-29T22:00"),
    ]


def test_only_the_last_of_a_day_stays():
    assert places.staying([moment("2026-11-23T01:00"), moment("2026-11-23T05:00")], 7, 0, 0) == {moment("2026-11-23T05:00")}


@pytest.mark.parametrize("keep", ["", "7", "7,5", "0,5,12", "a,b,c", "7,-1,2"])
def test_setting_that_does_not_say_what_stays_is_refused(settings, keep):
    settings.BACKUP_KEEP = keep

    with pytest.raises(places.KeepError, match="three numbers"):
        places.kept_for()


def test_old_and_broken_off_backups_go_and_nothing_else(settings, tmp_path):
    settings.BACKUP_TO, settings.BACKUP_KEEP = str(tmp_path), "1,0,0"
    backup_of(tmp_path, "20261121T220000Z")
    backup_of(tmp_path, "20261122T220000Z")
    backup_of(tmp_path, "20261122T230000Z", whole=False)
    (tmp_path / "notes").mkdir()

    assert places.drop_old() == ["20261121T220000Z"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["20261122T220000Z", "notes"]


def test_newest_whole_backup_is_meant_unless_one_is_named(settings, tmp_path):
    settings.BACKUP_TO = str(tmp_path)
    backup_of(tmp_path, "20261121T220000Z")
    backup_of(tmp_path, "20261122T220000Z")
    backup_of(tmp_path, "20261123T220000Z", whole=False)

    assert places.backup_at(None).folder.name == "20261122T220000Z"
    assert places.backup_at(tmp_path / "20261121T220000Z").at == moment("2026-11-21T22:00")
    with pytest.raises(places.NoBackupError):
        places.backup_at(tmp_path / "20261123T220000Z")
