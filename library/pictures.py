"""Pictures as pages, feeds and the API show them. A picture names only files that exist."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from library import previews, storage
from library.models import Image
from publishing import languages, licences, previewing
from publishing.fields.richtext import image_ids
from publishing.fields.richtext_render import Picture as Figure
from publishing.navigation import absolute

TYPES = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg"}
# The file for browsers that know nothing of `srcset`: about as wide as a phone's screen has pixels.
PLAIN_WIDTH = 640


@dataclass(frozen=True)
class Files:
    """One `<source>`."""

    type: str
    srcset: str


@dataclass(frozen=True)
class Card:
    """What social networks show beside a link."""

    url: str
    width: int
    height: int
    alt: str


@dataclass(frozen=True)
class Picture:
    """A picture in one language. `*_lang` names the language of a text only where it is another one."""

    id: uuid.UUID
    src: str
    width: int
    height: int
    sources: tuple[Files, ...]
    alt: str
    alt_lang: str
    caption: str
    caption_lang: str
    credit: str
    credit_lang: str
    # Whose the rights are: whom the credit names, where nobody else is said.
    holder: str
    licence: str
    licence_url: str
    partners_may_use: bool
    focal_x: int
    focal_y: int
    # None where there is no file yet, and where others may not use it: a card is shown by them.
    card: Card | None

    @property
    def html(self) -> SafeString:
        """The `<picture>` as it stands in a text."""
        return render_to_string("components/_picture.html", {"picture": self})


def pictures_for(ids: Iterable[uuid.UUID | None], language: str, recipe: str = "full", *, private: bool = False) -> dict[uuid.UUID, Picture]:
    """Return {image id: picture} of those that can be shown, in one query.

    `private` is for editors' eyes: an image that is not public yet is shown by the admin's own view.
    """
    keys = {key for key in ids if key is not None}
    images = Image.objects.filter(pk__in=keys) if keys else []
    found = {image.pk: picture_of(image, language, recipe, private=private) for image in images}
    return {key: picture for key, picture in found.items() if picture is not None}


def figures_for(html: str, language: str, *, private: bool = False) -> dict[str, Figure]:
    """Return the pictures that a rich text shows, as `publishing.fields.richtext.render` takes them."""
    found = pictures_for(image_ids(html), language, private=private)
    return {str(key): figure_of(picture) for key, picture in found.items()}


def kept_figures(html: str, language: str) -> dict[str, Figure]:
    """Return the pictures of a published version's text, and a sentence in the place of each that is no longer public."""
    lost = Figure(render_to_string("components/_picture_gone.html", {"text": _("This picture is no longer published.")}))
    return {str(key): lost for key in image_ids(html)} | figures_for(html, language)


def figure_of(picture: Picture) -> Figure:
    """Return a picture with its words, as a text shows it."""
    return Figure(picture.html, picture.caption, picture.caption_lang, picture.credit, picture.credit_lang)


def picture_of(image: Image | None, language: str, recipe: str = "full", *, private: bool = False) -> Picture | None:
    """Return an image as it is shown by a recipe (`library.renditions.RECIPES`); None if there is no image, or no file yet."""
    if image is None:
        return None
    if files := files_for(image, language, recipe):
        return make(image, language, files, card_of(image, language) if image.partners_may_use else None)
    return private_picture(image, language) if private or previewing.audience() is not None else None


def files_for(image: Image, language: str, recipe: str) -> list[dict[str, Any]]:  # Any: entries of a JSON column
    """Return what exists of an image by a recipe: the language's own picture, else the one that all see."""
    entries = [entry for entry in image.renditions if entry["recipe"] == recipe]
    own = [entry for entry in entries if entry["language"] == language]
    found = own if getattr(image, f"file_variant_{language}") else [entry for entry in entries if not entry["language"]]
    # Without the one format that every browser knows there is nothing to show.
    return found if any(entry["format"] == "jpg" for entry in found) else []


def make(image: Image, language: str, files: list[dict[str, Any]], card: Card | None) -> Picture:
    """Put a picture together from files."""
    plain = [entry for entry in files if entry["format"] == "jpg"]
    middle = min(plain, key=lambda entry: (abs(entry["width"] - PLAIN_WIDTH), entry["width"]))
    largest = max(plain, key=lambda entry: entry["width"])
    return Picture(
        src=url_of(middle),
        width=largest["width"],
        height=largest["height"],
        sources=tuple(source for ending in TYPES if (source := source_of(files, ending))),
        card=card,
        **words(image, language),
    )


def source_of(files: list[dict[str, Any]], ending: str) -> Files | None:
    """Return the `<source>` of a format, if it exists."""
    sizes = sorted((entry["width"], url_of(entry)) for entry in files if entry["format"] == ending)
    return Files(TYPES[ending], ", ".join(f"{url} {width}w" for width, url in sizes)) if sizes else None


def url_of(entry: dict[str, Any]) -> str:
    """Return the public address of a file."""
    return storage.renditions().url(entry["name"])


def words(image: Image, language: str) -> dict[str, Any]:
    """Return what is said about an image, each text in the language if there is one."""
    texts = {name: languages.filled(image, name, language) for name in ("alt", "caption", "credit")}
    if image.decorative:
        texts["alt"] = ("", language)
    return {
        "id": image.pk,
        **{name: text for name, (text, _code) in texts.items()},
        "holder": languages.filled(image, "holder", language)[0] or texts["credit"][0],
        **{f"{name}_lang": code if text and code != language else "" for name, (text, code) in texts.items()},
        "licence": image.get_licence_display(),
        "licence_url": licences.named(image.licence)[1],
        "partners_may_use": image.partners_may_use,
        "focal_x": image.focal_x,
        "focal_y": image.focal_y,
    }


def card_of(image: Image, language: str) -> Card | None:
    """Return the file for social networks, if it exists."""
    files = files_for(image, language, "card")
    return Card(absolute(url_of(files[0])), files[0]["width"], files[0]["height"], words(image, language)["alt"]) if files else None


def private_picture(image: Image, language: str) -> Picture:
    """Return an image that has no public file, as those see it who are shown what is not public."""
    return Picture(
        src=private_address(image, language),
        width=image.width,
        height=image.height,
        sources=(),
        card=None,
        **words(image, language),
    )


def private_address(image: Image, language: str) -> str:
    """Return where such an image is shown: to editors by the admin's view, which asks who is there; by a link to a draft, as long as it works."""
    audience = previewing.audience()
    if audience is not None and audience.link is not None:
        return previews.shared_address(image, language, audience)
    width = PLAIN_WIDTH if audience is None else previews.WIDTHS[-1]
    return f"{reverse('admin:library_image_file', args=[image.pk])}?w={width}&language={language}"
