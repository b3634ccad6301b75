"""An archive of people, offices and tenures for `bench.actors`, and what is asked of it."""

import datetime as dt
import gzip
import random
import re
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection
from django.utils import timezone

from actors.models import Actor, ActorName, Office, Place, Post, Remit, Tenure
from actors.seats import is_sole
from library.models import Source
from publishing import listing, workflow
from publishing.publishable import State

DAY = dt.date(2020, 6, 1)
# Fonts that a page in English asks for; others come with letters of other scripts.
FONTS = ("serif-latin-display-600", "serif-latin-400", "sans-latin-400", "sans-latin-600", "sans-switch")


def records(model: type[Any], count: int, prefix: str, **fields: Any) -> list[Any]:
    """Make public records without a history, in bulk."""
    made = []
    for number in range(count):
        now = timezone.now()
        dates = {"published_at_en": now, "first_published_at": now}
        record = model(name_en=f"{prefix} Name{number:05}", slug_en=f"{prefix.lower()}-{number}", state=State.PUBLISHED, **dates, **fields)
        listing.derive(record)
        made.append(record)
    return model.objects.bulk_create(made, batch_size=2000)


def tenures(actors: list[Actor], posts: list[Post], count: int, draw: random.Random) -> list[Tenure]:
    """Return tenures one after the other in each post: years, months and days, some without an end, some without dates."""
    made = []
    each = max(1, count // len(posts))
    for post in posts:
        begins = dt.date(1900, 1, 1) + dt.timedelta(days=draw.randrange(2000))
        for _number in range(each):
            ends = begins + dt.timedelta(days=draw.randrange(100, 40_000 // each + 101))
            start, end = (str(date)[: draw.choice([4, 7, 10, 10])] for date in (begins, ends))
            dates = {"start": start, "end": max(end, start), "end_status": "ended"} if draw.random() > 0.02 else {}
            made.append(Tenure(actor=draw.choice(actors), post=post, **dates))
            begins = ends
    return made


def history(office: Office, actors: list[Actor], count: int, *, one: Actor | None = None) -> list[Tenure]:
    """Return so many tenures of one year in an office with one post, or of one person there."""
    posts = Post.objects.bulk_create([Post(office=office, title_en=f"Post {number}", seats=None) for number in range(-(-count // 500))])
    return [
        Tenure(actor=one or actor, post=posts[number % len(posts)], start=str(1500 + number), end=str(1501 + number), end_status="ended")
        for number, actor in zip(range(count), islice(actors * count, count), strict=True)
    ]


def fill(count: int, seed: int) -> dict[str, str]:
    """Fill the database; return {case: address}."""
    draw = random.Random(seed)
    actors, offices = records(Actor, max(30, count // 20), "Given"), records(Office, max(10, count // 50), "Office")
    posts = Post.objects.bulk_create([Post(office=office, title_en="Head") for office in offices], batch_size=2000)
    made = tenures(actors, posts, count, draw)
    found = {}
    source = Source.objects.create(title="A decree", publisher="A government", url="https://example.org/decree")
    for number in (15, 500):
        office, person = records(Office, 1, f"Long{number}")[0], records(Actor, 1, f"Serving{number}")[0]
        there = records(Office, 1, f"Elsewhere{number}")[0]
        made += history(office, actors, number) + history(there, actors, number, one=person)
        ActorName.objects.bulk_create(ActorName(actor=person, name=f"Another Name {each}", position=each) for each in range(number))
        found |= {f"office: {number}": f"/en/offices/{office.slug_en}/", f"office on a day: {number}": f"/en/offices/{office.slug_en}/?on=2010-06-01"}
        found |= {f"actor: {number}": f"/en/actors/{person.slug_en}/"}
    Tenure.objects.bulk_create(made, batch_size=2000)
    Tenure.objects.update(is_sole=is_sole())
    Tenure.sources.through.objects.bulk_create([Tenure.sources.through(tenure=tenure, source=source) for tenure in made[-2 * 515 :]], batch_size=2000)
    place = records(Place, 1, "Region")[0]
    Remit.objects.bulk_create([Remit(actor=tenure.actor, tenure=tenure, place=place) for tenure in made[:500]])
    for model in (Actor, Office, Place):
        claim(model)
    # A public change, so that processes remember.
    person = Actor.objects.create(name_en="The Last")
    workflow.transition(person, State.PUBLISHED, by=User.objects.create_superuser("bench", password=""))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return {name: found[name] for name in sorted(found, key=lambda name: (name.partition(":")[0], int(name.rpartition(" ")[2])))}


def claim(model: type[Any]) -> None:
    """Let the slugs of bulk-made records lead to them."""
    from publishing.models import Address  # noqa: PLC0415 - beside its only use

    kind = model._meta.model_name
    rows = model.objects.values_list("pk", "slug_en")
    Address.objects.bulk_create([Address(kind=kind, slug=slug, record=key) for key, slug in rows if slug], batch_size=2000)


def questions() -> dict[str, Callable[[], int]]:
    """Return {question: asking it, which tells how many answers there are}."""
    office = Office.objects.get(name_en="Office Name00000")
    post, actor = office.posts.get(), Actor.objects.get(name_en="Given Name00000")
    return {
        "`post.holders_on`": lambda: len(post.holders_on(DAY)),
        "`office.holders_on`": lambda: len(office.holders_on(DAY)),
        "`office.holders_on`, one with 500": lambda: len(Office.objects.get(name_en="Long500 Name00000").holders_on(DAY)),
        "`actor.title_on`": lambda: len(actor.title_on(DAY)),
    }


def plans() -> str:
    """Return how the database answers the questions."""
    office = Office.objects.get(name_en="Office Name00000")
    asked = {
        "post.holders_on": office.posts.get().tenures,
        "office.holders_on": Tenure.objects.filter(post__office=office.pk),
        "actor.title_on": Actor.objects.get(name_en="Given Name00000").tenures,
    }
    told = []
    for name, rows in asked.items():
        told.append(f"`{name}`:\n\n```\n{rows.public().on(DAY).select_related('actor', 'post__office').in_order().explain()}\n```")
    return "\n\n".join(told)


def weight(page: str) -> int:
    """Return the bytes of a page with its style sheets and fonts as they are sent: compressed where a compressed copy is kept."""
    root = Path(settings.STATIC_ROOT)
    links = re.findall(r'<link rel="stylesheet" href="/static/([^"]+)"(?! media="print")', page)
    sheets = sum(sent(root / link) for link in links)
    fonts = sum(next(root.glob(f"fonts/{name}.????????????.woff2")).stat().st_size for name in FONTS)
    return len(page.encode()) + sheets + fonts


def sent(path: Path) -> int:
    """Return the bytes of a style sheet as it is sent."""
    return len(gzip.compress(path.read_bytes()))
