"""Asks the public register of advisories whether a locked package has a known weakness: `make audit`.

A weakness fails. A register that cannot be reached says nothing about the packages, so it is told and does not fail; STRICT=1 lets it.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# What a site runs on, what it may need besides, and the tools of developers.
LOCKS = tuple(sorted(path.name for path in ROOT.glob("requirements*.txt")))
# What the whole question may take, in seconds.
PATIENCE = 240


def run(lock: str) -> tuple[str, str]:
    """Have pip-audit ask about a lock file; return what it printed and what it complained of."""
    command = [str(Path(sys.executable).parent / "pip-audit"), "--requirement", lock, "--disable-pip", "--require-hashes", "--format", "json"]
    try:
        done = subprocess.run([*command, "--progress-spinner", "off"], cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        return "", f"No answer within {PATIENCE} seconds."
    return done.stdout, done.stderr


def asked(lock: str) -> tuple[list[str] | None, str]:
    """Return (each weakness of a package in a lock file, ""), or (None, why nobody knows)."""
    printed, complained = run(lock)
    try:
        told = json.loads(printed)
    except json.JSONDecodeError:
        return None, "".join(complained.strip().splitlines()[-1:])
    weak = [(each["name"], each["version"], fault) for each in told["dependencies"] for fault in each.get("vulns", [])]
    return [f"{name} {version}: {fault['id']}, mended in {', '.join(fault['fix_versions']) or 'no version yet'}" for name, version, fault in weak], ""


def main() -> int:
    """Ask for each lock file; return the exit code."""
    code = 0
    for lock in LOCKS:
        weak, why = asked(lock)
        if weak is None:
            print(f"{lock}: the register of advisories could not be asked, so nothing is known. {why}")
            code = code or int(bool(os.environ.get("STRICT")))
        else:
            print(*(weak or [f"{lock}: no known weakness."]), sep="\n")
            code = code or int(bool(weak))
    return code


if __name__ == "__main__":
    sys.exit(main())
