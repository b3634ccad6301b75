"""What templates of the admin ask of a record."""

from django import template
from django.utils.translation import get_language

from publishing import languages
from publishing.publishable import Publishable

register = template.Library()


@register.filter
def working_title(record: Publishable) -> str:
    """Return the title the editor is working on, or else the public one."""
    return record.working_title or record.title_in(languages.active())[0]


@register.filter
def title_language(record: Publishable) -> str:
    """Return the language of `working_title` where it is known and another than that of the interface, else ''."""
    text = working_title(record)
    known = [code for code in languages.codes() if text and getattr(record, f"{record.title_field}_{code}") == text]
    code = known[0] if known else "ka" if any("Ⴀ" <= letter <= "ჿ" for letter in text) else ""
    return "" if code == get_language() else code
