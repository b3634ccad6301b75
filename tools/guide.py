"""Take the pictures of docs/editors.md: an author and an editor of a fresh demo write, review and publish an article.

    .venv/bin/python -m tools.guide [--into docs/guide]

Needs Chromium. What the desk looks like changes; the story does not, so whoever changes a screen runs this again and looks.
"""

import argparse
import io
import os
import shutil
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from bench.servers import environment, granian, manage
from tests.e2e.desk import Desk

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
WIDTH, HEIGHT = 1280, 800
# Enough colours for letters and a photograph; a picture of the desk has hardly more.
COLOURS = 128

TITLES = {"English": "Hotline between the sides rings again", "Georgian": "ცხელი ხაზი მხარეებს შორის კვლავ მუშაობს"}
LEADS = {
    "English": "After eleven days of silence the hotline of the incident prevention mechanism was answered on Monday.",
    "Georgian": "თერთმეტდღიანი დუმილის შემდეგ ინციდენტების პრევენციის მექანიზმის ცხელ ხაზს ორშაბათს უპასუხეს.",
}
BODIES = {
    "English": "The monitoring mission said that the first call concerned a herd that had crossed the line.",
    "Georgian": "სადამკვირვებლო მისიის ცნობით, პირველი ზარი ნახირს ეხებოდა, რომელმაც ხაზი გადაკვეთა.",
}


class Camera:
    """Takes pictures of a page into a folder."""

    def __init__(self, into: Path) -> None:
        self.into = into

    def take(self, page: Page, name: str, *, top: str = "") -> None:
        """Take what the window shows, scrolled to the element `top` if one is named."""
        page.evaluate("document.fonts.ready.then(() => true)")
        page.evaluate("window.scrollTo(0, 0)")
        if top:
            page.locator(top).first.evaluate("element => element.scrollIntoView({block: 'start', behavior: 'instant'})")
        page.wait_for_timeout(300)
        picture = Image.open(io.BytesIO(page.screenshot()))
        picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(self.into / f"{name}.png", optimize=True)


def window(browser: Browser, home: str) -> Page:
    """Return a window of somebody's own."""
    page = browser.new_context(base_url=home, locale="en-GB", viewport={"width": WIDTH, "height": HEIGHT}, timezone_id="Asia/Tbilisi").new_page()
    page.set_default_timeout(60_000)
    return page


def tell(browser: Browser, home: str, camera: Camera) -> None:
    """Play the story of the guide."""
    author = Desk(window(browser, home)).log_in("author")
    camera.take(author.page, "1-desk")
    author.open().write("English", title=TITLES["English"], lead=LEADS["English"], body=BODIES["English"])
    camera.take(author.page, "2-write", top="#id_title_en")
    author.kind("News").tag("tskhinv", chosen="Tskhinvali Region")
    camera.take(author.page, "3-details")
    author.write("Georgian", title=TITLES["Georgian"], lead="")
    author.press("Save draft")
    address = author.page.url
    author.open(address).page.locator("summary", has_text="Advice").first.click()
    expect(author.page.get_by_text("Nothing was found.")).to_have_count(0)
    camera.take(author.page, "4-advice")
    author.write("Georgian", title=TITLES["Georgian"], lead=LEADS["Georgian"], body=BODIES["Georgian"])
    camera.take(author.page, "5-georgian", top="#id_title_ka")
    author.page.locator("#more summary", has_text="Review").first.click()
    author.page.select_option("#id_review_assignee", label="editor")
    author.page.fill("#id_review_note", "Please check the day of the call.")
    camera.take(author.page, "6-submit", top="#more")
    author.press("Submit for review")

    editor = Desk(window(browser, home)).log_in("editor")
    camera.take(editor.page, "7-asked")
    editor.open(address)
    camera.take(editor.page, "8-review")
    editor.press("Publish")
    editor.page.get_by_role("link", name="View on site").click()
    expect(editor.page.get_by_role("heading", level=1)).to_have_text(TITLES["English"])
    camera.take(editor.page, "9-public")


def main() -> None:
    """Serve a fresh demo, play the story, keep the pictures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--into", type=Path, default=Path("docs/guide"))
    into = parser.parse_args().into
    into.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        env = environment(Path(folder) / "data", ALLOWED_HOSTS="127.0.0.1,localhost")
        manage(env, "demo", "--no-serve")
        chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
        with granian("config.wsgi:application", env, threads=4) as server:
            browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
            tell(browser, f"http://127.0.0.1:{server.port}", Camera(into))
            browser.close()


if __name__ == "__main__":
    main()
