"""Cells: texts that no spreadsheet takes for a formula, and several things in one cell."""

import re

# What spreadsheets begin to compute with; a mark before it keeps them from it, and one mark more tells ours from one that was there.
FORMULA = re.compile(r"'*(?:[\t\r\n]|\s*[=+\-@＝＋－＠])")
MARK = "'"
BETWEEN = " | "
# By which spreadsheets know UTF-8; a table begins with it.
BOM = "\ufeff"


def neutral(text: str) -> str:
    """Return a text as it is exported: what a spreadsheet would compute begins with an apostrophe."""
    return MARK + text if FORMULA.match(text) else text


def original(text: str) -> str:
    """Return a text as it was before `neutral`."""
    return text[1:] if text.startswith(MARK) and FORMULA.match(text) else text


def joined(entries: list[str]) -> str:
    """Return several things as one cell; a bar that belongs to one of them is written with a backslash."""
    return BETWEEN.join(entry.replace("\\", "\\\\").replace("|", "\\|") for entry in entries)


def parted(cell: str) -> list[str]:
    """Return the things of a cell, one a line or with bars between them."""
    found, entry, escaped = [], "", False
    for letter in cell:
        if escaped or letter not in "\\|\n":
            entry, escaped = entry + letter, False
        elif letter == "\\":
            escaped = True
        else:
            found.append(entry)
            entry = ""
    found.append(entry)
    return [text for each in found if (text := each.strip())]


def with_details(text: str, *details: str) -> str:
    """Return a thing and what is said of it: “Sergei Lavrov {spelling; en; Latn}”."""
    said = "; ".join(filter(None, details))
    return f"{text} {{{said}}}" if said or text.endswith("}") else text


def details_of(entry: str) -> tuple[str, list[str]]:
    """Return a thing, and what is said of it in the braces behind it."""
    if not entry.endswith("}") or "{" not in entry:
        return entry, []
    text, _brace, said = entry[:-1].rpartition("{")
    return text.strip(), [detail for each in said.split(";") if (detail := each.strip())]
