"""Sites to move in, for tests: the shipped sample, and files made on the way."""

from pathlib import Path
from typing import Any

from django.contrib.auth.models import User

from pages.models import ImportRun
from pages.moving.report import Report
from pages.moving.run import Run

SAMPLE = Path(__file__).resolve().parents[3] / "fixtures" / "sample_site"
HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><rss xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"'
    ' xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:wp="http://wordpress.org/export/1.2/"><channel><wp:base_blog_url>https://old.example</wp:base_blog_url>'
)
TAIL = "</channel></rss>"


def post(number: int | str, body: str = "Text.", *, title: str | None = None, more: str = "", **values: str) -> str:
    """Return one entry of a WordPress export."""
    said = {"status": "publish", "post_type": "post", "post_date_gmt": "2020-01-02 03:04:05", "post_id": str(number), **values}
    tags = "".join(f"<wp:{name}>{value}</wp:{name}>" for name, value in said.items())
    name = f"Post {number}" if title is None else title
    link = f"<link>https://old.example/post-{number}/</link>"
    return f"<item><title>{name}</title>{link}<content:encoded><![CDATA[{body}]]></content:encoded>{tags}{more}</item>"


def file_entry(number: int, address: str, *, title: str = "", **values: str) -> str:
    """Return the entry of a file in a WordPress export."""
    said = {"post_id": str(number), "post_type": "attachment", "status": "inherit", "attachment_url": address, **values}
    return f"<item><title>{title}</title>{''.join(f'<wp:{name}>{value}</wp:{name}>' for name, value in said.items())}</item>"


def wxr(folder: Path, *items: str, tail: str = TAIL) -> Path:
    """Write a WordPress export."""
    path = folder / "export.xml"
    path.write_text(HEAD + "".join(items) + tail, encoding="utf-8")
    return path


def move_in(path: Path, *, by: User, dry: bool = False, **options: Any) -> Report:
    """Run an import; return what it reports."""
    row = ImportRun.objects.create(source=str(path), dry=dry, by=by, **{name: str(value) for name, value in options.items()})
    run = Run(row, by=by)
    run.go()
    return run.report
