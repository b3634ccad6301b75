"""A browser for the tests, and the two checkers that judge pages: axe for accessibility, Nu for HTML."""

import io
import json
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.core.management import call_command
from playwright.sync_api import Browser, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer
from pytest_django.plugin import DjangoDbBlocker

from library.models import DocumentFile
from library.storage import originals
from publishing.fields.richtext_editor import image_addresses
from tests import idle, snapshots
from tests.conftest import CHROMIUM
from tests.e2e.editor import Editor
from tests.e2e.editors import hush, log_in

MODULES = Path(__file__).parent / "node_modules"
AXE = MODULES / "axe-core" / "axe.min.js"
NU = MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"
# A browser in a container has no sandbox and no screen, and must call nobody.
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
# A busy machine is slow, not wrong.
PATIENCE = 15_000
expect.set_options(timeout=PATIENCE)
# WCAG 2.2 AA is the promise; "best-practice" is axe's own advice beyond it, and kept as well.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# What a page in other colours can break: nothing else of it depends on them.
RULES_OF_COLOURS = ["color-contrast", "link-in-text-block"]


@pytest.fixture(scope="session")
def browser(live_server: LiveServer) -> Iterator[Browser]:
    """One Chromium for all tests: a second one in the same thread would find the first one's event loop. It closes before the server.

    A connection that the browser kept open would otherwise end after the server's, whose database nobody else may close.
    """
    del live_server
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield launched
        launched.close()
    idle.wait_for_connections()


@pytest.fixture(autouse=True)
def _quiet(request: pytest.FixtureRequest) -> Iterator[None]:
    """End no test before its pages are closed and the server has answered what they say: the database is emptied after it.

    A form that stayed open would go on telling the server, in the middle of other tests, that somebody is there.
    """
    if "live_server" in request.fixturenames:
        # Set up before, so torn down after.
        request.getfixturevalue("live_server")
    yield
    if "browser" in request.fixturenames:
        for context in request.getfixturevalue("browser").contexts:
            hush(context)
            context.close()
    idle.wait()


