"""How a record looks where others show it: in a search result, and beside a link in a social network."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from publishing import languages, navigation, site, slugs
from publishing.advice.texts import LEADS, SEARCH, Looked
from publishing.capitals import capfirst
from publishing.drafts import Work
from publishing.publishable import State
from publishing.record_page import description
from publishing.registry import record_type

# The characters that are usually printed there.
LENGTHS = {"search_title": "30-65", "search_description": "70-160"}


@dataclass(frozen=True)
class Shown:
    """What is shown of a text in one language."""

    language: str
    # The name of the language, in itself.
    name: str
    site_name: str
    # The way to its page, part by part, the host first.
    trail: list[str]
    title: str
    description: str
    # Where editors see the picture of the card; "" without one.
    picture: str = ""


# Returns where editors see the picture on the card of a form in a language, "" where there is none; given by the library.
_pictures: list[Callable[[Looked, str], str]] = []


def register_picture(of: Callable[[Looked, str], str]) -> None:
    """Let looks show pictures; the last one given is asked."""
    _pictures[:] = [of]


def looks(work: Work) -> list[Shown]:
    """Return the look of the work in each language in which something is written; of nothing in the trash."""
    if work.record.state == State.TRASHED:
        return []
    form, settings = Looked.of(work), site.read()
    return [shown(form, code, languages.filled(settings, "name", code)[0]) for code in form.written]


def shown(form: Looked, code: str, site_name: str) -> Shown:
    """Return the look of a form in a language."""
    record = form.record
    text = {passage.name: passage.value.strip() for passage in form.own.values() if passage.language == code}
    title = text.get(record.title_field, "")
    lead = next((text[name] for name in (*LEADS, "status_note") if text.get(name)), "")
    slug = text.get(record.slug_field) or slugs.slugify(title)
    path = navigation.address_of_slug(record_type(record).url_name, code, slug)
    return Shown(
        language=code,
        name=navigation.name_of(code),
        site_name=site_name,
        trail=[urlsplit(navigation.absolute(path)).netloc, *filter(None, path.split("/"))],
        title=text.get(SEARCH[0]) or capfirst(title),
        description=text.get(SEARCH[1]) or description(lead, text.get(record.body_field, "")),
        picture=next((of(form, code) for of in _pictures), ""),
    )
