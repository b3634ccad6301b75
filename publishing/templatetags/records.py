"""What templates of the admin ask of a record."""

from django import template

from publishing import languages
from publishing.publishable import Publishable

register = template.Library()


@register.filter
def working_title(record: Publishable) -> str:
    """Return the title the editor is working on, or else the public one."""
    return record.working_title or record.title_in(languages.active())[0]


@register.filter
def title_language(record: Publishable) -> str:
    """Return the language of `working_title`, '' where it is not known, that of the interface where there is no title."""
    text = working_title(record)
    if not text:
        return languages.active()
    known = [code for code in languages.codes() if getattr(record, f"{record.title_field}_{code}") == text]
    written_in_georgian = any("Ⴀ" <= letter <= "ჿ" for letter in text)
    return known[0] if known else "ka" if written_in_georgian else ""
