"""What shipped pages state of the settings in force: words in a text such as `[[licence]]`, filled in when the page is loaded."""

import re

from babel.dates import get_timezone_location
from django.conf import settings
from django.utils import translation
from django.utils.text import get_text_list
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from publishing import languages, licences, site
from publishing.models import SiteSettings

MARK = re.compile(r"\[\[(\w+)\]\]")
# What the styles and the tests of the project hold to.
WCAG, CONTRAST = "2.2 AA", "4.5"


def facts(language: str) -> dict[str, str]:
    """Return what is true of this site, by the name under which a text calls it, in one language."""
    known = site.current()
    with translation.override(language):
        return {
            "site": getattr(known, f"name_{language}") or known.name,
            "address": settings.SITE_URL,
            "licence": licences.named(known.licence)[0],
            "languages": get_text_list([str(get_language_info(code)["name_translated"]) for code in languages.codes()], _("and")),
            "time_zone": get_timezone_location(settings.TIME_ZONE, locale=language),
            "session_days": str(settings.SESSION_COOKIE_AGE // 86_400),
            "wcag": WCAG,
            "contrast": CONTRAST,
            "counting": counting(),
            "reports": reports(known),
            "mails": mails(),
        }


def counting() -> str:
    """Return what is counted of readers."""
    if settings.COUNT_VISITS:
        return _(
            "We count how often a page is read: by day, page, language and the name of the site that led there. "
            "The count holds no address and nothing of the device, uses no cookie, and leaves robots out."
        )
    return _("We do not count how often a page is read.")


def reports(known: SiteSettings) -> str:
    """Return what becomes of a reader's report of an error; "" where none can be sent."""
    if not known.reports_to:
        return ""
    return _(
        "The form for mistakes below each article sends your words to the editors as a mail; this site keeps neither them nor your address. "
        "So that nobody floods it, the server remembers for a day at most a number that cannot be turned back into the address of your computer."
    )


def mails() -> str:
    """Return what becomes of the address of a reader who asks for mails; "" where none are sent."""
    if not settings.MAILS_READERS:
        return ""
    return _(
        "If you ask us for mails, your address is kept under lock and used for them alone; they hold nothing that would tell us whether you "
        "open them. It is deleted as soon as you end the last of them, and 48 hours after you typed it if you do not confirm it."
    )


def filled(text: str, known: dict[str, str]) -> str:
    """Return a text with its facts; KeyError with the name of one that nobody knows."""
    return MARK.sub(lambda found: known[found[1]], text)
