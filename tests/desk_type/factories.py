"""Dossiers for tests, made through the form: complete, in both languages, with as many rows of each kind as asked for."""

import datetime as dt
from itertools import count
from typing import Any

from library.models import Source
from news.models import Author
from publishing import drafts
from tests.desk_type.models import Dossier
from tests.factories import make_author, publisher

numbers = count(1)


def dossier_fields(rows: int = 0, **fields: Any) -> dict[str, Any]:
    """Return the fields of a form: texts in both languages, and `rows` rows of each kind. A choice of each is shared by five rows."""
    number = next(numbers)
    authors: list[Author] = [make_author(f"Keeper {number}.{index}") for index in range(rows // 5 + 1)]
    sources = [Source.objects.create(title=f"Source {number}.{index}") for index in range(rows // 5 + 2)]
    return {
        "title_en": f"Dossier {number}",
        "title_ka": f"დოსიე {number}",
        "body_en": "<p>Text.</p>",
        "body_ka": "<p>ტექსტი.</p>",
        "keeper": authors[0].pk,
        "exhibits": [
            {
                "holder": authors[index // 5].pk,
                "sources": [sources[index // 5].pk, sources[index // 5 + 1].pk],
                "locator": f"p. {index}",
            }
            for index in range(rows)
        ],
        "remarks": [{"text_en": f"Remark {index}. " * 20, "text_ka": f"შენიშვნა {index}. " * 20} for index in range(rows)],
        "deadlines": [{"on": dt.date(2024, 1, 1 + index % 28), "number": index, "weight": "high"} for index in range(rows)],
        **fields,
    }


def make_dossier(rows: int = 0, **fields: Any) -> Dossier:
    """Make a dossier that was never public: a draft."""
    return drafts.create(Dossier, dossier_fields(rows, **fields), by=publisher())


def make_published_dossier(rows: int = 0, **fields: Any) -> Dossier:
    """Make a dossier and publish it, by default in both languages."""
    dossier = make_dossier(rows, **fields)
    drafts.publish(dossier, by=publisher())
    return dossier
