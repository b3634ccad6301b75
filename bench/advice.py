"""What advice on a draft costs: all checks over an article of 3,000 words in each language, with 20,000 people and 300 house terms on file.

    .venv/bin/python -m bench.advice [--actors 20000] [--terms 300] [--words 3000] [--rounds 9]

Wall clock and CPU of this process, SQLite included, medians, and the queries.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

GEORGIAN = "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ"


def set_up(folder: str) -> None:
    """Set Django up over an empty database."""
    os.environ |= {"DJANGO_SETTINGS_MODULE": "bench.desk_settings", "DEMO": "1", "DATA_DIR": folder}
    os.environ |= {"ALLOWED_HOSTS": "testserver", "STATIC_ROOT": f"{folder}/static"}
    import django  # noqa: PLC0415

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    call_command("migrate", verbosity=0)


def name_of(number: int, language: str) -> str:
    """Return a name of two words that nobody else has."""
    letters = GEORGIAN if language == "ka" else "abcdefghijklmnopqrstuvwxyz"
    word = "".join(letters[number // len(letters) ** place % len(letters)] for place in range(4))
    return f"{word[::-1].title()}o {word.title()}sky" if language == "en" else f"{word[::-1]}ო {word}ძე"


def filler(language: str) -> str:
    """Return the word that stands between names."""
    return "words" if language == "en" else "სიტყვები"


def text(words: int, language: str) -> str:
    """Return rich text of so many words: every fortieth is a name, every hundredth a link to this site."""
    word = filler(language)
    parts = [f'<a href="/{language}/news/nothing-{at}/">{word}</a>' if at % 100 == 0 else word for at in range(words)]
    parts[20::40] = [name_of(at, language) for at in range(len(parts[20::40]))]
    return "".join(f"<p>{' '.join(parts[at : at + 60])}.</p>" for at in range(0, words, 60))


def measured(actors: int, terms: int, words: int, rounds: int) -> str:
    """Make people and a draft, look it through, and return the figures."""
    from django.contrib.auth.models import User  # noqa: PLC0415 - Django is set up by now
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    from actors.models import Actor  # noqa: PLC0415
    from news.models import Article, Kind  # noqa: PLC0415
    from pages.models import HouseTerm  # noqa: PLC0415
    from publishing import drafts  # noqa: PLC0415
    from publishing.advice.looking import advice_on  # noqa: PLC0415

    people = [Actor(name_en=name_of(number, "en"), name_ka=name_of(number, "ka")) for number in range(actors)]
    Actor.objects.bulk_create(people, batch_size=1000)
    # Half of them in each language; some are of the two words that the text is made of.
    avoided = {(code, name_of(number * 7, code).split()[0] if number % 50 else filler(code)) for number in range(terms // 2) for code in ("en", "ka")}
    HouseTerm.objects.bulk_create(HouseTerm(language=code, avoided=word, preferred="other") for code, word in sorted(avoided))
    kind = Kind.objects.create(key="bench", label_en="Bench")
    fields = {f"title_{code}": "Visit" for code in ("en", "ka")} | {f"body_{code}": text(words, code) for code in ("en", "ka")}
    article = drafts.create(Article, {"kind": kind.pk, **fields}, by=User.objects.create_superuser("bench"))
    work = drafts.opened(article)
    advice_on(work)
    walls, cpus = [], []
    for _round in range(rounds):
        wall, cpu = time.perf_counter(), time.process_time()
        found = advice_on(work)
        walls.append((time.perf_counter() - wall) * 1000)
        cpus.append((time.process_time() - cpu) * 1000)
    with CaptureQueriesContext(connection) as queries:
        advice_on(work)
    counted = sum(1 + each.more for each in found)
    return f"{statistics.median(walls):.0f} ms wall, {statistics.median(cpus):.0f} ms CPU, {len(queries)} queries, {counted} things found"


def main() -> None:
    """Read the arguments, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--actors", type=int, default=20_000)
    parser.add_argument("--terms", type=int, default=300)
    parser.add_argument("--words", type=int, default=3000)
    parser.add_argument("--rounds", type=int, default=9)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        set_up(folder)
        print(f"{given.words} words in each language, {given.actors} people:", measured(given.actors, given.terms, given.words, given.rounds))


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    main()
