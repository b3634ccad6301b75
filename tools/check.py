"""`make check`: every check that needs no test, two at a time; what failed is shown in full, what passed in a line."""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
# Values that production would have; the settings refuse less.
PRODUCTION = {
    "DEBUG": "0",
    "DEMO": "0",
    "SECRET_KEY": "check-only-" + "0123456789abcdefghijklmnopqrstuvwxyz" * 2,
    "ALLOWED_HOSTS": "matiane.example",
    "SITE_URL": "https://matiane.example",
}
DEMO = {"DEMO": "1"}


def files(pattern: str) -> list[str]:
    """Return the project's own files that match, committed or about to be."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", pattern], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [name for name in listed.stdout.split() if (ROOT / name).exists()]


def checks() -> dict[str, tuple[list[str], dict[str, str]]]:
    """Return the checks: name -> command and what it adds to the environment. The slow ones first."""
    manage = [sys.executable, "manage.py"]
    templates = files("*.html")
    return {
        "types": (["mypy", "."], {}),
        "tests are found": ([sys.executable, "-m", "pytest", "--collect-only", "-q"], {"DJANGO_SETTINGS_MODULE": "tests.settings"}),
        "production settings": ([*manage, "check", "--deploy", "--fail-level", "WARNING"], PRODUCTION),
        "migrations": ([*manage, "makemigrations", "--check", "--dry-run"], DEMO),
        "migrations of a site in use": ([sys.executable, "-m", "tools.migrations"], DEMO),
        "scripts": ([sys.executable, "-m", "tools.shells"], {}),
        "translations": ([sys.executable, "-m", "tools.messages", "check"], DEMO),
        "layers": (["lint-imports"], {}),
        "lint": (["ruff", "check", "."], {}),
        "format": (["ruff", "format", "--check", "."], {}),
        "template format": (["djangofmt", "--check", "--quiet", *templates], {}),
        "template style": (["djade", "--check", "--target-version", "5.2", *templates], {}),
        "dependencies": (["deptry", "."], {}),
        "spelling": (["codespell"], {}),
        "Django idioms": (["django-upgrade", "--target-version", "5.2", "--check", *files("*.py")], {}),
        "lock files": ([sys.executable, "-m", "tools.locked"], {}),
        "licences": ([sys.executable, "-m", "tools.licences", "check"], {}),
        "secrets": ([sys.executable, "-m", "tools.secrets_scan"], {}),
    }


def run(command: list[str], more: dict[str, str]) -> tuple[int, str, float]:
    """Run one check and return its status, what it said, and the seconds it took."""
    tool = BIN / command[0]
    began = time.monotonic()
    done = subprocess.run(
        [str(tool) if tool.exists() else command[0], *command[1:]],
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings", **more},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout, time.monotonic() - began


def main() -> int:
    """Run them all and return how many failed."""
    failed = []
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 2) as pool:
        running = {pool.submit(run, command, more): name for name, (command, more) in checks().items()}
        for done in as_completed(running):
            name, (status, said, seconds) = running[done], done.result()
            print(f"{'ok  ' if status == 0 else 'FAIL'} {name} ({seconds:.1f} s)", flush=True)
            if status:
                failed.append(f"\n--- {name}\n{said.strip()}")
    print(*failed, sep="\n")
    return len(failed)


if __name__ == "__main__":
    sys.exit(main())
