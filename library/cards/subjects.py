"""What has a card, and what the card says: registered by each app for its kinds. Its address names all that it shows."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import Any, Protocol

from django.urls import reverse
from django.utils.translation import override

from library.cards import kept
from library.cards.drawing import PICTURE, SIZE, VERSION, Look, Said, Shown
from library.models import Image
from library.outgoing import credit
from library.pictures import Card, files_for, picture_of
from library.renditions import box_of
from publishing import languages
from publishing.models import SiteSettings
from publishing.navigation import absolute
from publishing.publishable import Publishable
from publishing.registry import follow, record_type

# The least of a picture, in pixels across, that fills its place on a card without looking coarse.
LEAST = 300


class Has(Protocol):
    """Something that the public may see, or that is gone."""

    @property
    def is_live(self) -> bool:
        """Whether its page answers."""

    @property
    def is_gone(self) -> bool:
        """Whether its page answers that it was taken back."""


@dataclass(frozen=True)
class Found:
    """What has a card and no state of its own: it stands as long as something live shows it."""

    record: Any
    is_live: bool = True
    is_gone: bool = False


@dataclass(frozen=True)
class Subject:
    """A kind of thing that has a card."""

    kind: str
    # Returns what has a key, as the readers of a language may know of it, with all that its card says.
    find: Callable[[str, str], Has | None]
    # Returns what the card says in a language, which is active meanwhile.
    said: Callable[[Any, str], Said]  # Any: what `find` returns


_subjects: dict[str, Subject] = {}


def register(subject: Subject) -> None:
    """Make a kind known. A second one of the same name takes the place of the first."""
    _subjects[subject.kind] = subject


def register_records(
    model: type[Publishable],
    kind: str,
    said: Callable[[Any, str], Said],  # Any: a record of the model
    *related: str,
    **only: object,
) -> None:
    """Make a record type known: `related` are the foreign keys that its card reads, `only` which of the records have a page."""

    def find(key: str, _language: str) -> Publishable | None:
        return model._default_manager.filter(short_id=key, **only).select_related(*related).first()

    register(Subject(kind, find, said))
    follow(model, kept.settle)


def subject(kind: str) -> Subject | None:
    """Return a kind, None if there is none of this name."""
    return _subjects.get(kind)


def of_record(record: Publishable, language: str, settings: SiteSettings) -> Card:
    """Return the card of a record for its page in a language. No query: what the card says, the page has read."""
    return card(record_type(record).kind, record.short_id, record, language, settings)


def card(kind: str, key: str, record: object, language: str, settings: SiteSettings) -> Card:
    """Return the card of something for its page in a language."""
    language = read_in(record, language)
    said, look = words(kind, record, language), look_of(settings, language)
    about = ", ".join(filter(None, (said.kind, said.date)))
    alt = " – ".join(filter(None, (said.title, about, look.name, said.picture.alt if said.picture else said.lead)))
    return Card(absolute(address(kind, key, language, said, look)), *SIZE, alt)


def read_in(record: object, language: str) -> str:
    """Return the language in which a reader of `language` reads a record, which is that of its card."""
    return record.language_for(language) if isinstance(record, Publishable) else language


def words(kind: str, record: object, language: str) -> Said:
    """Return what the card of a record says."""
    with override(language):
        said = _subjects[kind].said(record, language)
    if isinstance(record, Publishable) and record.is_available_in(language) and (title := getattr(record, f"search_title_{language}")):
        return replace(said, title=title)
    return said


def look_of(settings: SiteSettings, language: str) -> Look:
    """Return the site as its cards show it."""
    return Look(languages.filled(settings, "name", language)[0], settings.logo.get("name", ""), settings.accent)


def digest(said: Said, look: Look) -> str:
    """Return what stands for all that a card shows: another title, another date, another colour is another address."""
    return blake2b(repr((VERSION, said, look)).encode(), digest_size=8).hexdigest()


def address(kind: str, key: str, language: str, said: Said, look: Look) -> str:
    """Return the path of a card. Nobody can ask for a card of words of his own: only the one of today's words is drawn."""
    ending = "jpg" if said.picture else "png"
    return reverse("card", kwargs={"language": language, "kind": kind, "key": key, "digest": digest(said, look), "ending": ending})


def picture_on(record: Any, language: str) -> Shown | None:  # Any: a record with an image and one for its card
    """Return the picture on a record's card: the one chosen for it where that may be shown, else its own; none beside a text of another language."""
    if not record.is_available_in(language):
        return None
    return shown(record.card_image, language) or shown(record.image, language)


def shown(image: Image | None, language: str) -> Shown | None:
    """Return a picture as cards show it; None if there is none, if partners may not use it, and of one that is too small."""
    picture = picture_of(image, language) if image is not None and image.partners_may_use else None
    if image is None or picture is None:
        return None
    files = [each for each in files_for(image, language, "full") if each["format"] == "jpg"]
    if not files:
        return None
    file = max(files, key=lambda each: each["width"])
    # What matters in the picture of all says nothing of a language's own.
    focus = (50, 50) if file["language"] else (image.focal_x, image.focal_y)
    left, _top, right, _bottom = box_of((file["width"], file["height"]), (PICTURE, SIZE[1]), focus)
    return Shown(file["name"], *focus, credit(picture), picture.alt) if right - left >= LEAST else None
