"""A browser for forms without a browser: the rendered HTML read into the POST that it would send.

    form = Form(client).open("/admin/news/article/add/")
    form.fill(title_en="Talks").add_row("bylines", author=author.pk).press("_save_draft")

`fields` is the POST by name; a test may put anything into it.
"""

import uuid
from typing import Any, Self
from urllib.parse import urlencode

from django.http import HttpResponse
from django.test import Client
from lxml import html

BUTTONS = {"submit", "button", "image", "reset", "file"}


def form_of(page: str, *, ending: str = "_form") -> html.FormElement:
    """Return the first form whose id ends so."""
    return next(form for form in html.fromstring(page).forms if form.get("id", "").endswith(ending))


def posted_by(form: html.HtmlElement) -> dict[str, list[str]]:
    """Return what a browser sends of a form, by name."""
    sent: dict[str, list[str]] = {}
    for element in form.xpath(".//input|.//select|.//textarea"):
        name = element.get("name")
        if not name or "__prefix__" in name or element.get("type") in BUTTONS or element.get("disabled") is not None:
            continue
        values = values_of(element)
        if values is not None:
            sent.setdefault(name, []).extend(values)
    return sent


def values_of(element: html.HtmlElement) -> list[str] | None:
    """Return the values that an input sends, None if it sends nothing."""
    if element.tag == "textarea":
        # A browser drops the first line end of the markup, and sends the others in its own way.
        return [(element.text or "").removeprefix("\n").replace("\n", "\r\n")]
    if element.tag == "select":
        options = element.xpath(".//option")
        chosen = [option.get("value", "") for option in options if option.get("selected") is not None]
        if not chosen and element.get("multiple") is None:
            chosen = [option.get("value", "") for option in options[:1]]
        return chosen or None
    if element.get("type") in {"checkbox", "radio"}:
        return [element.get("value", "on")] if element.get("checked") is not None else None
    return [element.get("value", "")]


class Form:
    """One open form."""

    def __init__(self, client: Client, **headers: str) -> None:
        self.client = client
        self.headers = headers
        self.url = ""
        self.page = ""
        self.response: HttpResponse = HttpResponse()
        self.fields: dict[str, list[str]] = {}

    def open(self, url: str) -> Self:
        """Open the page of a form."""
        self.url = url
        self.read(self.client.get(url, headers=self.headers))
        assert self.response.status_code == 200, (self.response.status_code, self.page[:500])
        return self

    def read(self, response: HttpResponse) -> None:
        """Take over an answer; if it holds a form, that is the open one now."""
        self.response = response
        self.page = response.content.decode()
        if "_form" in self.page:
            self.fields = posted_by(form_of(self.page))

    def fill(self, **values: Any) -> Self:
        """Type into inputs; a list chooses several, None unticks."""
        for name, value in values.items():
            if value is None:
                self.fields.pop(name, None)
            else:
                self.fields[name] = [str(each) for each in value] if isinstance(value, list) else [str(value)]
        return self

    def __getitem__(self, name: str) -> str:
        return self.fields[name][0]

    def index_of(self, prefix: str, key: object) -> int:
        """Return the place of a row in the form."""
        return next(
            int(name.split("-")[1])
            for name, values in self.fields.items()
            if name.startswith(f"{prefix}-") and name.endswith("-id") and values == [str(key)]
        )

    def fill_row(self, prefix: str, key: object, **values: Any) -> Self:
        """Type into a row that is there."""
        return self.fill(**{f"{prefix}-{self.index_of(prefix, key)}-{name}": value for name, value in values.items()})

    def add_row(self, prefix: str, **values: Any) -> Self:
        """Add a row as the page's script does."""
        index = int(self[f"{prefix}-TOTAL_FORMS"])
        self.fields[f"{prefix}-TOTAL_FORMS"] = [str(index + 1)]
        values = {"id": uuid.uuid4(), "position": 100 + index, **values}
        return self.fill(**{f"{prefix}-{index}-{name}": value for name, value in values.items()})

    def press(self, button: str, value: object = "1") -> HttpResponse:
        """Send the form by a button."""
        body = urlencode({**self.fields, button: [str(each) for each in value] if isinstance(value, list) else [str(value)]}, doseq=True)
        self.read(self.client.post(self.url, body, content_type="application/x-www-form-urlencoded", headers=self.headers))
        return self.response

    def follow(self) -> Self:
        """Go where the answer sends the browser."""
        return self.open(self.response.headers["Location"])

    def texts(self, css_class: str) -> list[str]:
        """Return the texts of the elements with a class, white space folded."""
        found = html.fromstring(self.page).xpath(f'//*[contains(concat(" ", normalize-space(@class), " "), " {css_class} ")]')
        return [" ".join(element.text_content().split()) for element in found]

    def input(self, name: str) -> html.HtmlElement:
        """Return an input by its name."""
        return form_of(self.page).xpath(f'.//*[@name="{name}"]')[0]

    def panels(self) -> list[tuple[str, str | None]]:
        """Return (label, language) of the parts of the form."""
        return [(part.get("data-tab"), part.get("data-language")) for part in form_of(self.page).xpath(".//section[@data-tab]")]

    def buttons(self) -> list[str]:
        """Return the names of the buttons, in their order."""
        return [button.get("name") for button in form_of(self.page).xpath('.//button[@type="submit"]')]
