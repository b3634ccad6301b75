"""What a workbook of events costs at the size that is taken at most: to be read, to be looked at, and to be brought in as drafts or published.

    .venv/bin/python -m bench.workbook [--rows 50000] [--seed 5] [--bring] [--publish] [--database postgres://…]

Ten rows for each event: the event, a stop, four participants, three statements, an outcome. CPU time of the process, and the most
memory that it ever held (resident), step by step; the workbook itself is made by another process. Without `--bring` nothing is
written. Without an address an SQLite database is made for the run.
"""

import argparse
import resource
import subprocess
import sys
import tempfile
import time
import zlib
from pathlib import Path
from random import Random

from bench.actors import set_up

# Rows of an event, on all sheets together.
EACH = 10
PEOPLE, PLACES = 200, 20


def book(path: Path, rows: int, seed: int) -> None:
    """Write a workbook of so many rows."""
    from openpyxl import Workbook  # noqa: PLC0415 - by the process that makes it alone

    draw, made = Random(seed), Workbook(write_only=True)
    sheets = {
        "Events": ["key", "title_en", "title_ka", "lead_en", "date", "kind"],
        "Stops": ["event", "place", "date"],
        "Participants": ["event", "actor", "role", "capacity_en"],
        "Statements": ["event", "actor", "text_en", "text_ka"],
        "Outcomes": ["event", "kind", "status", "text_en"],
    }
    filled = {name: made.create_sheet(name) for name in sheets}
    for name, heads in sheets.items():
        filled[name].append(heads)
    for number in range(rows // EACH):
        key, day = f"e{number}", f"20{draw.randrange(10, 25)}-{draw.randrange(1, 13):02}-{draw.randrange(1, 29):02}"
        filled["Events"].append([key, f"Visit number {number}", f"ვიზიტი {number}", "Talks about a plan, in a sentence.", day, "visit"])
        filled["Stops"].append([key, f"Place {draw.randrange(PLACES)}", day])
        people = draw.sample(range(PEOPLE), 4)
        for place, person in enumerate(people):
            filled["Participants"].append([key, f"Person {person}", "visitor" if place == 0 else "counterpart", "a deputy of somebody"])
        for person in people[:3]:
            filled["Statements"].append([key, f"Person {person}", "Both sides agreed on number " * 5, "მხარეები შეთანხმდნენ. " * 5])
        filled["Outcomes"].append([key, "announcement", "announced", "A second round will follow."])
    made.save(path)


def memory() -> float:
    """Return the most that this process ever held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def stock() -> None:
    """Make the people and places that the workbook names."""
    from actors.models import Actor, Place  # noqa: PLC0415
    from config.seeding_events import made  # noqa: PLC0415
    from publishing import changes  # noqa: PLC0415

    for model, number, word in ((Actor, PEOPLE, "Person"), (Place, PLACES, "Place")):
        for each, record in enumerate(made(model, number, word, Random(1))):
            record.name_en = f"{word} {each}"
            record.save()
    changes.touch(None, "records made", number=PEOPLE + PLACES)


def measured(path: Path, given: argparse.Namespace) -> None:
    """Print each step."""
    from django.contrib.auth.models import User  # noqa: PLC0415

    from actors.models import TableImport  # noqa: PLC0415
    from actors.tables import reading, running  # noqa: PLC0415
    from actors.tables.kinds import KINDS  # noqa: PLC0415

    data = path.read_bytes()
    print(
        f"| step | s CPU | s clock | MB at most |\n|---|---:|---:|---:|\n| before ({len(data) / 1024**2:.1f} MB of workbook) | | | {memory():.0f} |"
    )

    def step(name: str, act: object) -> None:
        cpu, clock = time.process_time(), time.perf_counter()
        act()  # type: ignore[operator]
        print(f"| {name} | {time.process_time() - cpu:.1f} | {time.perf_counter() - clock:.1f} | {memory():.0f} |", flush=True)

    step("read into rows", lambda: reading.tables_of(data, KINDS["events"]))
    by = User.objects.create_superuser("bench", password="bench")  # noqa: S106 - of a database that goes with the run
    run = TableImport.objects.create(
        kind="events", file="events.xlsx", content=zlib.compress(data), publish=given.publish, language="en", by=by, stage=TableImport.Stage.CHECKING
    )
    step("looked at (dry run)", lambda: running.check(run))
    print(f"\n{run.stage}: {run.report.get('counts')} {run.report.get('problems', '')}\n")
    if given.bring:
        step("brought in", lambda: running.bring(run))
        print(f"\n{run.stage}: {run.report.get('counts')}")


def main() -> None:
    """Read the arguments, make the workbook, measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=50_000)
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--bring", action="store_true")
    parser.add_argument("--publish", action="store_true")
    parser.add_argument("--database", default="", help="the address of an empty database; SQLite without")
    parser.add_argument("--make", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.make:
        book(given.make, given.rows, given.seed)
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "events.xlsx"
        # What making it takes is no memory of ours.
        subprocess.run(
            [sys.executable, "-m", "bench.workbook", "--rows", str(given.rows), "--seed", str(given.seed), "--make", str(path)], check=True
        )
        set_up(Path(folder), given.database)
        stock()
        measured(path, given)


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    main()
