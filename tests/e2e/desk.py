"""An editor at work: the admin's article form as somebody with a keyboard and a mouse uses it."""

from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.e2e.editors import choose, wait_for_form

ADD = "/admin/news/article/add/"


class Desk:
    """The admin of the demo in one browser."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def log_in(self, name: str) -> "Desk":
        self.page.goto("/admin/login/?next=/admin/")
        self.page.fill("#id_username", name)
        self.page.fill("#id_password", "matiane-demo")
        self.page.click("#login-form [type=submit]")
        self.page.wait_for_url("**/admin/")
        return self

    def open(self, path: str = ADD) -> "Desk":
        self.page.goto(path)
        wait_for_form(self.page)
        return self

    def find(self, title: str) -> "Desk":
        """Open the form of an article from the list."""
        self.page.goto("/admin/news/article/")
        self.page.get_by_role("main").get_by_role("link", name=title).first.click()
        wait_for_form(self.page)
        return self

    def tab(self, name: str) -> "Desk":
        self.page.get_by_role("tab", name=name).click()
        return self

    @property
    def panel(self) -> Locator:
        return self.page.get_by_role("tabpanel")

    @property
    def dialog(self) -> Locator:
        return self.page.get_by_role("dialog").last

    def write(self, language: str, *, title: str, lead: str = "", body: str = "") -> "Desk":
        """Write a text by hand, its body in the editor."""
        self.tab(language)
        self.panel.get_by_label("Title", exact=True).fill(title)
        self.panel.get_by_label("Lead", exact=True).fill(lead)
        if body:
            self.panel.get_by_role("textbox", name="Body").click()
            self.page.keyboard.type(body)
        return self

    def kind(self, label: str) -> "Desk":
        self.tab("Details")
        self.panel.get_by_label("Kind", exact=True).select_option(label=label)
        return self

    def tag(self, typed: str, *, chosen: str) -> "Desk":
        """Type into the tags, and take what is offered."""
        self.tab("Details")
        choose(self.page, self.panel.get_by_role("searchbox", name="tags"), typed, chosen)
        return self

    def picture(self, typed: str, *, chosen: str) -> "Desk":
        """Choose the image at the head of the article."""
        self.tab("Details")
        choose(self.page, self.panel.get_by_role("combobox", name="Image"), typed, chosen)
        return self

    def byline(self, typed: str, *, chosen: str) -> "Desk":
        self.tab("Byline")
        self.panel.get_by_role("button", name="Add:").click()
        choose(self.page, self.panel.get_by_role("combobox", name="Author").last, typed, chosen)
        return self

    def upload(self, language: str, file: Path, *, alt_en: str, alt_ka: str) -> "Desk":
        """Upload an image at the end of a text."""
        self.tab(language)
        self.panel.get_by_role("textbox", name="Body").press("Control+End")
        self.panel.get_by_role("button", name="Image", exact=True).click()
        self.dialog.get_by_label("Image file").set_input_files(file)
        self.dialog.get_by_label("What the image shows (English)").fill(alt_en)
        self.dialog.get_by_label("What the image shows (Georgian)").fill(alt_ka)
        self.dialog.get_by_role("button", name="Upload and insert").click()
        expect(self.page.get_by_role("dialog")).to_have_count(0)
        return self

    def choose_image(self, language: str, title: str) -> "Desk":
        """Put an image of the library at the end of a text."""
        self.tab(language)
        self.panel.get_by_role("textbox", name="Body").press("Control+End")
        self.panel.get_by_role("button", name="Image", exact=True).click()
        self.dialog.get_by_role("button", name=title).click()
        expect(self.page.get_by_role("dialog")).to_have_count(0)
        return self

    def press(self, button: str) -> "Desk":
        """Take a step, rare ones too, and wait for the answer."""
        closed = self.page.locator("details.record-step:not([open]) > summary")
        for _step in range(closed.count()):
            closed.first.click()
        with self.page.expect_navigation():
            # A step in the bar may stand among the rare ones again, with what can be said about it.
            self.page.get_by_role("button", name=button, exact=True).first.click()
        return self

    @property
    def steps(self) -> list[str]:
        return self.page.locator("form[id$=_form] button[type=submit]").all_inner_texts()
