"""Static files as production serves them: under addresses that name their content."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import FileSystemStorage

from config.storage import StaticStorage

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
