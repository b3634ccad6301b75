"""The dump of everything public."""

import hashlib
from http import HTTPStatus

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from library.documents.serving import handed_out
from publishing import changes
from publishing.api.problems import answer
from syndication.dumps.handing import Dump, current
from syndication.dumps.making import MANIFEST

# How long whoever comes while there is no dump is asked to wait, in seconds.
WAIT = 60
TYPES = {"gz": "application/gzip", "json": "application/json", "sig": "text/plain"}
NONE_NOW = "There is no dump now: the first one is being made, or something in the last one was taken back. Ask again later, or read /api/v1/."
NO_SUCH = "The dump has no such file. Its manifest names those that it has."


@csrf_exempt
@require_safe
def manifest(request: HttpRequest) -> HttpResponseBase:
    """What the dump is, and which files it has."""
    return dump(request, MANIFEST)


@csrf_exempt
@require_safe
def dump(request: HttpRequest, name: str) -> HttpResponseBase:
    """A file of the dump, or a part of it; 404 while something in it may have been taken back.

    One query; for the first reader since a change, a few more.
    """
    found = current()
    if found is None or not found.may_be_handed_out(changes.head()):
        return refused(NONE_NOW, {"Retry-After": str(WAIT)})
    path = found.path(name)
    if path is None or not path.exists():
        return refused(NO_SUCH, {})
    kind, size = TYPES[name.rpartition(".")[2]], path.stat().st_size
    response = handed_out(request, lambda: path.open("rb"), tag=tag_of(found, name), moved_at=found.made_at, size=size, media_type=kind)
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["X-Robots-Tag"] = "noindex"
    # Whoever keeps it asks each time whether it may still be handed out.
    response.headers["Cache-Control"] = "public, no-cache"
    return response


def tag_of(found: Dump, name: str) -> str:
    """Return the strong validator of a file: its checksum, as the manifest has it."""
    known = {file["name"]: file["sha256"] for file in found.manifest["files"]}
    digest = known.get(name) or hashlib.sha256(f"{found.folder.name} {name}".encode()).hexdigest()
    return f'"{digest[:32]}"'


def refused(detail: str, headers: dict[str, str]) -> HttpResponseBase:
    """Return that there is nothing, for nobody to keep."""
    return answer(HTTPStatus.NOT_FOUND, detail, {**headers, "Cache-Control": "no-store", "Access-Control-Allow-Origin": "*"})
