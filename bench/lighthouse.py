"""Lighthouse on pages of the demo, as a phone on a slow network gets them from the production server: medians of several runs.

    .venv/bin/python -m bench.lighthouse [--runs 5] [--pages home,tag] [--languages en,ka] [--keep DIR]

Installs Lighthouse by npm and drives Chromium. Prints a table in Markdown, and beneath it what cost points.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.servers import ROOT, Server, environment, granian, manage
from tests.e2e.demo_pages import DEMO_PAGES, MORE_PAGES

# The last one that runs with the Node.js of Debian 12's neighbours (18 and newer).
LIGHTHOUSE = "lighthouse@12.8.2"
PAGES = ("home", "tag", "article", "chronology", "event", "actor", "search-box", "search")
CATEGORIES = {"performance": "performance", "accessibility": "accessibility", "best-practices": "best practices", "seo": "SEO"}
METRICS = {"first-contentful-paint": "FCP s", "largest-contentful-paint": "LCP s", "total-blocking-time": "TBT ms", "cumulative-layout-shift": "CLS"}
# A browser in a container has no sandbox and no screen, and calls nobody.
FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-background-networking --disable-component-update --disable-sync"


@dataclass
class Judged:
    """What Lighthouse said of one page, run after run."""

    path: str
    figures: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    lost: set[str] = field(default_factory=set)

    def take(self, report: dict[str, Any]) -> None:
        """Keep the figures of a run, and which of its audits cost points."""
        audits = report["audits"]
        for name, category in report["categories"].items():
            self.figures[name].append(category["score"] * 100)
            weighed = [audits[each["id"]] for each in category["auditRefs"] if each["weight"]]
            full = 0.9 if name == "performance" else 1
            self.lost |= {f"{name}: {each['title']}" for each in weighed if each["score"] is not None and each["score"] < full}
        for name, head in METRICS.items():
            self.figures[name].append(audits[name]["numericValue"] / (1000 if head.endswith(" s") else 1))

    def row(self) -> str:
        """Return the medians as a row."""
        middle = {name: statistics.median(values) for name, values in self.figures.items()}
        scores = [f"{middle[name]:.0f}" for name in CATEGORIES]
        return f"| {self.path} | {' | '.join([*scores, *(f'{middle[name]:.2f}'.removesuffix('.00') for name in METRICS)])} |"


def install(folder: Path) -> Path:
    """Install Lighthouse into a folder unless it is there; return its program."""
    program = folder / "node_modules" / "lighthouse" / "cli" / "index.js"
    if not program.exists():
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "package.json").write_text('{"private": true}')
        subprocess.run(["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--silent", LIGHTHOUSE], cwd=folder, check=True)
    return program


def run(program: Path, address: str) -> dict[str, Any]:
    """Judge a page once; return the report."""
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or ""
    options = ["--quiet", "--output=json", "--throttling-method=simulate", "--form-factor=mobile", f"--only-categories={','.join(CATEGORIES)}"]
    command = ["node", str(program), address, *options, f"--chrome-flags={FLAGS}"]
    done = subprocess.run(command, env={**os.environ, "CHROME_PATH": chromium}, check=True, capture_output=True, text=True, timeout=300)
    return json.loads(done.stdout)


def judge(program: Path, server: Server, paths: list[str], runs: int) -> list[Judged]:
    """Judge all pages in turns, so that a noisy neighbour disturbs all alike."""
    found = [Judged(path) for path in paths]
    for each in found:
        server.get(each.path)
    for _run in range(runs):
        for each in found:
            each.take(run(program, f"http://127.0.0.1:{server.port}{each.path}"))
            print(each.row(), file=sys.stderr)
    return found


def main() -> None:
    """Read the arguments, set the demo up, judge, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--pages", default=",".join(PAGES))
    parser.add_argument("--languages", default=",".join(DEMO_PAGES))
    parser.add_argument("--keep", type=Path, help="a folder in which Lighthouse and the demo stay for the next run")
    given = parser.parse_args()
    with ExitStack() as stack:
        folder = (given.keep or Path(stack.enter_context(tempfile.TemporaryDirectory()))).resolve()
        program, env = install(folder / "npm"), environment(folder / "demo" / "data", CACHE_URL="locmemcache://")
        manage(env, "demo", "--no-serve")
        server = stack.enter_context(granian("config.wsgi:application", env, threads=2))
        known = {language: pages | MORE_PAGES[language] for language, pages in DEMO_PAGES.items()}
        paths = [known[language][name] for language in given.languages.split(",") for name in given.pages.split(",")]
        found = judge(program, server, paths, given.runs)
    heads = ["page", *CATEGORIES.values(), *METRICS.values()]
    print("\n".join([f"| {' | '.join(heads)} |", f"|---|{'---:|' * (len(heads) - 1)}", *(each.row() for each in found)]))
    print("\n".join(f"- {each.path}: {said}" for each in found for said in sorted(each.lost)))


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
