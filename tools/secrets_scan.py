"""Looks through every file that git knows for what looks like a secret; part of `make check`.

What is none, though it looks like one (a password of the demo, a key that a test made up), carries `not a secret` in its line or stands in
`ALLOWED`. Lock files, catalogues and schemas are left out: they are made of hashes, words and samples.
"""

import math
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LEFT_OUT = re.compile(
    r"(^|/)(requirements[\w-]*\.txt|package-lock\.json|[^/]*\.po|[^/]*\.geojson|openapi\.json)$|^tests/schemas/|^static/(fonts|vendor)/"
)
LONGEST_FILE, LONGEST_LINE = 2_000_000, 2_000
# Keys that are known by their form, whoever wrote them.
KNOWN = {
    "a private key": r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----",
    "a key of age": r"AGE-SECRET-KEY-1[0-9A-Z]{58}",
    "a key of AWS": r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b",
    "a token of GitHub": r"\bgh[pousr]_[A-Za-z0-9]{36}\b|\bgithub_pat_\w{60,}",
    "a token of Slack": r"\bxox[abprs]-[A-Za-z0-9-]{20,}",
    "a key of Google": r"\bAIza[0-9A-Za-z_-]{35}\b",
    "a key of Stripe": r"\b[rs]k_live_[0-9A-Za-z]{20,}",
    "a token of PyPI": r"\bpypi-[A-Za-z0-9_-]{50,}",
    "a signed token": r"\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}",
    "a password in an address": r"\b[a-z][a-z0-9+]{2,}://[^\s/:@'\"<>{}$]+:(?!password@)(?P<address>[^\s/:@'\"<>{}$]{8,})@(?!127\.|localhost|[\w.-]*example)",
}
# What is given to something that is called a secret, as a text in quotation marks or in a file of settings.
GIVEN = r"(?i:secret|passwd|password|passphrase|token|api_?key|private_?key)\w*[\"']?\s*(?:=|:|=>)\s*[\"']?(?P<given>[A-Za-z0-9+/_=-]{20,})[\"']?"
LOOKS = re.compile("|".join([*(f"(?P<{name.replace(' ', '_')}>{form})" for name, form in KNOWN.items()), GIVEN]))
# Bits for each letter: words of any language have fewer than a key that was drawn at random.
RANDOM = 3.8
MARK = "not a secret"
ALLOWED = {'SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyz-0123456789abcdefghijklmnopqrstuvwxyz"'}


def files() -> list[str]:
    """Return what git knows, or is about to, but for what is left out."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [name for name in listed.stdout.split("\0") if name and not LEFT_OUT.search(name)]


def bits(text: str) -> float:
    """Return how many bits a letter of a text carries (Shannon)."""
    return -sum(count / len(text) * math.log2(count / len(text)) for count in Counter(text).values())


def found_in(text: str) -> Iterator[tuple[int, str]]:
    """Yield (line, what it looks like) for each secret in a text."""
    for number, line in enumerate(text.splitlines(), 1):
        for match in LOOKS.finditer(line[:LONGEST_LINE]):
            given = match["given"]
            if MARK in line or match[0] in ALLOWED or (given and (bits(given) < RANDOM or not re.search(r"\d", given))):
                continue
            named = next((name for name in KNOWN if match[name.replace(" ", "_")]), "a secret")
            yield number, named


def problems() -> Iterator[str]:
    """Yield where something looks like a secret. The secret itself is not printed: logs are read by many."""
    for name in files():
        path = ROOT / name
        if not path.is_file() or path.stat().st_size > LONGEST_FILE or b"\0" in (content := path.read_bytes())[:8000]:
            continue
        for line, named in found_in(content.decode(errors="replace")):
            yield f"{name}:{line}: looks like {named}. If it is none, say “{MARK}” in that line; if it is one, replace it: git keeps it."


if __name__ == "__main__":
    wrong = list(problems())
    print(*wrong, sep="\n")
    sys.exit(bool(wrong))
