"""Check that the lock files hold what pyproject.toml asks for, hashes everywhere and no download address."""

import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def name_of(requirement: str) -> str:
    """Return the normalised package name of a requirement (PEP 503)."""
    return re.sub(r"[-_.]+", "-", re.split(r"[\s\[<>=!~;]", requirement, maxsplit=1)[0]).lower()


def problems() -> list[str]:
    """Return what is wrong, as sentences."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    run_time, dev = project["project"]["dependencies"], project["dependency-groups"]["dev"]
    found = []
    files = {"requirements.txt": run_time, "requirements-dev.txt": [*run_time, *dev]}
    files |= {f"requirements-{name}.txt": [*run_time, *more] for name, more in project["project"]["optional-dependencies"].items()}
    for file, wanted in files.items():
        text = (ROOT / file).read_text()
        locked = {name_of(line) for line in re.findall(r"^\S+==\S+", text, re.MULTILINE)}
        found += [f"{file} lacks {name}: run make lock" for name in sorted({name_of(each) for each in wanted} - locked)]
        entries = re.split(r"\n(?=\S)", text.strip())
        found += [f"{file}: no hash for {entry.split()[0]}" for entry in entries if "==" in entry.split()[0] and "--hash=" not in entry]
        if "://" in text or "--index" in text or "--find-links" in text:
            found.append(f"{file} names a download address")
    return found


if __name__ == "__main__":
    for problem in (found := problems()):
        print(problem)
    sys.exit(bool(found))
