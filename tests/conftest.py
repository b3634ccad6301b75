import fcntl
import gc
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.conf import settings
from django.core.cache import cache, caches
from django.db import connection
from django.utils import translation
from pytest_django.plugin import DjangoDbBlocker

from config.catalogues import compile_catalogues
from library.documents import files
from pages.figures import counting
from pages.old import missing
from publishing import redirect_hits
from publishing.strangers import COUNTS
from syndication import uses
from syndication.dumps import making
from tests import migrated, said, snapshots
from tests.verified import let_force_login_verify

# Under FULL=1 everything is there, so a skipped test is a failure.
FULL = bool(os.environ.get("FULL"))
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
# A drill draws from SEED; every other run tries the same examples, so that it judges the change and not its luck.
DRILL = bool(os.environ.get("DRILL"))
hypothesis.settings.register_profile(
    "matiane",
    max_examples=2000 if DRILL else 100,
    derandomize=not DRILL,
    database=None,
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("matiane")


def pytest_configure() -> None:
    # What is made here dies with its last reference: to look for circles after every 700 objects makes the migrations alone a fifth slower.
    gc.set_threshold(50_000)
    compile_catalogues()
    let_force_login_verify()


def pytest_collection_finish() -> None:
    """Look for circles no more among what is loaded by now."""
    gc.collect()
    gc.freeze()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skip tests whose server is not there; under FULL=1 leave out those that the run with the other database makes."""
    vendor = connection.vendor
    present = {
        "browser": CHROMIUM is not None,
        "machines": all(shutil.which(program) for program in ("nginx", "pgbouncer")),
        "proxy": all(shutil.which(program) for program in ("nginx", "varnishd")),
        "postgres": vendor == "postgresql",
        "sqlite": vendor == "sqlite",
        "redis": settings.CACHES["default"]["BACKEND"].endswith("RedisCache"),
    }
    made_with_the_other = FULL and vendor != "sqlite"
    kept, left_out = [], []
    for item in items:
        lacking = [name for name, there in present.items() if not there and item.get_closest_marker(name)]
        for name in lacking:
            item.add_marker(pytest.mark.skip(reason=f"needs {name}: FULL=1 make test brings it"))
        elsewhere = (FULL and lacking and not {"browser", "machines", "proxy"} & set(lacking)) or (
            made_with_the_other and item.get_closest_marker("any_database")
        )
        (left_out if elsewhere else kept).append(item)
    if FULL and (spared := said.said_by_others([item for item in kept if not item.get_closest_marker("browser")])):
        kept, left_out = [item for item in kept if item not in spared], [*left_out, *spared]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = kept


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    with said.noting(item.nodeid):
        return (yield)


def pytest_sessionfinish() -> None:
    said.write()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo) -> Iterator[None]:
    del item, call
    report = yield
    if FULL and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"Skipped, which FULL=1 does not allow: {report.longrepr}"
    return report


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Note for `make drill` how each of its tests went."""
    if report.when == "call" and (figures := os.environ.get("DRILL_FIGURES")):
        with Path(figures).open("a") as file:
            file.write(f"| {report.nodeid.removeprefix('tests/')} | {report.outcome} | {report.duration:.1f} |\n")


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Iterator[None]:
    del collector
    report = yield
    if FULL and report.outcome == "skipped":
        report.outcome = "failed"
    return report


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    request: pytest.FixtureRequest, django_db_modify_db_settings_parallel_suffix: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """Let the databases of the tests begin migrated. What pytest-django calls so runs right before it makes them."""
    del django_db_modify_db_settings_parallel_suffix
    with django_db_blocker.unblock(), migrated.begun(request.config.cache.mkdir("migrated")):
        yield


@pytest.fixture(scope="session", autouse=True)
def _migrated(request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Let a test that commits end with what the migrations wrote (the roles)."""
    with django_db_blocker.unblock():
        migrated.keep(request.config.cache.mkdir("migrated"))
        snapshots.put_back_after_tests_that_commit(snapshots.take("migrated"))


@pytest.fixture(scope="session")
def made_demo(_migrated: None, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a demo that was set up but never served, made once for all processes; copy it, to have one's own."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / "made-demo"
    with (folder.parent / "made-demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            unfinished = folder.with_suffix(".unfinished")
            (unfinished / "data").mkdir(parents=True)
            shutil.copyfile(migrated.file_in(request.config.cache.mkdir("migrated")), unfinished / "data" / "matiane.sqlite3")
            own = {"DEMO": "1", "DATA_DIR": str(unfinished / "data"), "STATIC_ROOT": str(unfinished / "static")}
            environment = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "config.settings", **own}
            command = [sys.executable, "manage.py", "demo", "--no-serve"]
            subprocess.run(command, cwd=Path(__file__).parents[1], env=environment, capture_output=True, timeout=600, check=True)
            unfinished.rename(folder)
    return folder


@pytest.fixture(autouse=True)
def _database(db: None) -> None:
    """Give every test the real database, no page that another test left in the cache, no count, no file of a document and no dump."""
    cache.clear()
    caches[COUNTS].clear()
    files.fix()
    shutil.rmtree(making.folder(), ignore_errors=True)
    for tally in (missing.tally, counting.tally, redirect_hits.tally, uses.tally):
        tally.forget()


@pytest.fixture(autouse=True)
def _language() -> None:
    """Begin in the language of the settings: a request leaves that of its page behind."""
    translation.deactivate()


@pytest.fixture
def own_media(tmp_path: Path, settings: Any) -> None:
    """Keep apart from the files that other tests leave: `check_content` complains of those."""
    settings.MEDIA_ROOT = tmp_path / "media"
