"""docs/licences.md: `python -m tools.licences` writes it anew, `python -m tools.licences check` says what is wrong with it."""

import sys

from tools.packages import FREE, ROOT, Package, packages, parts

PAGE = ROOT / "docs" / "licences.md"
HEAD = """# Licences

Matiane itself stands under BSD-3-Clause ([LICENSE](../LICENSE)). This page is written by `make licences` from the lock file and from what
the packages say of themselves; `make check` compares them, and refuses a package whose licence it does not know as free.

Fonts in `static/fonts` stand under the SIL Open Font License 1.1 (its texts lie beside them); what the maps are drawn on is told in
[static/maps](../static/maps/README.md).

## Packages that a site runs on

| package | licence |
|---|---|
"""


def page(found: list[Package]) -> str:
    """Return the page."""
    return HEAD + "".join(f"| {package.name} | {package.licence} |\n" for package in found)


def problems() -> list[str]:
    """Return what is wrong, as sentences."""
    found = packages()
    wrong = [
        f"{package.name}: no licence that is known here; look at it, then name it in tools/packages.py" for package in found if not package.licence
    ]
    wrong += [
        f"{package.name}: {part} is not among the licences that are known as free (tools/packages.py)"
        for package in found
        if package.licence
        for part in parts(package.licence)
        if part not in FREE
    ]
    if not PAGE.exists() or PAGE.read_text() != page(found):
        wrong.append("docs/licences.md is not of these packages: run make licences")
    return wrong


if __name__ == "__main__":
    if "check" in sys.argv[1:]:
        for problem in (found := problems()):
            print(problem)
        sys.exit(bool(found))
    PAGE.write_text(page(packages()))
