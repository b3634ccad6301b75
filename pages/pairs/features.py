"""What of a text can tell that another one is its translation: when it appeared, its pictures, links, names and address."""

import datetime as dt
import hashlib
import re
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.html import strip_tags

from library.models import Image
from pages.models import ImportedItem
from publishing import languages, navigation
from publishing.models import Draft, Join
from publishing.pairs import joinable
from publishing.registry import RecordType, record_types
from publishing.slugs import slugify

SAID = ("title", "lead", "body")
IMAGE = re.compile(r'data-image="([0-9a-f-]{36})"')
LINK = re.compile(r'href="([^"]+)"')
SHORT = re.compile(r"/a/([0-9a-z]{10})(?=$|[/?#])")
# What a site puts behind the address of a translation.
MARK = re.compile(r"(?:-(?:\d{1,2}|en|eng|english|ka|ge|geo|kar|kartuli))+$")
CAPITALISED = re.compile(r"\b[A-Z][\w’'-]{3,}")
GEORGIAN_WORD = re.compile(r"[ა-ჰ]{4,}")
NUMBER = re.compile(r"(?<![\d.,])\d{2,}(?![\d.,]*\d)")
# Different spellings of one sound, where English and the national transliteration of Georgian part.
FOLDED = str.maketrans({"c": "k", "q": "k", "w": "v", "y": "i", "x": "k", "f": "p"})
STEM = 5
# How far into a text names are looked for.
READ = 1500


@dataclass
class Features:
    """A text in one language, as far as it is compared."""

    key: uuid.UUID
    code: str
    title: str
    short_id: str
    # When it became public; of what never was, nothing is known.
    at: dt.datetime | None = None
    slug: str = ""
    images: set[str] = field(default_factory=set)
    # Short ids and slugs that its text leads to.
    links: set[str] = field(default_factory=set)
    # {stem: the word, as it is written}
    names: dict[str, str] = field(default_factory=dict)
    tags: set[str] = field(default_factory=set)
    groups: set[str] = field(default_factory=set)


def text_types() -> list[RecordType]:
    """Return the types of records that are texts: of those two may be one story."""
    said = {f"{name}_{code}" for name in SAID for code in languages.codes()}
    return [known for known in record_types() if said <= {column.name for column in known.model._meta.get_fields()}]


def features(known: RecordType) -> list[Features]:
    """Return what can be compared of every record of a type that has its text in one language alone. A few queries, whatever their number."""
    joined = set(Join.objects.filter(kind=known.kind).values_list("into", flat=True))
    drafts = Draft.objects.filter(kind=known.kind)
    # Only of what is worked on: a draft is as long as its text.
    worked_on = {key: said_in_draft(data) for key, data in drafts.values_list("record", "data").iterator(chunk_size=200)}
    pictures = digests()
    found = {}
    for row in rows_of(known):
        state = {**row, **worked_on.get(row["id"], {})}
        codes = [code for code in languages.codes() if any(state.get(f"{name}_{code}") for name in SAID)]
        if len(codes) == 1 and row["id"] not in joined:
            found[row["id"]] = features_of(state, codes[0], known, pictures)
    add_tags(known, found)
    for key, source, group in ImportedItem.objects.filter(kind=known.kind).exclude(group="").values_list("record", "source", "group"):
        if key in found:
            found[key].groups.add(f"{source}\n{group}")
    return list(found.values())


def rows_of(known: RecordType) -> Iterator[dict[str, Any]]:  # Any: values of columns
    """Yield the columns that are compared, of records that are neither withdrawn nor in the trash."""
    model = known.model
    codes = languages.codes()
    names = [f"{name}_{code}" for name in (*SAID, "slug", "published_at") for code in codes]
    images = ["image_id"] if "image" in {column.name for column in model._meta.fields} else []
    yield from joinable(model).order_by("pk").values("id", "short_id", *names, *images).iterator(chunk_size=200)


