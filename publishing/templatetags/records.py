"""What templates of the admin ask of a record."""

from django import template
from django.conf import settings
from django.contrib.auth.models import User
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from publishing import languages
from publishing.presence import name_of
from publishing.publishable import Publishable

register = template.Library()


@register.filter
def working_title(record: Publishable) -> str:
    """Return the title the editor is working on, in the language of the interface where that is known, or else the public one."""
    return record.desk_title


@register.filter
def title_language(record: Publishable) -> str:
    """Return the language of `working_title`, '' where it is not known, that of the interface where there is no title."""
    text = working_title(record)
    if not text:
        return languages.active()
    known = [code for code in languages.preference(languages.active()) if getattr(record, f"{record.title_field}_{code}") == text]
    written_in_georgian = any("Ⴀ" <= letter <= "ჿ" for letter in text)
    return known[0] if known else "ka" if written_in_georgian else ""


@register.filter
def readable_languages(record: Publishable) -> list[tuple[str, bool, str]]:
    """Return, for every language of the site, its code, whether the public reads the record in it, and that in words."""
    readable = record.available_languages
    words = {True: _("public in %(language)s"), False: _("not public in %(language)s")}
    return [(code, code in readable, words[code in readable] % {"language": name}) for code, name in settings.LANGUAGES]


@register.filter
def language_names(codes: list[str]) -> str:
    """Return languages in words."""
    names = dict(settings.LANGUAGES)
    return get_text_list([str(names[code]) for code in codes if code in names], _("and"))


@register.filter
def person(user: User | None) -> str:
    """Return what colleagues call somebody; whose account is gone has no name."""
    return name_of(user) if user is not None else _("somebody who has left")


@register.filter
def kind_of(record: Publishable) -> str:
    """Return what a record is called as one of its kind."""
    return str(record._meta.verbose_name)
