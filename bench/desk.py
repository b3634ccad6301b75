"""What editing costs: opening a form, saving a draft, publishing, the list; beside the stock admin, in one run.

    .venv/bin/python -m bench.desk [--articles 100000] [--rounds 7] [--keep DIR]

Every case is measured in turns. Wall clock and CPU of the process that answers, SQLite included, medians, and the queries of one
more time. Prints a table in Markdown.
"""

import argparse
import contextlib
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Case:
    """Something an editor does: `prepare` returns what is measured, called anew each time."""

    name: str
    prepare: Callable[[], Callable[[], object]]
    walls: list[float] = field(default_factory=list)
    cpus: list[float] = field(default_factory=list)
    queries: int = 0

    def measure(self) -> None:
        """Do it once and keep the time."""
        act = self.prepare()
        wall, cpu = time.perf_counter(), time.process_time()
        act()
        self.walls.append((time.perf_counter() - wall) * 1000)
        self.cpus.append((time.process_time() - cpu) * 1000)

    def count(self) -> None:
        """Do it once and count the queries."""
        from django.db import connection  # noqa: PLC0415 - Django is set up by now
        from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

        act = self.prepare()
        with CaptureQueriesContext(connection) as found:
            act()
        self.queries = len(found)


def cases() -> list[Case]:
    """Make the records and return what is done with them."""
    from bench.desk_cases import found_cases  # noqa: PLC0415 - models exist only once Django is set up

    return [Case(name, prepare) for name, prepare in found_cases().items()]


def report(found: list[Case]) -> str:
    """Return the table."""
    lines = ["| case | ms wall | ms CPU | queries |", "|---|---:|---:|---:|"]
    lines += [f"| {case.name} | {statistics.median(case.walls):.0f} | {statistics.median(case.cpus):.0f} | {case.queries} |" for case in found]
    by_name = {case.name: statistics.median(case.cpus) for case in found}
    ratio = by_name["open 70 rows"] / by_name["stock admin: open 70 rows"]
    return "\n".join([*lines, "", f"Opening 70 rows costs {ratio:.2f} times the CPU of the stock admin."])


def set_up(folder: Path, articles: int) -> None:
    """Set Django up over a database with so many articles, made unless it stands in the folder already."""
    os.environ |= {"DJANGO_SETTINGS_MODULE": "bench.desk_settings", "DEMO": "1", "DATA_DIR": str(folder / str(articles))}
    os.environ |= {"ALLOWED_HOSTS": "testserver", "STATIC_ROOT": str(folder / "static")}
    import django  # noqa: PLC0415

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    from news.models import Article  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    if not Article.objects.exists():
        call_command("seed_archive", articles=articles)


def main() -> None:
    """Read the arguments, measure in turns, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--only", default="", help="measure only cases whose names hold this")
    parser.add_argument("--keep", type=Path, help="a folder in which the database stays for the next run")
    given = parser.parse_args()
    with contextlib.ExitStack() as stack:
        folder = given.keep or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        set_up(folder.resolve(), given.articles)
        found = [case for case in cases() if given.only in case.name]
        for case in found:
            case.prepare()()
        for _round in range(given.rounds):
            for case in found:
                case.measure()
        for case in found:
            case.count()
        print(report(found))


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    main()
