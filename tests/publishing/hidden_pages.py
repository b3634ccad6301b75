"""What topics and front pages are filled with, so that each text holds a word of its own."""

from itertools import product

from publishing import languages
from publishing.state import State as FormState
from tests.factories import make_image, make_published_actor, make_published_article, make_tag
from tests.publishing.words import Words


def topic(words: Words) -> FormState:
    """Return the form of a topic with a word in every text that it, or what only it uses, prints."""
    texts = {f"{name}_{code}": words(f"{name}_{code}") for name, code in product(("title", "slug", "lead"), languages.codes())}
    image = make_image(**{f"{name}_{code}": words(f"image_{name}_{code}") for name in ("alt", "caption", "credit") for code in languages.codes()})
    return {
        **texts,
        **{f"introduction_{code}": f"<p>{words(f'introduction_{code}')}</p>" for code in languages.codes()},
        # Nothing public carries it, so nothing is said of it.
        "tag": make_tag(f"Tag of {words.state}").pk,
        "image": image.pk,
        "figures": [{"actor": make_published_actor(name_en="Figure").pk}],
    }


def frontpage(words: Words) -> FormState:
    """Return the form of a front page with a word in every text that it prints."""
    texts = {f"{name}_{code}": words(f"{name}_{code}") for name, code in product(("title", "slug", "lead"), languages.codes())}
    headings = {f"heading_{code}": words(f"heading_{code}") for code in languages.codes()}
    return {**texts, "entries": 6, "highlights": [{"article": make_published_article(title_en="Highlight").pk, **headings}]}
