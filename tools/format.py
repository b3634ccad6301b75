"""`make format`: lay out Python and templates; safe corrections of the linter included."""

import subprocess

from tools.check import BIN, ROOT, files


def main() -> None:
    """Run every tool that rewrites files, in the order in which they agree with each other."""
    templates = files("*.html")
    for command in (
        ["ruff", "check", "--fix-only", "--quiet", "."],
        ["ruff", "format", "--quiet", "."],
        ["djangofmt", "--quiet", *templates],
        ["djade", "--target-version", "5.2", *templates],
    ):
        # djade tells by its status that it changed something.
        subprocess.run([BIN / command[0], *command[1:]], cwd=ROOT, check=False)


if __name__ == "__main__":
    main()
