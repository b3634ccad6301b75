"""The page of the editor as a test handles it."""

from urllib.parse import urlencode

from playwright.sync_api import Locator, Page, expect

from publishing.fields.richtext import clean


class Editor:
    """The page of the editor, with its English text at hand."""

    def __init__(self, page: Page, url: str) -> None:
        self.page, self.url = page, url
        self.complaints: list[str] = []
        page.on("console", lambda message: message.type in {"error", "warning"} and self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def open(self, html: str = "", **texts: str) -> "Editor":
        self.page.goto(f"{self.url}/admin/editor/?{urlencode({'body_en': html, **texts})}")
        expect(self.page.get_by_role("toolbar")).to_have_count(2)
        # A button is pressed where it will stay.
        self.page.evaluate("document.fonts.ready.then(() => true)")
        return self

    @property
    def text(self) -> Locator:
        return self.page.get_by_role("textbox", name="Text in English")

    @property
    def dialog(self) -> Locator:
        return self.page.get_by_role("dialog").last

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def point(self, words: str) -> None:
        """Press on some words as a person would: the editor takes no other selection for 50 ms after its own, and notices one a moment later."""
        self.page.wait_for_timeout(100)
        self.text.get_by_text(words).click()
        self.page.wait_for_timeout(100)

    def type(self, words: str) -> None:
        self.text.press("Control+End")
        self.page.keyboard.type(words)

    def paste(self, text: str, kind: str = "text/plain") -> None:
        self.text.focus()
        self.page.evaluate(
            """([text, kind]) => {
                const clipboardData = new DataTransfer()
                clipboardData.setData(kind, text)
                document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }))
            }""",
            [text, kind],
        )

    def give_files(self, how: str, content: bytes, kind: str, *names: str) -> None:
        """Paste or drop files into the text."""
        self.page.evaluate(
            """([how, bytes, type, names]) => {
                const carried = new DataTransfer()
                for (const name of names) carried.items.add(new File([new Uint8Array(bytes)], name, { type }))
                const box = document.querySelector("[role=textbox]")
                const { x, y } = box.getBoundingClientRect()
                const options = { bubbles: true, cancelable: true }
                const event = how === "drop"
                    ? new DragEvent("drop", { ...options, dataTransfer: carried, clientX: x + 40, clientY: y + 20 })
                    : new ClipboardEvent("paste", { ...options, clipboardData: carried })
                box.dispatchEvent(event)
            }""",
            [how, list(content), kind, names],
        )

    @property
    def below(self) -> Locator:
        """What the editor says below the text."""
        return self.page.get_by_role("status").first

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("toolbar").first.get_by_role("button", name=name, exact=True)

    @property
    def stored(self) -> str:
        return clean(self.page.locator("#id_body_en").input_value())

    def expect_stored(self, html: str) -> None:
        """Wait for what the text box hands over: a dialog answers a moment after it has closed."""
        for _moment in range(50):
            if self.stored == html:
                return
            self.page.wait_for_timeout(100)
        assert self.stored == html, self.stored

    def send(self) -> dict[str, list[str]]:
        with self.page.expect_response(lambda response: response.request.method == "POST") as caught:
            self.page.get_by_role("button", name="Send").click()
        return caught.value.json()
