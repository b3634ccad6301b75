"""The door for documents: what comes in is looked at by its content, in a process of its own, before anything is kept."""

import hashlib
import json
import logging
import re
import subprocess
import sys
import tempfile
import unicodedata
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.template.defaultfilters import filesizeformat

from library.documents import refusals

logger = logging.getLogger(__name__)

# Seconds by the clock on the wall for a look while an editor waits, and for reading a text behind the pages.
LOOK_SECONDS = 40
READ_SECONDS = 120
LONGEST_STEM = 100
# What turns the direction of a line, and so makes a name read as another; what file systems refuse.
UNWANTED = re.compile(r'[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff<>:"/\\|?*;%]')


@dataclass(frozen=True)
class Taken:
    """A file that was accepted, as the library stores it."""

    content: File
    kind: str
    name: str
    bytes: int
    digest: str
    pages: int | None = None


def take(upload: File) -> Taken:
    """Return `upload` as the library stores it. ValidationError, in an editor's words, if it is refused."""
    if upload.size > settings.DOCUMENT_MAX_BYTES:
        raise refusals.too_large(filesizeformat(settings.DOCUMENT_MAX_BYTES))
    if not upload.size:
        raise refusals.refusal("empty", {})
    found = inspected("look", upload, LOOK_SECONDS)
    kind = str(found["kind"])
    # A table is stored in the one encoding that everybody reads.
    content = ContentFile(found["text"].encode()) if kind == "csv" else upload
    return taken(content, kind, upload.name or "", found["pages"])


def taken(content: File, kind: str, filename: str, pages: int | None) -> Taken:
    """Return a file of a known kind, with what is kept of it."""
    digest = hashlib.sha256()
    content.seek(0)
    for chunk in content.chunks():
        digest.update(chunk)
    content.seek(0)
    return Taken(content, kind, clean_name(filename, kind), content.size, digest.hexdigest(), pages)


def clean_name(filename: str, kind: str) -> str:
    """Return a name to download a file by: of its own words, without tricks, with the ending that its content has."""
    stem = PurePath(unicodedata.normalize("NFC", filename.replace("\\", "/"))).name
    stem = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", stem)
    plain = "".join(letter if unicodedata.category(letter)[0] != "C" else " " for letter in UNWANTED.sub(" ", stem))
    return f"{' '.join(plain.split()).strip('. ')[:LONGEST_STEM].strip('. ') or 'document'}.{kind}"


def inspected(act: str, file: File, seconds: float) -> dict[str, Any]:  # Any: what JSON holds
    """Return what the inspection (`library.inspection`) found out; ValidationError if it refused the file, or gave up."""
    with tempfile.NamedTemporaryFile(prefix="matiane-") as copy:
        file.seek(0)
        for chunk in file.chunks():
            copy.write(chunk)
        copy.flush()
        file.seek(0)
        # No shell, no words of the uploader, no environment that holds the secrets of the site.
        command = [sys.executable, "-I", "-c", RUN, str(settings.BASE_DIR), act, copy.name]
        try:
            process = subprocess.run(command, capture_output=True, timeout=seconds, check=False, env={}, cwd="/")  # noqa: S603 - our own program, with a path of our own
        except subprocess.TimeoutExpired as error:
            raise refusals.refusal("too_complex", {}) from error
    try:
        found = json.loads(process.stdout)
    except ValueError as error:
        logger.warning("The inspection of a file ended with %d: %s", process.returncode, process.stderr.decode(errors="replace")[-300:])
        raise refusals.refusal("too_complex", {}) from error
    if "refused" in found:
        if "error" in found:
            logger.info("A file was refused as damaged: %s", found["error"])
        raise refusals.refusal(found["refused"], found["named"])
    return dict(found)


# Isolated from the environment, Python does not look into the folder that the site stands in.
RUN = "import runpy, sys; sys.path.insert(0, sys.argv.pop(1)); runpy.run_module('library.inspection', run_name='__main__')"


def text_of(file: File) -> str:
    """Return the text of a stored file. ValidationError if it has none that can be read within limits."""
    return str(inspected("read", file, READ_SECONDS)["text"])
