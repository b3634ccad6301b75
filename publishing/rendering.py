"""How inputs become HTML: the commonest without a template, for a form of seventy rows has five hundred of them."""

from collections.abc import Callable, Mapping
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

# What Django hands over for a widget: name, value, attrs and more.
Widget = Mapping[str, Any]


def attributes(values: Mapping[str, object]) -> SafeString:
    """Return HTML attributes: True is one without a value, False is left out."""
    named = format_html_join("", ' {}="{}"', ((name, value) for name, value in values.items() if value is not True and value is not False))
    return format_html("{}{}", named, format_html_join("", " {}", ((name,) for name, value in values.items() if value is True)))


def input_tag(widget: Widget) -> SafeString:
    """Return an input."""
    value = "" if widget["value"] is None else format_html(' value="{}"', widget["value"])
    return format_html('<input type="{}" name="{}"{}{}>', widget["type"], widget["name"], value, attributes(widget["attrs"]))


def select_tag(widget: Widget) -> SafeString:
    """Return a list of choices."""
    groups = format_html_join("", "{}", ((optgroup(name, options),) for name, options, _index in widget["optgroups"]))
    return format_html('<select name="{}"{}>{}</select>', widget["name"], attributes(widget["attrs"]), groups)


def optgroup(name: object, options: list[Widget]) -> SafeString:
    """Return choices, under their name if they have one."""
    tags = format_html_join(
        "", '<option value="{}"{}>{}</option>', ((option["value"], attributes(option["attrs"]), option["label"]) for option in options)
    )
    return format_html('<optgroup label="{}">{}</optgroup>', name, tags) if name else tags


def textarea_tag(widget: Widget) -> SafeString:
    """Return a text of several lines. A browser drops the first line end."""
    value = "" if widget["value"] is None else widget["value"]
    return format_html('<textarea name="{}"{}>\n{}</textarea>', widget["name"], attributes(widget["attrs"]), value)


# {Django's template: what stands in for it}
TAGS: dict[str, Callable[[Widget], SafeString]] = {
    **{f"django/forms/widgets/{name}.html": input_tag for name in ("input", "text", "hidden", "number", "url", "date", "time", "checkbox")},
    "django/forms/widgets/select.html": select_tag,
    "django/forms/widgets/textarea.html": textarea_tag,
}


class InputRenderer(DjangoTemplates):
    """Django's own, but for the inputs above."""

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> SafeString | str:
        """Return the HTML of a widget, a form or a list of errors."""
        tag = TAGS.get(template_name)
        return tag(context["widget"]) if tag else super().render(template_name, context, request)
