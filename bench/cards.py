"""What drawing a card costs: CPU time of this process, medians of turns, without a database. `python -m bench.cards`."""

import argparse
import os
import statistics
import tempfile
import time
from io import BytesIO
from typing import Any

import django
from django.core.files.base import ContentFile
from PIL import Image as Pillow

PICTURE = "images/00/00000000000000000000000000000000.jpg"
ENGLISH = "Occupied Tskhinvali Parliament Ratifies Military-Technical Agreement with Russia"
GEORGIAN = "ოკუპირებული ცხინვალის პარლამენტმა რუსეთთან სამხედრო-ტექნიკური შეთანხმება მოიწონა"


def set_up() -> None:
    """Start Django with a folder of its own, and put a picture into it."""
    os.environ |= {"DJANGO_SETTINGS_MODULE": "config.settings", "DEMO": "1", "DATA_DIR": tempfile.mkdtemp(prefix="matiane-bench-")}
    django.setup()
    from library import storage  # noqa: PLC0415

    buffer = BytesIO()
    Pillow.effect_noise((1280, 853), 60).convert("RGB").save(buffer, "JPEG", quality=80)
    storage.renditions().save(PICTURE, ContentFile(buffer.getvalue()))


def cases() -> dict[str, Any]:
    """Return what the cards say."""
    from library.cards.drawing import Said, Shown  # noqa: PLC0415

    english, georgian = (
        {"language": "en", "kind": "News", "date": "20 January 2025"},
        {"language": "ka", "kind": "სიახლე", "date": "20 იანვარი, 2025"},
    )
    return {
        "English title, 80 letters": Said(ENGLISH, **english),
        "Georgian title, 82 letters": Said(GEORGIAN, **georgian),
        "English title, 300 letters": Said((f"{ENGLISH} and " * 4)[:300], **english),
        "Georgian title, 300 letters": Said((f"{GEORGIAN} და " * 4)[:300], **georgian),
        "one word of 300 letters": Said("W" * 300, **english),
        "with a picture of 1280 px": Said(ENGLISH, **english, picture=Shown(PICTURE, 50, 50, "Ann Lee, CC BY 4.0")),
    }


def main() -> None:
    """Draw each card in turns and print a line of a table for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds
    set_up()
    from library.cards import typesetting  # noqa: PLC0415
    from library.cards.drawing import Look, drawn  # noqa: PLC0415

    look, asked = Look("Matiane"), cases()
    begun = time.process_time()
    drawn(asked["English title, 80 letters"], look)
    print(f"The first card of a process, with its faces: {(time.process_time() - begun) * 1000:.0f} ms CPU.\n")
    print("| card | ms CPU | kB |\n|---|---:|---:|")
    took: dict[str, list[float]] = {name: [] for name in asked}
    size = {}
    for _turn in range(rounds):
        for name, said in asked.items():
            # No title is drawn twice in life.
            typesetting.measured.cache_clear()
            begun = time.process_time()
            size[name] = len(drawn(said, look))
            took[name].append((time.process_time() - begun) * 1000)
    for name, times in took.items():
        print(f"| {name} | {statistics.median(times):.0f} | {size[name] / 1000:.0f} |")


if __name__ == "__main__":
    main()
