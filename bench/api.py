"""What the read API costs: CPU time per uncached request over PostgreSQL, web and database processes together, side by side in one run.

    .venv/bin/python -m bench.api [--sizes 1000,100000] [--rounds 5] [--requests 40] [--keep DIR]

Every case is asked in turns, so that a noisy neighbour disturbs all alike. Prints a table in Markdown; a page of the smaller archive stands
beside the same one of the larger.
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

from bench.servers import ROOT, Server, archive, cpu_seconds, environment, family, granian, manage, postgres

PLACES = """
import base64, json
from library.models import TagCount
from news.models import Article, ArticleTag
tag = TagCount.objects.order_by("-listed").select_related("tag")[0].tag
def page(rows, at, query=""):
    row = rows.order_by("-live_at", "-id")[at]
    values = [row._meta.get_field(name).value_to_string(row) for name in ("live_at", "id")]
    cursor = base64.urlsafe_b64encode(json.dumps(["n", *values], separators=(",", ":")).encode()).decode().rstrip("=")
    return f"/api/v1/articles/?{query}cursor={cursor}"
rows = Article.objects.live()
n, tagged = rows.count(), rows.filter(pk__in=ArticleTag.objects.filter(tag=tag).values("content_object"))
print(json.dumps({
    "first page": ["/api/v1/articles/"],
    "deep page": [page(rows, n // 2)],
    "last page": [page(rows, n - 22)],
    "first page, one language": ["/api/v1/articles/?lang=en"],
    "of a tag, first page": [f"/api/v1/articles/?tag={tag.pk}"],
    "of a tag, deep page": [page(tagged, tagged.count() // 2, f"tag={tag.pk}&")],
    "pages not asked before": [page(rows, at) for at in range(20, n - 22, max((n - 42) // 250, 1))],
    "one article": [f"/api/v1/articles/{key}/" for key in rows.order_by("-live_at", "-id").values_list("pk", flat=True)[:50]],
}))
"""
FLOOR = "floor: constant view"
UNCHANGED = "first page, asked again"


@dataclass
class Case:
    """One kind of request on one server, and what it cost in each round (milliseconds of CPU per request)."""

    name: str
    size: int
    server: Server
    paths: Iterator[str]
    database: list[int]
    headers: dict[str, str] = field(default_factory=dict)
    costs: list[float] = field(default_factory=list)
    bytes: int = 0

    def measure(self, requests: int) -> None:
        """Ask a number of times and keep the mean cost."""
        watched = [*self.server.pids(), *(pid for root in self.database for pid in family(root))]
        before = cpu_seconds(watched)
        for _number in range(requests):
            self.bytes = self.server.get(next(self.paths), self.headers)
        self.costs.append((cpu_seconds(watched) - before) * 1000 / requests)

    @property
    def median(self) -> float:
        """The middle cost of all rounds."""
        return statistics.median(self.costs)


def cases(stack: contextlib.ExitStack, keep: Path, sizes: list[int]) -> list[Case]:
    """Start the floor and a site for each size, filled unless it stands already."""
    floor = stack.enter_context(granian("bench.floor:application", environment(keep / "floor")))
    found = [Case(FLOOR, 0, floor, cycle(["/"]), [])]
    cluster, postmaster = stack.enter_context(postgres(keep / "postgres"))
    for size in sizes:
        url = archive(cluster, size)
        env = environment(keep / str(size), DATABASE_URL=url, API_RATE="0", API_KEY_RATE="0")
        manage(env, "migrate", "-v0")
        if "True" not in manage(env, "shell", "-v0", "-c", "from news.models import Article; print(Article.objects.exists())"):
            print(manage(env, "seed_archive", "--articles", str(size)).splitlines()[-1], file=sys.stderr)
        subprocess.run(["psql", "-q", url, "-c", "VACUUM ANALYZE"], check=True)
        places = json.loads(manage(env, "shell", "-v0", "-c", PLACES))
        server = stack.enter_context(granian("config.wsgi:application", env))
        found += [Case(name, size, server, cycle(paths), [postmaster]) for name, paths in places.items()]
        tag = server.headers("/api/v1/articles/")["ETag"]
        found.append(Case(UNCHANGED, size, server, cycle(["/api/v1/articles/"]), [postmaster], {"If-None-Match": tag}))
    return found


def report(found: list[Case], sizes: list[int]) -> str:
    """Return the table: what each kind of request costs in the first and in the last size, and how many of them two cores answer."""
    costs = {(case.name, case.size): case for case in found}
    small, large = sizes[0], sizes[-1]
    lines = [f"| request | ms CPU, {small:,} | ms CPU, {large:,} | times | a second on two cores | kB |", "|---|---:|---:|---:|---:|---:|"]
    for name in dict.fromkeys(case.name for case in found if case.size):
        one, other = costs[name, small], costs[name, large]
        times, rate = other.median / max(one.median, 0.01), 2000 / max(other.median, 0.01)
        lines.append(f"| {name} | {one.median:.2f} | {other.median:.2f} | {times:.2f} | {rate:.0f} | {other.bytes / 1000:.1f} |")
    return "\n".join([*lines, "", f"The floor, a constant view of 30 kB without middleware: {found[0].median:.2f} ms."])


def main() -> None:
    """Read the arguments, measure in turns, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="1000,100000")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--requests", type=int, default=40)
    parser.add_argument("--keep", type=Path, help="a folder in which the databases stay for the next run")
    given = parser.parse_args()
    sizes = [int(size) for size in given.sizes.split(",")]
    with contextlib.ExitStack() as stack:
        keep = (given.keep or Path(stack.enter_context(tempfile.TemporaryDirectory()))).resolve()
        keep.mkdir(parents=True, exist_ok=True)
        keep.chmod(0o755)
        found = cases(stack, keep, sizes)
        for case in found:
            case.measure(5)
            case.costs.clear()
        for _round in range(given.rounds):
            for case in found:
                case.measure(given.requests)
        print(report(found, sizes))


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
