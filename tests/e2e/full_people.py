"""A person and an office with everything they can hold and long histories, in both languages, for the checkers of pages."""

import uuid
from itertools import count

from actors.models import Actor, Office, Tenure
from library.models import Source
from publishing import drafts
from publishing.publishable import Publishable
from publishing.state import State as FormState
from tests.factories import make_article, make_image, make_place, make_published_actor, make_published_office, publisher

# More rows than a page shows whole, so that each list goes on at an address of its own.
MANY = 14
SENTENCES = {"en": "<h2>Before</h2><p>What the posts do not say.</p>", "ka": "<h2>მანამდე</h2><p>რასაც თანამდებობები არ ამბობს.</p>"}
COUNT = {"en": "The number {}", "ka": "ნომერი {}"}


def both(name: str, en: str, ka: str) -> FormState:
    """Return a text in both languages."""
    return {f"{name}_en": en, f"{name}_ka": ka}


def public(record: Publishable) -> None:
    drafts.publish(record, by=publisher())


def make_full_office() -> Office:
    """Publish an office with posts, names, links, a remit, a larger office, units, and a long line of holders."""
    region = make_place(**both("name", "Harbour region", "ნავსადგურის რეგიონი"), kind="region", mark="occupied")
    public(region)
    whole = make_published_office(**both("name", "Government of the Coast", "სანაპიროს მთავრობა"))
    before = make_published_office(**both("name", "Old lighthouse service", "ძველი შუქურის სამსახური"))
    beside = make_published_office(**both("name", "Service of the other coast", "მეორე სანაპიროს სამსახური"))
    head, deputy = uuid.uuid4(), uuid.uuid4()
    titles = [{"id": str(uuid.uuid4()), **both("title", f"Keeper of tower {number}", f"კოშკის მცველი {number}")} for number in range(MANY)]
    office = drafts.create(
        Office,
        {
            **both("name", "Lighthouse service", "შუქურების სამსახური"),
            **both("summary", "It keeps the lights.", "იცავს შუქურებს."),
            **{f"description_{code}": text for code, text in SENTENCES.items()},
            **both("mark", "de_facto", "quotes"),
            "kind": "department",
            "parent": whole.pk,
            "place": region.pk,
            "recognition": "de_facto",
            "recognition_period": "1994/..",
            "existence": "exists",
            "existed_from": "1994",
            "posts": [
                {"id": str(head), **both("title", "Head", "უფროსი"), **both("also", "Chief, Director", "მეთაური, დირექტორი")},
                {
                    "id": str(deputy),
                    **both("title", "Deputy head", "უფროსის მოადგილე"),
                    "deputy_to": head,
                    "seats": "",
                    "existed_to": "2004",
                    "existence": "ended",
                },
                *titles,
            ],
            "names": [{"name": f"Служба маяков {number}", "language": "ru", "period": f"{1980 + number}"} for number in range(MANY)],
            "links": [{"kind": "successor_of", "other": before.pk, "period": "1994"}, {"kind": "counterpart_of", "other": beside.pk}],
            "remits": [{"post": str(head), "place": region.pk, "start": "1994", "within": whole.pk, "sources": [a_source().pk], "locator": "p. 3"}],
        },
        by=publisher(),
    )
    public(office)
    public(drafts.create(Office, {**both("name", "Harbour lights", "ნავსადგურის შუქურები"), "parent": office.pk}, by=publisher()))
    people = count(1)
    for year in range(1980, 1980 + MANY):
        number = next(people)
        holder = make_published_actor(**both("name", f"Holder {number}", f"მფლობელი {number}"))
        Tenure.objects.create(actor=holder, post_id=head, start=f"{year}-02", end=f"{year + 1}-01-31", end_status="ended", is_acting=number == 2)
    return office


def make_full_actor(office: Office) -> Actor:
    """Publish a person with a portrait, names, identifiers, a long line of posts in an office, remits, sources and articles."""
    head, source = office.posts.get(title_en="Head"), a_source()
    tenures = [
        {"id": str(uuid.uuid4()), "post": post.pk, "start": str(1990 + number), "end": str(1991 + number), "end_status": "ended"}
        for number, post in enumerate(office.posts.filter(title_en__startswith="Keeper"))
    ]
    now = {
        "id": str(uuid.uuid4()),
        "post": head.pk,
        "title_as_printed": "Начальник маяков",
        "start": "2004~",
        "end_status": "ongoing",
        "ordinal": 3,
        "sources": [source.pk],
        "locator": "p. 12",
    }
    picture = make_image(**both("alt", "A man on a tower", "კაცი კოშკზე"), **both("credit", "A photographer", "ფოტოგრაფი"))
    actor = drafts.create(
        Actor,
        {
            **both("name", "Ann Keeper", "ენ მცველი"),
            **both("sort_name", "Keeper, Ann", "მცველი, ენ"),
            **both("summary", "Head of the lighthouses.", "შუქურების უფროსი."),
            **{f"biography_{code}": text for code, text in SENTENCES.items()},
            "born": "1950-03-21",
            "died": "2020?",
            "portrait": picture.pk,
            "names": [
                {"name": f"Анна Хранитель {number}", "language": "ru", "script": "Cyrl", "kind": "native" if number == 0 else "spelling"}
                for number in range(MANY)
            ],
            "identifiers": [{"value": "Q1"}, {"scheme": "other", "value": "17", "url": "https://example.org/17"}],
            "tenures": [now, *tenures],
            "remits": [
                {"tenure": (now, *tenures)[number % MANY]["id"], "place": office.place_id, "kind": "curates", "start": str(1991 + number)}
                for number in range(MANY)
            ],
        },
        by=publisher(),
    )
    public(actor)
    for number in range(3):
        article = make_article(**{f"title_{code}": COUNT[code].format(number) for code in COUNT}, body_en="<p>Text.</p>", body_ka="<p>ტექსტი.</p>")
        article.mentions.create(actor=actor, **both("capacity", "keeper", "მცველი"))
        article.mentions.create(office=office, position=1)
        public(article)
    return actor


def a_source() -> Source:
    return Source.objects.create(title="Указ", publisher="A ministry", language="ru", url="https://example.org/decree")
