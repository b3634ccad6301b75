"""Backups in a store that speaks S3, on a real server of that protocol."""

import pytest
from django.core.management import CommandError, call_command

from config.backups import places, verifying
from config.backups.opening import open_backup
from config.backups.stores import Store, StoreError
from tests.deploy.machines import store
from tests.factories import make_image, make_published_article


@pytest.fixture
def _to_a_store(settings):
    settings.BACKUP_RECIPIENTS, settings.BACKUP_PASSPHRASE, settings.BACKUP_KEEP = [], "sixteen letters and more", "1,0,0"
    with store() as settings.BACKUP_TO:
        yield


@pytest.mark.usefixtures("_to_a_store")
@pytest.mark.django_db(transaction=True)
def test_backup_goes_to_the_store_and_comes_back_as_it_was(tmp_path, monkeypatch, capsys):
    make_published_article(title_en="Kept", image=(image := make_image()))

    call_command("backup")

    (backup,) = places.backups()
    assert str(backup) in capsys.readouterr().out
    opened = open_backup(places.here(backup, tmp_path), tmp_path / "opened")
    assert (opened.folder / "files" / "originals" / image.file.name).exists()
    monkeypatch.setattr(verifying, "trial", lambda _found, _work: 7)
    assert verifying.verify(places.backup_at(None)).pages == 7


@pytest.mark.usefixtures("_to_a_store")
def test_old_and_broken_off_backups_go_from_the_store_too(tmp_path):
    bucket = places.store()
    for name, whole in (("20261121T220000Z", True), ("20261122T220000Z", True), ("20261122T230000Z", False)):
        folder = tmp_path / name
        folder.mkdir()
        (folder / places.CONTENT).write_bytes(b"sealed")
        if whole:
            (folder / places.ABOUT).write_text('{"format": "matiane-backup/1"}')
        bucket.put(folder, last=places.ABOUT)

    assert [backup.folder.name for backup in places.backups()] == ["20261122T220000Z", "20261121T220000Z"]
    assert places.drop_old() == ["20261121T220000Z"]

    assert bucket.names() == ["20261122T220000Z"]


def test_store_that_cannot_be_reached_is_told_without_its_secret(settings):
    settings.BACKUP_TO = "s3://name:hush@127.0.0.1:9/backups?insecure=1"
    settings.BACKUP_RECIPIENTS, settings.BACKUP_PASSPHRASE = [], "sixteen letters and more"

    with pytest.raises(CommandError) as refused:
        call_command("verify_backup", "--only-age")

    assert "BACKUP_TO" in str(refused.value)
    assert "hush" not in str(refused.value)


@pytest.mark.parametrize("address", ["s3://", "s3://host", "s3://host/a/b"])
def test_address_that_is_none_is_refused(address):
    with pytest.raises(StoreError, match="BACKUP_TO"):
        Store(address).names()