@pytest.fixture(autouse=True)
def _accounts_of_the_demo(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let whomever a story makes log in as the accounts of the demo do; one story tells the way in as it is for everybody else."""
    if request.module.__name__ != "tests.e2e.test_accounts":
        monkeypatch.setattr("accounts.demo.is_account", lambda _user: True)


@pytest.fixture
def page(browser: Browser, live_server: object) -> Iterator[Page]:
    """A page in a context of its own (no cookie of another test); addresses are relative to the live server."""
    context = browser.new_context(base_url=str(live_server), locale="en-GB", timezone_id="Asia/Tbilisi")
    opened = context.new_page()
    opened.set_default_timeout(PATIENCE)
    yield opened
    hush(context)
    context.close()


@pytest.fixture
def editor(browser: Browser, live_server: LiveServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[Editor]:
    """The editor of rich text on a page of its own; for tests marked with `urls("tests.e2e.richtext_page")`."""
    monkeypatch.setattr(image_addresses, "pick", "pick")
    monkeypatch.setattr(image_addresses, "file", "file")
    opened = Editor(browser.new_page(), live_server.url)
    yield opened
    opened.page.close()
    # Whatever a test does, the browser has nothing to complain of: no refused script or style, no error.
    assert opened.complaints == []


@pytest.fixture(scope="session")
def axe() -> Callable[..., list[str]]:
    """A function that returns what axe has against a page, or the part of it that a selector names, a line per element."""
    if not AXE.exists():
        pytest.skip("needs axe-core: FULL=1 make test installs it")
    script = AXE.read_text()

    def violations(page: Page, within: str = "html", *, rules: list[str] = RULES) -> list[str]:
        # Words can be read before every style is there.
        page.wait_for_load_state()
        if not page.evaluate("Boolean(window.axe)"):
            # Through the debugger's door: the page's own policy forbids a script that is not the site's.
            page.evaluate(f"() => {{ {script} }}")
        # Preloading serves one experimental rule, and trips over the page's policy.
        run = "([part, rules]) => axe.run(part, {runOnly: rules, preload: false}).then(result => result.violations)"
        found = page.evaluate(run, [within, rules])
        return [f"{each['id']}: {node['html'][:200]} ({node['failureSummary']})" for each in found for node in each["nodes"]]

    return violations


@pytest.fixture(scope="session")
def nu() -> Callable[..., list[str]]:
    """A function that returns the errors of the Nu HTML checker in texts of HTML, given by name; one start for all of them."""
    java = shutil.which("java")
    if java is None or not NU.exists():
        pytest.skip("needs Java and vnu-jar: FULL=1 make test installs them")

    def errors(**pages: str) -> list[str]:
        with tempfile.TemporaryDirectory() as folder:
            for name, html in pages.items():
                (Path(folder) / f"{name}.html").write_text(html)
            command = [java, "-jar", str(NU), "--format", "json", "--exit-zero-always", *sorted(map(str, Path(folder).glob("*.html")))]
            said = json.loads(subprocess.run(command, capture_output=True, text=True, check=True, timeout=300).stderr)
        return [
            f"{Path(each['url']).stem}:{each.get('lastLine')}: {each['message']} {each.get('extract', '')!r}"
            for each in said["messages"]
            if each["type"] == "error"
        ]

    return errors


@pytest.fixture(scope="session")
def demo_rows(_migrated: None, django_db_blocker: DjangoDbBlocker) -> tuple[snapshots.PutBack, dict[str, bytes]]:
    """A function that puts back the rows which `load_demo` writes, and the files of its documents: loading takes seconds."""
    with django_db_blocker.unblock():
        empty = snapshots.take("empty")
        call_command("load_demo", stdout=io.StringIO())
        loaded = snapshots.take("loaded")
        files = {name: read(name) for name in DocumentFile.objects.values_list("file", flat=True)}
        empty()
    return loaded, files


def read(name: str) -> bytes:
    """Return an original."""
    with originals().open(name) as file:
        return file.read()


@pytest.fixture
def demo(demo_rows: tuple[snapshots.PutBack, dict[str, bytes]], live_server: LiveServer) -> None:
    """The demo content and its accounts, on the live server."""
    put_back, files = demo_rows
    put_back()
    # Other tests sweep up files that no row of theirs names.
    for name, data in files.items():
        if not originals().exists(name):
            originals().save(name, ContentFile(data))


@pytest.fixture
def reader(page: Page, demo: None, live_server: LiveServer) -> Iterator[Page]:
    """A reader of the demo; a request to another site, a refused file or a script's error fails the test."""
    complaints = watch(page, live_server.url)
    yield page
    assert complaints == []


def watch(page: Page, home: str) -> list[str]:
    """Return a list that grows with everything wrong that the browser meets on a page."""
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(f"script: {error}"))
    page.on("console", lambda message: message.type in {"error", "warning"} and complaints.append(f"console: {message.text}"))
    page.on("request", lambda request: request.url.startswith(home) or complaints.append(f"leaves the site: {request.url}"))
    page.on("response", lambda response: response.status >= 400 and complaints.append(f"{response.status}: {response.url}"))
    return complaints


@pytest.fixture
def desk(browser: Browser, live_server: LiveServer) -> Iterator[Callable[..., Page]]:
    """A function that opens a page as somebody, each time in a browser of their own, under the site's own policy."""
    contexts = []
    complaints: list[str] = []

    def opened(path: str, name: str = "nino") -> Page:
        if not User.objects.filter(username=name).exists():
            User.objects.create_superuser(name, password="matiane-demo")
        context = browser.new_context(base_url=live_server.url, locale="en-GB")
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: "Content Security Policy" in message.text and complaints.append(message.text))
        return log_in(page, path, name)

    yield opened
    for context in contexts:
        hush(context)
        context.close()
    assert complaints == []
