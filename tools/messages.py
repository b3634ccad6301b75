"""The interface's texts: found in code and templates by Babel, so that nobody needs GNU gettext.

`python -m tools.messages update` brings locale/*/LC_MESSAGES/*.po up to date; `check` names what is not translated.
To say a text of Django better than its own catalogue does, write it into ours by hand: the update keeps it.
"""

import io
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import django
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
# The functions that mark a text: whether a context comes first, and whether singular and plural follow.
FUNCTIONS = {
    **dict.fromkeys(["_", "gettext", "gettext_lazy", "gettext_noop"], (False, False)),
    **dict.fromkeys(["ngettext", "ngettext_lazy"], (False, True)),
    **dict.fromkeys(["pgettext", "pgettext_lazy"], (True, False)),
    **dict.fromkeys(["npgettext", "npgettext_lazy"], (True, True)),
}
# What of Django an editor or a reader meets; its Georgian catalogues have gaps, which ours fills.
DJANGO_PARTS = ("core/validators", "forms/", "utils/", "contrib/admin/", "contrib/auth/")
# Catalogue -> the parts of Django that have one: texts of pages, and texts that the admin's own scripts say.
DJANGO_CATALOGUES = {"django": ("conf", "contrib/admin", "contrib/auth"), "djangojs": ("contrib/admin",)}
Key = tuple[str | tuple[str, ...], str | None]


def sources() -> list[Path]:
    """Return the files that may hold texts: ours, committed or about to be, without tests and tools."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.py", "*.html", "*.txt"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    paths = [ROOT / name for name in listed.stdout.split() if not name.startswith(("tests/", "tools/", "bench/", "requirements"))]
    return [path for path in paths if path.exists() and "migrations" not in path.parts]


def texts_of(path: Path) -> list[Key]:
    """Return the texts of one file, with their contexts."""
    source = path.read_text()
    if path.suffix != ".py":
        # Django rewrites a template as calls of gettext among rubbish; its indentation would not pass for Python.
        source = re.sub(r"(?m)^[ \t]+", "", templatize(source, origin=str(path)))
    found: list[Key] = []
    for _line, function, said, _comments in extract_python(io.BytesIO(source.encode()), dict.fromkeys(FUNCTIONS), [], {"encoding": "utf-8"}):
        # What is not a constant comes as None.
        texts = [str(text or "") for text in (said if isinstance(said, tuple) else [said])]
        has_context, has_plural = FUNCTIONS[str(function)]
        context = texts.pop(0) if has_context else None
        wanted = texts[: 2 if has_plural else 1]
        if all(wanted):
            found.append((tuple(wanted) if has_plural else wanted[0], context))
    return found


def extracted() -> dict[Key, set[str]]:
    """Return every text of the project and the files it stands in."""
    found: dict[Key, set[str]] = {}
    for path in sources():
        for key in texts_of(path):
            found.setdefault(key, set()).add(str(path.relative_to(ROOT)))
    return found


def gaps_of_django(language: str, domain: str = "django") -> dict[Key, set[str]]:
    """Return the texts of Django that it has not translated itself, and those that our catalogue says better."""
    gaps: dict[Key, set[str]] = {}
    ours = read(catalogue_path(language, domain), language)
    for part in DJANGO_CATALOGUES[domain]:
        folder = Path(django.__file__).parent / part / "locale"
        theirs = read(folder / language / "LC_MESSAGES" / f"{domain}.po", language)
        for message in read(folder / "en" / "LC_MESSAGES" / f"{domain}.po", "en"):
            places = {place for place, _line in message.locations if place.startswith(DJANGO_PARTS)}
            translated = theirs.get(message.id, message.context) if places else None
            is_gap = translated is None or translated.fuzzy or not is_whole(translated.string)
            if places and (is_gap or ours.get(message.id, message.context)):
                gaps[key_of(message)] = {f"django/{place}" for place in places}
    return gaps


def key_of(message: Message) -> Key:
    """Return the key of a catalogue's message."""
    return (message.id if isinstance(message.id, str) else tuple(message.id), message.context)


def is_whole(translation: str | Sequence[str] | None) -> bool:
    """Return whether a translation has all its forms."""
    return bool(translation) if isinstance(translation, str) or translation is None else all(translation)


def empty(language: str) -> Catalog:
    """Return a catalogue without texts."""
    return Catalog(
        locale=language,
        header_comment="# The interface of Matiane. `make messages` keeps this file; write between the quotes of each msgstr.",
        project="Matiane",
        version="0.1",
        msgid_bugs_address="see CONTRIBUTING.md",
        last_translator="Matiane contributors",
        language_team="Matiane contributors",
        charset="utf-8",
        fuzzy=False,
    )


def read(path: Path, language: str) -> Catalog:
    """Return a catalogue, empty where there is no file."""
    if not path.exists():
        return empty(language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def catalogue_path(language: str, domain: str = "django") -> Path:
    """Return where a catalogue of a language lies."""
    return ROOT / "locale" / language / "LC_MESSAGES" / f"{domain}.po"


def catalogues() -> list[tuple[str, str]]:
    """Return (language, domain) of every catalogue: for all languages but the one the texts are written in."""
    return [(code, domain) for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE for domain in DJANGO_CATALOGUES]


def wanted_in(language: str, domain: str) -> dict[Key, set[str]]:
    """Return every text that a catalogue of a language must hold; our own scripts get their texts from pages."""
    return {**gaps_of_django(language, domain), **(extracted() if domain == "django" else {})}


def update() -> int:
    """Write the catalogues anew: new texts come in empty, unused ones go, translations stay."""
    for language, domain in catalogues():
        path = catalogue_path(language, domain)
        before = read(path, language)
        after = empty(language)
        after.creation_date = after.revision_date = before.creation_date
        for (text, context), places in sorted(wanted_in(language, domain).items(), key=lambda item: (sorted(item[1]), str(item[0]))):
            known = before.get(text, context)
            after.add(text, known.string if known else None, [(place, None) for place in sorted(places)], context=context)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            write_po(file, after, width=120, include_lineno=False, ignore_obsolete=True)
        print(f"{path.relative_to(ROOT)}: {len(after)} texts, {len(untranslated(language, domain))} to translate")
    return 0


def untranslated(language: str, domain: str = "django") -> list[str]:
    """Return a sentence for each text that is missing, untranslated, doubtful or has other placeholders than its source."""
    catalogue = read(catalogue_path(language, domain), language)
    found = []
    for (text, context), places in wanted_in(language, domain).items():
        message = catalogue.get(text, context)
        where = f"{language}: {text!r} ({', '.join(sorted(places))})"
        if message is None:
            found.append(f"{where} is not in the catalogue: run make messages")
        elif message.fuzzy or not is_whole(message.string):
            found.append(f"{where} is not translated")
        else:
            found += [f"{where}: {error}" for error in message.check(catalogue)]
    return found


def check() -> int:
    """Print what is wrong in any language and return how much."""
    problems = [problem for language, domain in catalogues() for problem in untranslated(language, domain)]
    print(*problems, sep="\n")
    return len(problems)


if __name__ == "__main__":
    os.environ.setdefault("DEMO", "1")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    sys.exit(min(check(), 1) if sys.argv[1:] == ["check"] else update())
