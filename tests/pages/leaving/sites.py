"""Sites that leave and come back, for tests: a database as a new site has it, archives that somebody has tampered with."""

import hashlib
import json
import re
import zipfile
from collections.abc import Callable
from html import unescape
from http import HTTPStatus
from pathlib import Path
from typing import Any
from zlib import crc32

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import User
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse

from config.api import router
from library import renditions
from library.models import Image
from pages.leaving import files
from pages.leaving.parts import MANIFEST, MODELS, label_of, own, part_of, tables
from pages.leaving.runs import run_of
from pages.leaving.writing import export
from pages.models import ImportRun, Menu, MenuEntry
from pages.moving.report import Report
from publishing import languages, navigation
from publishing.models import Address, Change, Edition, Redirect
from publishing.registry import record_types
from syndication.models import Partner
from tests.conftest import DRILL

# What an archive says of itself that is not of the site: when it was made, and the counter, which moves on as it is read back.
OF_ITS_OWN = {"made_at", "sequence"}
# What pages, feeds, sitemaps and the API lead to on this site.
LINK = re.compile(r"""["'>]((?:http://testserver)?/(?:[a-z]{2}/|a/|api/|sitemap)[^"'<>\s]*)["'<]""")
# Of the addresses of a site, one in so many is asked; a drill asks all of them.
PART = 6
SKIPPED = (0, "", b"")
# What forms for readers draw anew each time.
TOKEN = re.compile(rb'name="token" value="[^"]*"')
# The lists of the API.
API = [basename for _prefix, _view, basename in router.registry]
# {name of an entry: its content}
Entries = dict[str, bytes]


def exported(folder: Path, name: str = "site.zip") -> Path:
    """Export the site."""
    export(folder / name)
    return folder / name


def brought(path: Path, *, by: User, dry: bool = False) -> Report:
    """Read an archive back; return what the run reports."""
    row = ImportRun.objects.create(source=str(path), dry=dry, by=by)
    run = run_of(row, by=by)
    run.go()
    return run.report


def emptied() -> None:
    """Take everything out of the database and the storages, but for what migrations put there and the accounts."""
    for kind, name in stored():
        files.storage_of(kind).delete(name)
    for image in Image.objects.all():
        renditions.remove(entry["name"] for entry in image.renditions)
    # They ask for rows that go now.
    Partner.objects.all().delete()
    left = [model for model in apps.get_models() if model._meta.app_label in own() and label_of(model) in MODELS]
    for model in [*left, *reversed(tables())]:
        model._base_manager.all()._raw_delete(using="default")
    connection.check_constraints()
    for place in Menu.Place:
        MenuEntry.objects.create(menu=Menu.objects.create(place=place), page="news")
    cache.clear()


def stored() -> list[tuple[str, str]]:
    """Return (kind, name) of every file that rows name."""
    names = {str(name) for model in tables() for column in file_columns(model) for name in model._base_manager.values_list(column, flat=True) if name}
    return [(files.kind_of(name), name) for name in sorted(names)]


def file_columns(model: Any) -> list[str]:
    """Return the columns of a table that name files."""
    return [field.name for field in model._meta.concrete_fields if hasattr(field, "upload_to")]


def entries_of(path: Path) -> Entries:
    """Return what lies in an archive."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def content_of(path: Path) -> dict[str, Any]:
    """Return what an archive says of the site: everything but the moment."""
    entries = entries_of(path)
    manifest = {name: value for name, value in json.loads(entries.pop(MANIFEST)).items() if name not in OF_ITS_OWN}
    return {MANIFEST: manifest, **entries}


def packed(path: Path, entries: Entries, *, promised: bool = True) -> Path:
    """Write an archive anew; the manifest promises what is in it now, or what was."""
    manifest = json.loads(entries[MANIFEST])
    if promised:
        for part in [*manifest["parts"], *manifest["media"]]:
            data = entries[part["name"]]
            part |= {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
            if "rows" in part:
                part["rows"] = data.count(b"\n")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {**entries, MANIFEST: json.dumps(manifest).encode()}.items():
            archive.writestr(name, data)
    return path


def with_rows(path: Path, model: Any, change: Callable[[dict[str, Any]], None]) -> Path:
    """Change every row of a table in an archive, checksums and all."""
    entries = entries_of(path)
    rows = [json.loads(line) for line in entries[part_of(model)].splitlines()]
    for row in rows:
        change(row)
    entries[part_of(model)] = b"".join(json.dumps(row).encode() + b"\n" for row in rows)
    return packed(path, entries)


def with_manifest(path: Path, **values: Any) -> Path:
    """Let an archive say something else of itself."""
    entries = entries_of(path)
    entries[MANIFEST] = json.dumps({**json.loads(entries[MANIFEST]), **values}).encode()
    return packed(path, entries, promised=False)


def pictures_made() -> None:
    """Make the copies of pictures that readers get, as the worker does."""
    for image in Image.objects.all():
        renditions.settle(image.pk)


def answers() -> dict[str, tuple[int, str, bytes]]:
    """Return {address: what a reader gets there}: of everything that pages, feeds, sitemaps and the API lead to, and of all that was public once."""
    client = Client()
    cache.clear()
    found: dict[str, tuple[int, str, bytes]] = {}
    waiting = known()
    while waiting:
        path = waiting.pop()
        if not DRILL and crc32(path.encode()) % PART:
            found[path] = SKIPPED
            continue
        response = client.get(path)
        content = b"".join(response.streaming_content) if response.streaming else response.content
        found[path] = (response.status_code, response.headers.get("Location", ""), TOKEN.sub(b"", content))
        links = {unescape(link) for link in LINK.findall(content.decode(errors="replace"))}
        waiting |= {link.removeprefix(settings.SITE_URL).partition("#")[0] for link in links} - found.keys() - {""}
    found = {path: answer for path, answer in found.items() if answer != SKIPPED}
    assert all(status < HTTPStatus.INTERNAL_SERVER_ERROR for status, _location, _content in found.values())
    return found


def known() -> set[str]:
    """Return the addresses that nothing need lead to any more."""
    slugs = {(known.kind, known.url_name): Address.objects.filter(kind=known.kind) for known in record_types()}
    slugs[("tag", "news:tag")] = Address.objects.filter(kind="tag")
    paths = {"/", "/robots.txt", "/sitemap.xml", *(reverse(f"api:{name}-list") for name in API), *Redirect.objects.values_list("path", flat=True)}
    for code in languages.codes():
        for (kind, name), addresses in slugs.items():
            of = {address.slug: address.record for address in addresses}
            paths |= {navigation.address(name, code, slug=slug) for slug in of}
            editions = Edition.objects.filter(kind=kind, language=code).values_list("record", "number")
            numbers = {record: [number for key, number in editions if key == record] for record in of.values()}
            paths |= {
                navigation.address(f"{name}_version", code, slug=slug, number=number) for slug, record in of.items() for number in numbers[record]
            }
    short_ids = {short_id for known in record_types() for short_id in known.model._default_manager.values_list("short_id", flat=True)}
    return paths | {reverse("short", kwargs={"short_id": short_id}) for short_id in short_ids}


def log() -> list[tuple[Any, ...]]:
    """Return the change log."""
    return list(Change.objects.values_list("sequence", "kind", "record_kind", "record", "languages", "reason", "at"))
