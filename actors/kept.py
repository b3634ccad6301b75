"""Published versions of people and offices: what a publication keeps, and what the page of a version prints from it."""

from dataclasses import asdict
from typing import Any

from actors import wording
from actors.models import Actor, Office, Place
from actors.profile import actor_page, office_page
from library.models import Image
from library.pictures import kept_figures, picture_of
from publishing import dates, joined
from publishing.fields import richtext
from publishing.models import Address
from publishing.record_page import description

# What a page shows: words as they were, and keys of pictures, which may stop being public.
Content = dict[str, Any]  # Any: texts, and lists of rows


def keep_actor(actor: Actor, language: str) -> Content:
    """Return what the page of an actor shows in a language."""
    return {**kept(actor, language), "image": str(actor.portrait_id or ""), "lines": [asdict(line) for line in actor_page(actor, language).lines]}


def keep_office(office: Office, language: str) -> Content:
    """Return what the page of an office shows in a language."""
    return {**kept(office, language), "lines": [asdict(line) for line in office_page(office, language).lines]}


def keep_place(place: Place, language: str) -> Content:
    """Return what the page of a place says by itself in a language; what lies there is told by others."""
    published = dates.printed(getattr(place, f"published_at_{language}"), language)
    words = {"title": wording.place_name(place, language)[0], "lead": getattr(place, f"status_note_{language}"), "body": ""}
    return {**words, "published": {"text": published.text, "iso": published.iso}}


def kept(record: Actor | Office, language: str) -> Content:
    """Return the words of a record, without what stands around them."""
    published = dates.printed(getattr(record, f"published_at_{language}"), language)
    words = {"title": "name", "lead": "summary", "body": record.body_field}
    texts = {name: getattr(record, f"{column}_{language}") for name, column in words.items()}
    return {**texts, "published": {"text": published.text, "iso": published.iso}}


def show(content: Content, language: str) -> Content:
    """Return what the template of a version prints. A picture that is no longer public is not shown, and the page says so."""
    lead, body = (str(content.get(name, "")) for name in ("lead", "body"))
    image = Image.objects.filter(pk=content["image"]).first() if content.get("image") else None
    picture = picture_of(image, language)
    return {
        **content,
        "body": richtext.render(body, pictures=kept_figures(body, language), language=language),
        "description": description(lead, body),
        "image": picture,
        "lost_image": bool(content.get("image")) and picture is None,
        **({"lines": still_public(content["lines"])} if content.get("lines") else {}),
    }


def still_public(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:  # Any: texts, and a label
    """Return the kept lines that name nobody whom the public sees no longer. One that was merged is seen as what it is now.

    Earlier releases kept the address alone; what they kept without one is not shown.
    """
    slugs = [line["of"]["url"].rstrip("/").rpartition("/")[2] for line in lines]
    old = {slug for line, slug in zip(lines, slugs, strict=True) if not line.get("key")}
    known = dict(Address.objects.filter(kind__in=("actor", "office"), slug__in=old).values_list("slug", "record")) if old else {}
    keys = [line.get("key") or str(known.get(slug, "")) for line, slug in zip(lines, slugs, strict=True)]
    went = joined.merged(set(filter(None, keys)), was_public=True)
    wanted = {went.get(key, key) for key in keys if key}
    live = {str(key) for model in (Actor, Office) for key in model.objects.live().filter(pk__in=wanted).values_list("pk", flat=True)}
    return [line for line, key in zip(lines, keys, strict=True) if went.get(key, key) in live]
