"""What a page that is kept costs: from the site itself and from nginx and Varnish as `deploy/` sets them up, beside the floors of the same bytes.

    .venv/bin/python -m bench.fronts [--rounds 5] [--requests 4000] [--size 1000] [--keep DIR]

CPU time per request of the processes that answer, PostgreSQL's included, medians of turns. Both programs must be installed. Prints a table in
Markdown.
"""

import argparse
import contextlib
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

from bench.pages import fill
from bench.servers import ROOT, Server, archive, cpu_seconds, environment, family, granian, manage, postgres
from tests.deploy.fronts import NAME, Site, nginx, varnish

PAGE, FILE = "/en/news/", "/static/page.html"
HEADERS = {"Host": NAME, "Accept-Encoding": "identity"}


class Case:
    """An address at a server, and what it cost in each round (milliseconds of CPU per request)."""

    def __init__(self, name: str, server: Server, path: str, others: tuple[int, ...] = ()) -> None:
        self.name, self.server, self.path, self.others = name, server, path, others
        self.costs: list[float] = []
        self.bytes = 0

    def measure(self, requests: int) -> None:
        """Ask a number of times and keep the mean cost."""
        pids = [*self.server.pids(), *(pid for other in self.others for pid in family(other))]
        before = cpu_seconds(pids)
        for _number in range(requests):
            self.bytes = self.server.get(self.path, HEADERS)
        self.costs.append((cpu_seconds(pids) - before) * 1000 / requests)

    @property
    def median(self) -> float:
        """The middle cost of all rounds."""
        return statistics.median(self.costs)


def cases(stack: contextlib.ExitStack, folder: Path, keep: Path, size: int) -> list[Case]:
    """Start the floors, a site with pages to keep, and both proxies before it."""
    cluster, postmaster = stack.enter_context(postgres(keep / "postgres"))
    url = archive(cluster, size)
    env = environment(keep / str(size), DATABASE_URL=url)
    fill(env, size)
    manage(env, "collectstatic", "--noinput", "-v0")
    shutil.copytree(keep / "static", folder / "static")
    env |= {"DJANGO_SETTINGS_MODULE": "tests.settings"}
    manage(env, "migrate", "-v0")
    site = Site(folder, url)
    stack.callback(site.stop)
    # One reader asks here as often as thousands would.
    by_nginx = stack.enter_context(nginx(site, more={"rate=50r/s": "rate=1000000r/s"}))
    told = dict(site.more)
    by_varnish = stack.enter_context(varnish(site))
    site.more = told
    site.start()
    kept = Server(site.server.pid, site.port)
    kept.get(PAGE, HEADERS)
    response = kept.ask(PAGE, HEADERS)
    (folder / "static" / "page.html").write_bytes(response.read())
    floor = stack.enter_context(granian("bench.floor:application", environment(keep / "floor")))
    before = [Server(front.pid, front.port) for front in (by_nginx, by_varnish)]
    for front in before:
        settle(front)
    return [
        Case("floor: a constant Django view", floor, "/"),
        Case("the site: a page that is kept", kept, PAGE, (postmaster,)),
        Case("floor: a file from nginx", before[0], FILE),
        Case("nginx: a page that is kept", before[0], PAGE),
        Case("Varnish: a page that is kept", before[1], PAGE),
    ]


def settle(front: Server) -> None:
    """Return once a proxy has found the site, which started after it; RuntimeError after a minute."""
    until = time.monotonic() + 60
    while True:
        try:
            front.get(PAGE, HEADERS)
        except RuntimeError:
            if time.monotonic() > until:
                raise
            time.sleep(0.5)
        else:
            return


def report(found: list[Case]) -> str:
    """Return the table: each case beside the floor of its kind."""
    django, file = found[0].median, found[2].median
    floors = [django, django, file, file, file]
    lines = ["| case | ms CPU | times its floor | kB |", "|---|---:|---:|---:|"]
    for case, floor in zip(found, floors, strict=True):
        lines.append(f"| {case.name} | {case.median:.3f} | {case.median / floor:.2f} | {case.bytes / 1000:.1f} |")
    return "\n".join(lines)


def main() -> None:
    """Read the arguments, measure in turns, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--requests", type=int, default=4000)
    parser.add_argument("--size", type=int, default=1000)
    parser.add_argument("--keep", type=Path, help="a folder in which the database stays for the next run")
    given = parser.parse_args()
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        folder.chmod(0o755)
        keep = (given.keep or folder / "keep").resolve()
        keep.mkdir(parents=True, exist_ok=True)
        keep.chmod(0o755)
        found = cases(stack, folder, keep, given.size)
        for case in found:
            case.measure(50)
            case.costs.clear()
        for _round in range(given.rounds):
            for case in found:
                case.measure(given.requests)
        print(report(found))


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
