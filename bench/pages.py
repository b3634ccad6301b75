"""What a page costs: CPU time per uncached request, web and database processes together, side by side in one run.

    .venv/bin/python -m bench.pages [--sizes 1000,100000] [--rounds 5] [--requests 40] [--databases SQLite,PostgreSQL] [--keep DIR]

Every case is asked in turns, so that a noisy neighbour disturbs all alike. Prints a table in Markdown.
"""

import argparse
import contextlib
import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path

from bench.servers import ROOT, Server, cpu_seconds, environment, family, granian, manage, postgres

PLACES = """
import json
from django.conf import settings
from django.urls import reverse
from django.utils.translation import override
from library.models import TagCount
from news.models import Article, ArticleTag
from publishing.paging import Order
count = TagCount.objects.order_by("-listed").select_related("tag")[0]
size = settings.PAGE_SIZE
with override("en"):
    tag, news = count.tag.get_absolute_url(), reverse("news:list")
    article = Article.objects.available_in("en").order_by("-listed_at_en")[3].get_absolute_url()
def cursor(rows, order, at):
    return order.cursor(rows.order_by("-" + order.time, "-" + order.key).values(order.time, order.key)[at]).encode()
rows = ArticleTag.objects.listed_in("en").filter(tag=count.tag)
order = Order("listed_at_en", "content_object_id")
n = rows.count()
everything = Article.objects.listed_in("en")
places = {
    "tag, first page": tag,
    "tag, deep page": tag + "?before=" + cursor(rows, order, n // 2),
    "tag, last page": tag + "?before=" + cursor(rows, order, n - size - 1),
    "news, first page": news,
    "news, last page": news + "?before=" + cursor(everything, Order("listed_at_en"), everything.count() - size - 1),
    "article": article,
}
# So many that no page, and no article on it, is asked for twice: what the process remembers of articles is of no use there.
if n > 5000:
    places["tag, pages not asked before"] = [tag + "?before=" + cursor(rows, order, at) for at in range(size, n - size, n // 250)]
print(json.dumps(places))
"""


@dataclass
class Case:
    """One address on one server, and what it cost in each round (milliseconds of CPU per request)."""

    name: str
    server: Server
    paths: Iterator[str]
    others: list[int] = field(default_factory=list)
    costs: list[float] = field(default_factory=list)
    bytes: int = 0

    def measure(self, requests: int) -> None:
        """Ask the address a number of times and keep the mean cost."""
        watched = [*self.server.pids(), *(pid for other in self.others for pid in family(other))]
        before = cpu_seconds(watched)
        for _number in range(requests):
            self.bytes = self.server.get(next(self.paths))
        self.costs.append((cpu_seconds(watched) - before) * 1000 / requests)

    @property
    def median(self) -> float:
        """The middle cost of all rounds."""
        return statistics.median(self.costs)


def prepare(env: dict[str, str], size: int) -> dict[str, str | list[str]]:
    """Make a database with `size` articles unless it stands already; return {case: address, or addresses to ask in turn}."""
    manage(env, "migrate", "-v0")
    have = int(manage(env, "shell", "-v0", "-c", "from news.models import Article; print(Article.objects.count())"))
    if not have:
        print(manage(env, "seed_archive", "--articles", str(size)).splitlines()[-1], file=sys.stderr)
    return json.loads(manage(env, "shell", "-v0", "-c", PLACES))


def cases(stack: contextlib.ExitStack, keep: Path, sizes: list[int], databases: list[str]) -> list[Case]:
    """Start the floor and one site per database and size."""
    floor = stack.enter_context(granian("bench.floor:application", environment(keep / "floor")))
    found = [Case("floor: constant view", floor, cycle(["/"]))]
    cluster, postmaster = stack.enter_context(postgres(keep / "postgres"))
    manage(environment(keep / str(sizes[0])), "collectstatic", "--noinput", "-v0")
    for size in sizes:
        names = {"SQLite": f"sqlite:///{keep}/{size}/matiane.sqlite3", "PostgreSQL": f"{cluster}/archive_{size}"}
        for database, url in ((database, names[database]) for database in databases):
            if database == "PostgreSQL":
                subprocess.run(["psql", "-q", f"{cluster}/postgres", "-c", f"CREATE DATABASE archive_{size}"], check=False, capture_output=True)
            env = environment(keep / str(size), DATABASE_URL=url)
            addresses = prepare(env, size)
            if database == "PostgreSQL":
                subprocess.run(["psql", "-q", url, "-c", "VACUUM ANALYZE"], check=True)
            server = stack.enter_context(granian("config.wsgi:application", env))
            others = [postmaster] if database == "PostgreSQL" else []
            turns = {name: cycle([where] if isinstance(where, str) else where) for name, where in addresses.items()}
            found += [Case(f"{database}, {size:,}: {name}", server, paths, others) for name, paths in turns.items()]
    return found


def report(found: list[Case]) -> str:
    """Return the table."""
    floor = found[0].median
    lines = ["| case | ms CPU | times the floor | kB |", "|---|---:|---:|---:|"]
    lines += [f"| {case.name} | {case.median:.2f} | {case.median / floor:.1f} | {case.bytes / 1000:.1f} |" for case in found]
    return "\n".join(lines)


def main() -> None:
    """Read the arguments, measure in turns, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="1000,100000")
    parser.add_argument("--databases", default="SQLite,PostgreSQL")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--requests", type=int, default=40)
    parser.add_argument("--keep", type=Path, help="a folder in which the databases stay for the next run")
    given = parser.parse_args()
    with contextlib.ExitStack() as stack:
        keep = given.keep or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        keep = keep.resolve()
        keep.mkdir(parents=True, exist_ok=True)
        keep.chmod(0o755)
        found = cases(stack, keep, [int(size) for size in given.sizes.split(",")], given.databases.split(","))
        for case in found:
            case.measure(5)
            case.costs.clear()
        for _round in range(given.rounds):
            for case in found:
                case.measure(given.requests * (10 if case is found[0] else 1))
        print(report(found))


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
