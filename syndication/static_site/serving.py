"""What a web server must know beside the files: where addresses lead, and which are gone; and a page for servers that know nothing."""

import shutil
from http import HTTPStatus
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string

from publishing import navigation
from syndication.static_site.files import Folder, name_of
from syndication.static_site.ledger import Ledger

FOR_GOOD = frozenset({HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.PERMANENT_REDIRECT})
MAPS = {"moved.map": True, "led.map": False}


def write_maps(ledger: Ledger, folder: Path) -> None:
    """Write the maps of addresses and the configuration for nginx that reads them."""
    for name, is_for_good in MAPS.items():
        with (folder / name).open("w", encoding="utf-8") as file:
            file.writelines(pair(old, new) for old, status, new in ledger.moved() if (status in FOR_GOOD) == is_for_good)
    with (folder / "gone.map").open("w", encoding="utf-8") as file:
        file.writelines(pair(address, "1") for address in ledger.gone())
    shutil.copyfile(Path(__file__).with_name("nginx.conf"), folder / "nginx.conf")
    (folder / "live.conf").write_text(f'set $live "{quoted(settings.SITE_URL)}";\n', encoding="utf-8")


def pair(key: str, value: str) -> str:
    """Return a line of a map, as nginx reads it."""
    return f'"{quoted(key)}" "{quoted(value)}";\n'


def quoted(text: str) -> str:
    """Return a text as it stands between the quotation marks of nginx."""
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("$", "${dollar}")


def add_pages(ledger: Ledger, folder: Folder) -> None:
    """Add a page that leads on, for servers that only hand out files, wherever an address with a slash has none of its own."""
    for address, status, target in ledger.moved():
        name = name_of(address, "text/html") if address.endswith("/") else None
        if name and not ledger.has(name):
            text = render_to_string("syndication/moved.html", {"target": navigation.absolute(target) if target.startswith("/") else target})
            folder.add(name, address, "text/html", status, [text.encode()])
