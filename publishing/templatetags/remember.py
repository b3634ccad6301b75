"""A part of a page that is the same on many pages, rendered once."""

from collections.abc import Hashable

from django import template
from django.template.base import FilterExpression, Node, NodeList, Parser, Token
from django.template.context import Context
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()

# So many variants of one part are kept; then it is begun anew.
KEPT = 64


@register.tag
def remember(parser: Parser, token: Token) -> "Remember":
    """Render a part once per process, language and set of values: `{% remember site.name section %}…{% endremember %}`.

    Name every value that the part prints or asks for. They are texts, numbers or None, so that two that are equal print alike.
    """
    values = [parser.compile_filter(word) for word in token.split_contents()[1:]]
    part = parser.parse(["endremember"])
    parser.delete_first_token()
    return Remember(part, values)


class Remember(Node):
    """A remembered part of a template. It is kept with the template, so that a template read anew is rendered anew."""

    child_nodelists = ("part",)

    def __init__(self, part: NodeList, values: list[FilterExpression]) -> None:
        self.part, self.values = part, values
        self.kept: dict[Hashable, SafeString] = {}

    def render(self, context: Context) -> SafeString:
        """Return the part, rendered unless it was with these values."""
        values = tuple(expression.resolve(context, ignore_failures=True) for expression in self.values)
        if unfit := [value for value in values if type(value) not in (str, int, bool, type(None))]:
            raise TypeError(f"A part cannot be remembered by {unfit}.")
        key = (get_language(), *((type(value), value) for value in values))
        found = self.kept.get(key)
        if found is None:
            if len(self.kept) >= KEPT:
                self.kept.clear()
            found = self.kept[key] = self.part.render(context)
        return found
