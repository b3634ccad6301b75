"""Two records that are one story in two languages, and what readers find at their addresses."""

import datetime as dt

from django.test import Client
from django.utils import timezone

from news.models import Article
from publishing import drafts
from tests.factories import make_kind, publisher

LONG_AGO = timezone.now() - dt.timedelta(days=400)
LATER = LONG_AGO + dt.timedelta(hours=3)


def written(model=Article, **fields):
    if model is Article:
        fields = {"kind": make_kind().pk, **fields}
    return drafts.create(model, fields, by=publisher())


def public(model=Article, at=LATER, **fields):
    record = written(model, **fields)
    drafts.publish(record, by=publisher(), at=at)
    return record


def english(**fields):
    return public(**{"at": LONG_AGO, "title_en": "Bridge reopens", "body_en": "<p>Open.</p>", **fields})


def georgian(**fields):
    return public(**{"title_ka": "ხიდი გაიხსნა", "body_ka": "<p>ღიაა.</p>", "slug_ka": "khidi", **fields})


def read(path, times=1):
    """Return (path, status) of the page at the end of at most `times` redirects."""
    client = Client(headers={"accept-language": "ka"})
    hops, response = 0, client.get(path)
    while response.status_code in (301, 302):
        hops += 1
        path = response.headers["Location"]
        response = client.get(path)
    assert hops <= times, f"{hops} hops"
    return path, response.status_code
