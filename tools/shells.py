"""Find what shells would misread in the project's scripts (shellcheck), and what is wrong with the container file (hadolint)."""

import subprocess
import sys
from pathlib import Path

from tools.check import BIN, ROOT, files


def scripts() -> list[str]:
    """Return the files that begin with a shell's name, and those that such files take in."""
    return [name for name in files("*") if is_shell(ROOT / name)]


def is_shell(path: Path) -> bool:
    """Tell whether a file is a script for a shell."""
    if path.suffix == ".sh":
        return True
    if path.suffix or path.is_symlink() or not path.is_file():
        return False
    with path.open("rb") as file:
        first = file.readline(80)
    return first.startswith(b"#!") and first.split(b"/")[-1].split()[-1] in (b"sh", b"bash")


def main() -> int:
    """Run both; return 1 if either complains."""
    shell = subprocess.run(
        [BIN / "shellcheck", "--severity=warning", "--external-sources", "--source-path=SCRIPTDIR", *scripts()], cwd=ROOT, check=False
    )
    container = subprocess.run([BIN / "hadolint", *files("*Containerfile")], cwd=ROOT, check=False)
    return 1 if shell.returncode or container.returncode else 0


if __name__ == "__main__":
    sys.exit(main())
