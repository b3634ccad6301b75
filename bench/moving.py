"""What moving in costs: a WordPress export of any size, brought into an empty SQLite database by the real command."""

import argparse
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from PIL import Image, ImageDraw

ROOT = Path(__file__).resolve().parents[1]
HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><rss xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"'
    ' xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:wp="http://wordpress.org/export/1.2/"><channel><wp:base_blog_url>https://old.example</wp:base_blog_url>\n'
)
WORDS = [
    "river",
    "bridge",
    "village",
    "council",
    "border",
    "talks",
    "winter",
    "road",
    "school",
    "market",
    "wood",
    "gas",
    "water",
    "election",
    "report",
    "meeting",
    "house",
    "field",
    "morning",
    "garden",
]


def write_export(path: Path, items: int, images: int, draw: random.Random) -> None:
    """Write an export: texts of about 3 kB, every second with a picture of its own, each with three tags and two links to others."""
    with path.open("w", encoding="utf-8") as file:
        file.write(HEAD)
        for number in range(1, images + 1):
            address = f"https://old.example/wp-content/uploads/{number % 100:02}/{number}.jpg"
            file.write(
                f"<item><title>Picture {number}</title><wp:post_id>{items + number}</wp:post_id><wp:post_type>attachment</wp:post_type>"
                f"<wp:status>inherit</wp:status><wp:attachment_url>{address}</wp:attachment_url></item>\n"
            )
        for number in range(1, items + 1):
            file.write(entry(number, items, images, draw))
        file.write("</channel></rss>")


def entry(number: int, items: int, images: int, draw: random.Random) -> str:
    """Return one entry."""
    paragraphs = [" ".join(draw.choices(WORDS, k=80)) for _paragraph in range(6)]
    links = "".join(f'<a href="https://old.example/post-{draw.randint(1, items)}/">another</a> ' for _link in range(2))
    picture = items + (number // 2) + 1 if number % 2 and number // 2 < images else 0
    meta = f"<wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key><wp:meta_value>{picture}</wp:meta_value></wp:postmeta>" if picture else ""
    tags = "".join(f'<category domain="post_tag" nicename="t{tag}">{WORDS[tag % 20]} {tag}</category>' for tag in draw.sample(range(400), 3))
    year, month, day = 2005 + number * 15 // items, number % 12 + 1, number % 28 + 1
    return (
        f"<item><title>{' '.join(draw.choices(WORDS, k=7)).title()} {number}</title><link>https://old.example/post-{number}/</link>"
        f"<dc:creator>author{number % 12}</dc:creator><content:encoded><![CDATA[{(chr(10) * 2).join([*paragraphs, links])}]]></content:encoded>"
        f"<wp:post_id>{number}</wp:post_id><wp:post_date_gmt>{year}-{month:02}-{day:02} 10:00:00</wp:post_date_gmt>"
        f"<wp:post_name>post-{number}</wp:post_name><wp:status>publish</wp:status><wp:post_type>post</wp:post_type>{tags}{meta}</item>\n"
    )


def write_images(folder: Path, images: int, draw: random.Random) -> None:
    """Write pictures of 1200 by 800 pixels, no two alike."""
    for number in range(1, images + 1):
        picture = Image.new("RGB", (1200, 800), tuple(draw.randrange(256) for _channel in range(3)))
        pen = ImageDraw.Draw(picture)
        for _shape in range(12):
            x, y = draw.randrange(1000), draw.randrange(600)
            pen.ellipse((x, y, x + 200, y + 200), fill=tuple(draw.randrange(256) for _channel in range(3)))
        path = folder / f"{number % 100:02}" / f"{number}.jpg"
        path.parent.mkdir(parents=True, exist_ok=True)
        picture.save(path, quality=80)


def main() -> None:
    """Bring an export, and tell how long it took and how much memory the process held at most."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=10_000)
    parser.add_argument("--images", type=int, default=5_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-moving-") as name:
        folder = Path(name)
        draw = random.Random(1)
        write_export(folder / "export.xml", options.items, options.images, draw)
        write_images(folder / "uploads", options.images, draw)
        environment = {**os.environ, "DEMO": "1", "DATA_DIR": str(folder / "data"), "STATIC_ROOT": str(folder / "static"), "LOG_LEVEL": "ERROR"}
        manage = [sys.executable, "manage.py"]
        make = "from django.contrib.auth.models import User; User.objects.create_superuser('admin')"
        for arguments in (["migrate", "-v0"], ["collectstatic", "-v0", "--noinput"], ["shell", "-v0", "-c", make]):
            subprocess.run([*manage, *arguments], cwd=ROOT, env=environment, check=True)
        print(f"{options.items} items, {(folder / 'export.xml').stat().st_size / 1e6:.0f} MB, {options.images} pictures", flush=True)
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        began = time.monotonic()
        command = [*manage, "import_site", str(folder / "export.xml"), "--media", str(folder / "uploads"), "--run"]
        subprocess.run(command, cwd=ROOT, env=environment, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        print(f"{time.monotonic() - began:.0f} s, {cpu:.0f} s of CPU, at most {after.ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
