"""The packages that a site runs on, by the lock file, each with the licence that its author names: for docs/licences.md and the bill of materials."""

import re
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements.txt"
ENTRY = re.compile(r"^(?P<name>[A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?==(?P<version>[^\s;\\]+)(?P<rest>(?:[^\n]*\\\n)*[^\n]*)", re.MULTILINE)
# What older packages write in place of an SPDX expression (PEP 639), by its beginning.
SPOKEN = {
    "BSD License": "BSD-3-Clause",
    "BSD": "BSD-3-Clause",
    "MIT License": "MIT",
    "MIT": "MIT",
    "The MIT License": "MIT",
    "Apache Software License": "Apache-2.0",
    "Apache License, Version 2.0": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0",
    "Apache 2.0": "Apache-2.0",
    "ISC License (ISCL)": "ISC",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "GNU Lesser General Public License v3 (LGPLv3)": "LGPL-3.0-only",
    "GNU Library or Lesser General Public License (LGPL)": "LGPL-3.0-or-later",
    "Python Software Foundation License": "PSF-2.0",
    "The Unlicense (Unlicense)": "Unlicense",
    "CMU License (MIT-CMU)": "MIT-CMU",
    "Historical Permission Notice and Disclaimer (HPND)": "HPND",
}
# What packages are under that say nothing of it where it can be read, by their own LICENSE files.
SAID_ELSEWHERE = {"async-timeout": "Apache-2.0", "pyrage": "MIT", "uritemplate": "BSD-3-Clause OR Apache-2.0"}
# Under these anybody may run and pass on a site; a library under LGPL or MPL stays as its author made it, beside our code.
FREE = {
    *(
        "0BSD",
        "Apache-2.0",
        "MIT-0",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "HPND",
        "ISC",
        "LGPL-3.0-only",
        "LGPL-3.0-or-later",
        "MIT",
        "MIT-CMU",
        "MPL-2.0",
    ),
    *("PSF-2.0", "Unlicense", "CC0-1.0", "ZPL-2.1"),
}


@dataclass(frozen=True)
class Package:
    """One package of the lock file."""

    name: str
    version: str
    # SPDX expression, "" where the author names none that we know.
    licence: str
    hashes: tuple[str, ...]

    @property
    def purl(self) -> str:
        """Its package URL (purl-spec, type pypi)."""
        return f"pkg:pypi/{normal(self.name)}@{self.version}"


def normal(name: str) -> str:
    """Return the name of a package as registries compare it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def licence_of(name: str) -> str:
    """Return the SPDX expression of an installed package, "" if it says nothing that we understand, or is not installed here."""
    if name in SAID_ELSEWHERE:
        return SAID_ELSEWHERE[name]
    try:
        said = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return ""
    if "License-Expression" in said:
        return str(said["License-Expression"])
    classified = [line.rpartition(" :: ")[2] for line in said.get_all("Classifier") or [] if line.startswith("License ::")]
    first_line = next(iter("".join(said.get_all("License") or []).splitlines()), "").strip()
    known = [SPOKEN.get(words, words if words in FREE else "") for words in (*classified, first_line)]
    return next(filter(None, known), "")


def packages() -> list[Package]:
    """Return the packages of the lock file, by name."""
    found = []
    for entry in ENTRY.finditer(LOCK.read_text()):
        hashes = tuple(re.findall(r"--hash=sha256:([0-9a-f]{64})", entry["rest"]))
        found.append(Package(entry["name"], entry["version"], licence_of(entry["name"]), hashes))
    return sorted(found, key=lambda package: normal(package.name))


def parts(expression: str) -> list[str]:
    """Return the licences that an expression asks for one by one; of those joined by OR the first that is free is enough."""
    found = []
    for each in re.split(r"\s+AND\s+", expression.strip("()")):
        offered = [words.strip("() ").partition(" WITH ")[0] for words in re.split(r"\s+OR\s+", each)]
        found.append(next((words for words in offered if words in FREE), offered[0]))
    return found
