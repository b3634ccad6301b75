"""What a reader's phone is sent for a page of the site as it is served, and that nothing on it moves."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, CDPSession, Page

from tests.config.test_demo import copied, demo_environment, running_demo
from tests.e2e.conftest import PATIENCE
from tests.e2e.demo_pages import DEMO_PAGES, MORE_PAGES
from tests.publishing.processes import wait_for

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]
PAGES = ("home", "list", "tag", "article", "chronology", "event", "actor", "search", "topic")
PHONE = {"viewport": {"width": 375, "height": 812}, "device_scale_factor": 2, "is_mobile": True}
# Bytes as they travel, compressed, but for headers (which HTTP/2 packs): of all these together, of scripts, and of one picture.
TEXT = ("Document", "Stylesheet", "Script", "Font")
MOST, MOST_OF_SCRIPT, MOST_OF_PICTURE, MOST_PRELOADED = 90_000, 10_000, 30_000, 2
# A picture has at most so many times the points that it is shown with, unless there is no smaller one.
TOO_FINE = 2
# How much of the window moved, and how far (Layout Instability API); what nobody sees, and Lighthouse calls 0.
STILL = 0.001
WATCH = """
window.moved = 0;
new PerformanceObserver((list) => list.getEntries().forEach((each) => { window.moved += each.value; })).observe({ type: "layout-shift" });
"""
DRAWN = "async () => { await document.fonts.ready; for (const frame of [1, 2]) await new Promise(requestAnimationFrame); }"
TO_ITS_END = """async () => {
  for (let at = 0; at < document.documentElement.scrollHeight; at += innerHeight) {
    scrollTo(0, at);
    for (const frame of [1, 2]) await new Promise(requestAnimationFrame);
  }
  await Promise.all([...document.images].map((image) => image.decode()));
}"""
PICTURES = """() => Promise.all([...document.images].map(async (image) => {
  const whole = Object.assign(new Image(), { src: image.currentSrc });
  await whole.decode();
  const path = new URL(image.currentSrc).pathname;
  // What is here already is shown again, whatever its size: nothing more is sent.
  const widest = Math.max(...[...document.images].filter((each) => each.currentSrc === image.currentSrc).map((each) => each.clientWidth));
  const isSmallest = [...image.parentElement.querySelectorAll("source")].some((files) => files.srcset.trim().startsWith(path));
  return {
    address: image.currentSrc,
    isLazy: image.loading === "lazy",
    isFirst: image.fetchPriority === "high",
    hasSize: image.hasAttribute("width"),
    fineness: isSmallest ? 0 : whole.naturalWidth / (widest * devicePixelRatio),
  };
}))"""


@dataclass
class Traffic:
    """What a page is sent: bytes by type, and of each picture."""

    session: CDPSession
    kinds: dict[str, tuple[str, str, int]] = field(default_factory=dict)
    sent: Counter[str] = field(default_factory=Counter)
    pictures: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.session.on("Network.responseReceived", self.begin)
        self.session.on("Network.loadingFinished", self.end)
        self.session.send("Network.enable")

    def begin(self, told: dict) -> None:
        # What came by now are the headers.
        self.kinds[told["requestId"]] = told["type"], told["response"]["url"], int(told["response"]["encodedDataLength"])

    def end(self, told: dict) -> None:
        kind, address, headers = self.kinds[told["requestId"]]
        self.sent[kind] += int(told["encodedDataLength"]) - headers
        if kind == "Image":
            self.pictures[address] += int(told["encodedDataLength"]) - headers


@contextmanager
def phone(browser: Browser) -> Iterator[tuple[Page, Traffic]]:
    """A phone that was never here."""
    context = browser.new_context(**PHONE)
    context.add_init_script(WATCH)
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    yield page, Traffic(context.new_cdp_session(page))
    context.close()


def faults_of(browser: Browser, address: str) -> list[str]:
    """Open a page as a phone does that was never here; return what is too much."""
    with phone(browser) as (page, traffic):
        page.goto(address)
        page.evaluate(DRAWN)
        sent = Counter(traffic.sent)
        page.evaluate(TO_ITS_END)
        moved, pictures = page.evaluate("window.moved"), page.evaluate(PICTURES)
        preloaded = page.locator("link[rel=preload]").count()
    text = sum(sent[kind] for kind in TEXT)
    wrong = {
        f"{text} bytes: {dict(sent)}": text > MOST or not sent["Font"],
        f"{sent['Script']} bytes of script": sent["Script"] > MOST_OF_SCRIPT,
        f"{preloaded} files preloaded": preloaded > MOST_PRELOADED,
        f"moves: {moved}": moved > STILL,
        f"{sum(each['isFirst'] for each in pictures)} pictures before others": sum(each["isFirst"] for each in pictures) > 1,
    }
    for each in pictures:
        wrong[f"{each} weighs {traffic.pictures[each['address']]}"] = traffic.pictures[each["address"]] > MOST_OF_PICTURE
        wrong[f"{each} is not right"] = not (each["isLazy"] or each["isFirst"]) or not each["hasSize"] or each["fineness"] > TOO_FINE
    return [fault for fault, is_so in wrong.items() if is_so]


def are_all_copied(address: str) -> bool:
    """Tell whether each picture of a page is there in the lightest form."""
    with urlopen(address, timeout=30) as answer:  # noqa: S310 - ours
        page = answer.read()
    return page.count(b"<picture") == page.count(b'type="image/avif"') > 0


def test_first_view_is_light_and_nothing_on_it_moves(browser: Browser, made_demo: Path, tmp_path: Path):
    environment = demo_environment(copied(made_demo, tmp_path))
    with running_demo(environment):
        # Lighter copies of pictures are made once the site runs.
        wait_for(lambda: are_all_copied(f"http://127.0.0.1:{environment['PORT']}/en/"))
        paths = [(pages | MORE_PAGES[language])[name] for language, pages in DEMO_PAGES.items() for name in PAGES]
        faults = {path: faults_of(browser, f"http://127.0.0.1:{environment['PORT']}{path}") for path in paths}

    assert {path: found for path, found in faults.items() if found} == {}
