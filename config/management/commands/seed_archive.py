"""Fill the database with an archive of any size, for benchmarks."""

import time
from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from config.archive_text import tag_labels
from config.seeding import Archive, fill
from config.seeding_events import fill_events
from library import counts, tags
from library.models import Tag
from news.models import Kind

# Records after which it tells how far it is.
EVERY = 20_000


class Command(BaseCommand):
    help = "Fills the database with articles in two languages and 200 tags, one of which holds a tenth of all. For benchmarks."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Read how many, and from which seed."""
        parser.add_argument("--articles", type=int, default=1000, help="how many articles to add")
        parser.add_argument("--events", type=int, default=0, help="how many events to add, with their people and places, in one chronology")
        parser.add_argument("--actors", type=int, default=0, help="how many people take part in the events; one for 20 events if not said")
        parser.add_argument("--seed", type=int, default=2008, help="the same seed gives the same texts")

    def handle(self, *, articles: int, seed: int, events: int = 0, actors: int = 0, **_options: object) -> None:
        """Add the tags that are missing, then the articles, then count; then the events."""
        if articles < 1:
            raise CommandError("--articles: at least 1.")
        began = time.monotonic()
        archive = Archive(articles, seed, self.tags(), self.kind())

        def tell(done: int) -> None:
            if done % EVERY == 0:
                self.stdout.write(f"{done}, {time.monotonic() - began:.0f} s")

        fill(archive, tell)
        with transaction.atomic():
            counts.recount()
        self.stdout.write(self.style.SUCCESS(f"{articles} articles and {len(archive.tags)} tags in {time.monotonic() - began:.0f} s (seed {seed})."))
        if events:
            fill_events(events, seed, actors, tell)
            self.stdout.write(self.style.SUCCESS(f"{events} events after {time.monotonic() - began:.0f} s (seed {seed})."))

    @transaction.atomic
    def tags(self) -> list[Tag]:
        """Return the two hundred tags, made where they are missing."""
        found = []
        for labels in tag_labels():
            tag = tags.find(labels["en"]) or Tag()
            for code, label in labels.items():
                setattr(tag, f"label_{code}", label)
            tags.settle(tag)
            found.append(tag)
        return found

    def kind(self) -> Kind:
        """Return the kind of article that the archive is made of."""
        return Kind.objects.get_or_create(key="news", defaults={"label_en": "News", "label_ka": "ახალი ამბავი"})[0]