def said_in_draft(data: dict[str, Any]) -> dict[str, Any]:  # Any: values of a form
    """Return what is compared of a draft."""
    names = {f"{name}_{code}" for name in (*SAID, "slug") for code in languages.codes()}
    found = {name: data[name] for name in names if name in data}
    return {**found, **({"image_id": data["image"]} if data.get("image") else {}), "tags": data.get("tags", [])}


def features_of(state: dict[str, Any], code: str, known: RecordType, pictures: dict[str, str]) -> Features:
    """Return what can be compared of one text."""
    body = state.get(f"body_{code}") or ""
    images = {str(state.get("image_id") or ""), *IMAGE.findall(body)} - {""}
    said = " ".join((state.get(f"title_{code}") or "", state.get(f"lead_{code}") or "", strip_tags(body[: 2 * READ])))[:READ]
    return Features(
        key=state["id"],
        code=code,
        title=state.get(f"title_{code}") or "",
        short_id=state["short_id"],
        at=state.get(f"published_at_{code}"),
        slug=state.get(f"slug_{code}") or slugify(state.get(f"title_{code}") or ""),
        images={pictures.get(image, image) for image in images},
        links={target for link in LINK.findall(body) if (target := target_of(link, known))},
        names=names_in(said),
        tags={str(tag) for tag in state.get("tags", [])},
    )


def target_of(link: str, known: RecordType) -> str:
    """Return the short id or the slug that a link within the site leads to, "" if it leads elsewhere."""
    if short := SHORT.search(link):
        return short[1]
    for code in languages.codes():
        before, _slug, _after = navigation.address_of_slug(known.url_name, code, navigation.STAND_IN).partition(navigation.STAND_IN)
        at = link.find(before)
        if at >= 0 and (slug := link[at + len(before) :].partition("/")[0]):
            return slug
    return ""


def names_in(text: str) -> dict[str, str]:
    """Return {stem: word} of what is written alike in all languages: names and numbers."""
    found = {number: number for number in NUMBER.findall(text)}
    for word in [*CAPITALISED.findall(text), *GEORGIAN_WORD.findall(text)]:
        if stem := stem_of(word):
            found.setdefault(stem, word)
    return found


def stem_of(word: str) -> str:
    """Return the beginning of a word in plain letters, as it sounds: endings differ from case to case and from language to language."""
    plain = slugify(word).replace("-", "").translate(FOLDED)
    single = re.sub(r"(.)\1+", r"\1", re.sub(r"(?<=[kpt])h", "", plain))
    return single[:STEM] if len(single) >= STEM else ""


def stripped(slug: str) -> str:
    """Return a slug without what marks the translation in it."""
    return MARK.sub("", slug)


def add_tags(known: RecordType, found: dict[uuid.UUID, Features]) -> None:
    """Add the tags of public records; those of drafts stand in them."""
    for rows in (rows for rows in known.listed_rows if rows.target):
        for key, target in rows.model._default_manager.values_list(f"{rows.record}_id", f"{rows.target}_id").iterator(chunk_size=2000):
            if key in found:
                found[key].tags.add(str(target))


def digests() -> dict[str, str]:
    """Return {image: a mark of its content} for images that are the same file more than once."""
    alike: defaultdict[tuple[int, int, int], list[Image]] = defaultdict(list)
    images = Image.objects.only("pk", "file", "width", "height")
    sizes: defaultdict[tuple[int, int], list[Image]] = defaultdict(list)
    for image in images.iterator(chunk_size=2000):
        sizes[image.width, image.height].append(image)
    for (width, height), group in sizes.items():
        for image in group if len(group) > 1 else ():
            if (size := size_of(image)) is not None:
                alike[width, height, size].append(image)
    return {str(image.pk): digest for group in alike.values() if len(group) > 1 for image, digest in digested(group)}


def size_of(image: Image) -> int | None:
    """Return how large the file of an image is, None if it is lost."""
    try:
        return image.file.size
    except OSError:
        return None


def digested(images: Iterable[Image]) -> Iterator[tuple[Image, str]]:
    """Yield the images whose file can be read, with a mark of their content."""
    for image in images:
        try:
            with image.file.open("rb") as file:
                yield image, hashlib.file_digest(file, "sha256").hexdigest()
        except OSError:
            continue
