"""What an editor waits for here and in a fresh Wagtail site: opening a text, saving its draft, publishing it; in one browser, in turns.

    .venv/bin/python -m bench.wagtail [--rounds 15] [--words 800] [--keep FOLDER] [--shots FOLDER]

Wagtail comes from PyPI into a virtual environment of its own in the folder, and is never imported here. Both sites run on the same
server with the same number of threads, on SQLite, with the static files of production. The article of Matiane has its text in both
languages, that of Wagtail in one. Wall clock of the browser from the press of a button until the page that answers stands, its
editor too where there is one; medians, and the CPU time of the server.
"""

import argparse
import contextlib
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

from bench.servers import ROOT, Server, cpu_seconds, environment, granian, manage

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
NAME, PASSWORD = "editor", "bench-password"
STEPS = ("open", "save draft", "publish")

MODELS = """
from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page

class HomePage(Page):
    pass

class ArticlePage(Page):
    lead = models.TextField(blank=True)
    body = RichTextField(blank=True)
    content_panels = Page.content_panels + [FieldPanel("lead"), FieldPanel("body")]
"""
TEMPLATE = "{% extends 'base.html' %}{% load wagtailcore_tags %}{% block content %}<h1>{{ page.title }}</h1>{{ page.body|richtext }}{% endblock %}"
LOCAL = 'SECRET_KEY = "bench"\nALLOWED_HOSTS = ["127.0.0.1"]\nWAGTAILADMIN_BASE_URL = "http://127.0.0.1"\n'
FILL_WAGTAIL = """
import sys
from django.contrib.auth import get_user_model
from home.models import ArticlePage, HomePage
get_user_model().objects.create_superuser("{name}", "editor@example.org", "{password}")
page = HomePage.objects.get().add_child(instance=ArticlePage(title="Visit", lead="Lead.", body='''{body}'''))
page.save_revision().publish()
print(page.pk)
"""
FILL_OURS = """
from django.contrib.auth.models import User
from news.models import Article, Kind
from publishing import drafts
user = User.objects.create_superuser("{name}", "editor@example.org", "{password}")
kind = Kind.objects.create(key="bench", label_en="Bench")
texts = {{f"{{part}}_{{code}}": text for code in ("en", "ka") for part, text in (("title", "Visit"), ("lead", "Lead."), ("body", '''{body}'''))}}
record = drafts.create(Article, {{"kind": kind.pk, **texts}}, by=user)
drafts.publish(record, by=user)
print(record.pk)
"""


@dataclass(frozen=True)
class Room:
    """A site as its editor meets it."""

    name: str
    server: Server
    edit: str
    # Returns once the form can be written in.
    ready: Callable[[Page], None]
    # Presses the step, after which the browser goes somewhere; then returns once the answer stands.
    save: Callable[[Page], None]
    publish: Callable[[Page], None]


def body(words: int) -> str:
    """Return rich text of so many words, in paragraphs of sixty."""
    return "".join(f"<p>{' '.join(['words'] * min(60, words - at))}.</p>" for at in range(0, words, 60))


# Wagtail


def build_wagtail(folder: Path, text: str) -> tuple[Path, str]:
    """Make a fresh site with one article; return (its folder, the key of the article)."""
    site, python = folder / "site", folder / "env" / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(folder / "env")], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", "wagtail", "granian"], check=True)
    shutil.rmtree(site, ignore_errors=True)
    site.mkdir()
    subprocess.run([str(python.parent / "wagtail"), "start", "benched", str(site)], check=True, stdout=subprocess.DEVNULL)
    (site / "home" / "models.py").write_text(MODELS)
    (site / "home" / "templates" / "home" / "article_page.html").write_text(TEMPLATE)
    (site / "benched" / "settings" / "local.py").write_text(LOCAL)

    def run(*words: str) -> str:
        return subprocess.run([str(python), "manage.py", *words], cwd=site, env=of_wagtail(), check=True, capture_output=True, text=True).stdout

    run("makemigrations", "home")
    run("migrate", "--verbosity=0")
    run("collectstatic", "--no-input", "--verbosity=0")
    return site, run("shell", "--no-imports", "-c", FILL_WAGTAIL.format(name=NAME, password=PASSWORD, body=text)).split()[-1]


def of_wagtail() -> dict[str, str]:
    """Return the environment of the Wagtail site: none of ours."""
    ours = {"DATABASE_URL", "DATA_DIR", "STATIC_ROOT", "DEMO", "SITE_URL", "ALLOWED_HOSTS"}
    return {**{key: value for key, value in os.environ.items() if key not in ours}, "DJANGO_SETTINGS_MODULE": "benched.settings.production"}


def wagtail_stands(page: Page) -> None:
    """Return once Wagtail's form can be written in."""
    expect(page.locator(".public-DraftEditor-content")).to_be_visible()


def wagtail_saves(page: Page) -> None:
    """Save the draft."""
    answered(page, "button.action-save:visible", ".messages .success")
    wagtail_stands(page)


def wagtail_publishes(page: Page) -> None:
    """Publish: the button stands in a menu."""
    page.locator("footer .w-dropdown__toggle:visible").last.click()
    answered(page, "button[name=action-publish]:visible", ".messages .success")


# Ours


