import json
from argparse import ArgumentParser
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from config.urls import sitemaps
from publishing import languages, navigation
from syndication.static_site.asking import asked

# Addresses that every site answers, by the names of their patterns.
EVERYWHERE = ("home", "news:list", "search", "subscribe", "chronicle:list")
FOR_MACHINES = ("/sitemap.xml", "/robots.txt", "/readyz", "/api/v1/articles/", "/api/v1/changes/")


class Command(BaseCommand):
    """`manage.py try_pages`: asks the site, within its own process, for pages of every kind."""

    help = "Bring the database up to this release, ask for the front pages and the newest records of every kind, and fail if one does not answer."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take how many."""
        parser.add_argument("--each", type=int, default=5, help="how many records of each kind")

    def handle(self, *, each: int, **_options: Any) -> None:
        """Ask for them; print how many answered, as JSON."""
        call_command("migrate", verbosity=0, interactive=False)
        asked_for, wrong = 0, []
        for address in addresses(each):
            asked_for += 1
            with asked(address) as answer:
                size = sum(len(some) for some in answer.body)
                if answer.status != HTTPStatus.OK or not size:
                    wrong.append(f"{address}: {answer.status}")
        if wrong:
            raise CommandError(f"{len(wrong)} of {asked_for} pages did not answer: {'; '.join(wrong[:10])}")
        self.stdout.write(json.dumps({"pages": asked_for}))


def addresses(each: int) -> Iterator[str]:
    """Yield what is asked for: what stands for itself, and the newest pages of each part of the sitemap."""
    yield from FOR_MACHINES
    for language in languages.codes():
        yield from (navigation.address(name, language) for name in EVERYWHERE)
    for part in sitemaps.values():
        newest = part.get_urls(part.paginator.num_pages)[-each:]
        yield from (entry["location"].removeprefix(settings.SITE_URL) for entry in newest)
