"""Static files as production serves them: under addresses that name their content."""

import os
import re
import stat
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage

from config.storage import StaticStorage
from config.storage_settings import stores

SOURCES = Path(settings.BASE_DIR) / "static"


@pytest.fixture
def collected(tmp_path: Path) -> StaticStorage:
    """Our scripts, gathered as `collectstatic` does it."""
    storage = StaticStorage(location=tmp_path, base_url="/static/")
    source = FileSystemStorage(SOURCES)
    names = [str(path.relative_to(SOURCES)) for path in SOURCES.glob("js/**/*.js")]
    for name in names:
        with source.open(name) as script:
            storage.save(name, script)
    for _name, _hashed, failed in storage.post_process({name: (source, name) for name in names}):
        assert not isinstance(failed, Exception), failed
    return storage


def test_script_imports_others_under_the_addresses_that_pages_load_them_by(collected):
    """Under two addresses a module runs twice: two of them saved the same form, and neither let the other send it."""
    served = set(collected.hashed_files.values())
    imported = set()
    for name in served:
        script = collected.path(name)
        for address in re.findall(r'from "(\./[^"]+)"', Path(script).read_text()):
            imported.add(str(Path(name).parent / address))

    assert "js/admin/autosave" in {name.partition(".")[0] for name in imported}
    assert imported - served == set()


def test_style_sheets_of_public_pages_are_one_file_and_none_is_forgotten(tmp_path):
    storage, source = StaticStorage(location=tmp_path, base_url="/static/"), FileSystemStorage(SOURCES)
    names = [str(path.relative_to(SOURCES)) for folder in ("css", "fonts") for path in (SOURCES / folder).rglob("*.*")]
    for name in names:
        with source.open(name) as file:
            storage.save(name, file)
    list(storage.post_process({name: (source, name) for name in names}))

    whole = Path(storage.path(storage.hashed_files["css/site.css"])).read_text()

    assert re.findall(r"@import|/\*", whole) == []
    assert re.search(r'url\("\.\./fonts/serif-georgian\.[0-9a-f]{12}\.woff2"\)', whole)
    # Those of the API's description and of review links are linked by their pages alone.
    components = {path.stem for path in (SOURCES / "css" / "components").glob("*.css")} - {"api", "review"}
    assert [name for name in sorted(components) if f"components/{name}.css" not in (SOURCES / "css" / "site.css").read_text()] == []
    assert [name for name in ("--paper:", ".masthead__bar", ".card__title", ".chart__mark") if name not in whole] == []


def test_proxy_reaches_pictures_whatever_the_mask_of_the_service(tmp_path, monkeypatch):
    monkeypatch.delenv("STORAGE_URL", raising=False)
    options = stores(tmp_path)["default"]["OPTIONS"]
    storage = FileSystemStorage(tmp_path / "media", **options)
    before = os.umask(0o027)
    try:
        storage.save("library/images/picture.jpg", ContentFile(b"picture"))
    finally:
        os.umask(before)

    modes = [stat.S_IMODE(Path(storage.path(name)).stat().st_mode) for name in ("library", "library/images", "library/images/picture.jpg")]
    assert modes == [0o755, 0o755, 0o644]