def build_ours(folder: Path, text: str) -> tuple[dict[str, str], str]:
    """Make a site with one article in two languages; return (its environment, the key of the article)."""
    shutil.rmtree(folder, ignore_errors=True)
    env = environment(folder / "data", ALLOWED_HOSTS="127.0.0.1")
    manage(env, "migrate", "--verbosity=0")
    manage(env, "collectstatic", "--no-input", "--verbosity=0")
    return env, manage(env, "shell", "--no-imports", "-c", FILL_OURS.format(name=NAME, password=PASSWORD, body=text)).split()[-1]


def ours_stands(page: Page) -> None:
    """Return once our form can be written in."""
    expect(page.locator(".ProseMirror").first).to_be_visible()


def ours_saves(page: Page) -> None:
    """Save the draft."""
    answered(page, "[type=submit][name=_save_draft]:visible", ".messagelist .success")
    ours_stands(page)


def ours_publishes(page: Page) -> None:
    """Publish."""
    answered(page, "[type=submit][name=_publish]:visible", ".messagelist .success")


# Measuring


def answered(page: Page, button: str, said: str) -> None:
    """Press a button and wait for the page that answers, and for what it says."""
    with page.expect_navigation():
        page.locator(button).first.click()
    expect(page.locator(said).first).to_be_visible()


@contextlib.contextmanager
def served_wagtail(folder: Path, text: str) -> Iterator[Room]:
    """Serve Wagtail."""
    site, key = build_wagtail(folder, text)
    static = ("--static-path-route", "/static", "--static-path-mount", str(site / "static"))
    with granian("benched.wsgi:application", of_wagtail(), python=folder / "env" / "bin" / "python", cwd=site, threads=4, more=static) as server:
        yield Room("Wagtail", server, f"/admin/pages/{key}/edit/", wagtail_stands, wagtail_saves, wagtail_publishes)


@contextlib.contextmanager
def served_ours(folder: Path, text: str) -> Iterator[Room]:
    """Serve Matiane."""
    env, key = build_ours(folder, text)
    with granian("config.wsgi:application", env, threads=4) as server:
        yield Room("Matiane", server, f"/admin/news/article/{key}/change/", ours_stands, ours_saves, ours_publishes)


def entered(browser: Browser, room: Room) -> Page:
    """Return a page of an editor who has logged in."""
    page = browser.new_context(base_url=f"http://127.0.0.1:{room.server.port}", locale="en-GB").new_page()
    page.goto(f"/admin/login/?next={room.edit}")
    page.fill("[name=username]", NAME)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    room.ready(page)
    return page


def round_of(page: Page, room: Room, number: int) -> Iterator[tuple[float, float]]:
    """Open, save and publish once; yield (milliseconds waited, milliseconds of CPU) for each."""

    def timed(step: Callable[[], object]) -> tuple[float, float]:
        cpu, wall = cpu_seconds(room.server.pids()), time.perf_counter()
        step()
        waited = (time.perf_counter() - wall) * 1000
        # What a page still asks for when it stands belongs to it.
        page.wait_for_load_state("networkidle")
        return waited, (cpu_seconds(room.server.pids()) - cpu) * 1000

    def opened() -> None:
        page.goto(room.edit)
        room.ready(page)

    yield timed(opened)
    page.locator("#id_title, #id_title_en").fill(f"Visit {number}, saved")
    yield timed(lambda: room.save(page))
    page.locator("#id_title, #id_title_en").fill(f"Visit {number}, published")
    yield timed(lambda: room.publish(page))


def measured(rooms: list[Room], browser: Browser, rounds: int, shots: Path | None) -> str:
    """Take turns; return the table."""
    pages = [entered(browser, room) for room in rooms]
    found: list[list[list[tuple[float, float]]]] = [[[] for _step in STEPS] for _room in rooms]
    for number in range(rounds + 1):
        for room, page, kept in zip(rooms, pages, found, strict=True):
            for step, figures in zip(kept, round_of(page, room, number), strict=True):
                # The first round fills caches.
                if number:
                    step.append(figures)
            if shots and not number:
                page.goto(room.edit)
                room.ready(page)
                page.screenshot(path=shots / f"{room.name}.png")
    rows = [
        "| step | " + " | ".join(f"{room.name}: ms waited | ms CPU" for room in rooms) + " | ratio waited |",
        "|---|" + "---:|" * (2 * len(rooms) + 1),
    ]
    for place, step in enumerate(STEPS):
        medians = [[statistics.median(each) for each in zip(*kept[place], strict=True)] for kept in found]
        cells = " | ".join(f"{wall:.0f} | {cpu:.0f}" for wall, cpu in medians)
        rows.append(f"| {step} | {cells} | {medians[0][0] / medians[1][0]:.2f} |")
    return "\n".join(rows)


def main() -> None:
    """Read the arguments, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--words", type=int, default=800)
    parser.add_argument("--keep", type=Path, help="where Wagtail stays for the next run")
    parser.add_argument("--shots", type=Path, help="where to put a picture of each form")
    given = parser.parse_args()
    text = body(given.words)
    with tempfile.TemporaryDirectory() as scratch, contextlib.ExitStack() as stack:
        folder = (given.keep or Path(scratch)).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        rooms = [stack.enter_context(served_ours(folder / "ours", text)), stack.enter_context(served_wagtail(folder, text))]
        playwright = stack.enter_context(sync_playwright())
        chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        print(measured(rooms, browser, given.rounds, given.shots))
        browser.close()


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
