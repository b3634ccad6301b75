"""What drawing a card costs: CPU time of this process, medians of turns, without a database. `python -m bench.cards`."""

import argparse
import os
import statistics
import tempfile
import time
from io import BytesIO

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("DEMO", "1")
os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="matiane-bench-")

import django

django.setup()

from django.core.files.base import ContentFile
from PIL import Image as Pillow

from library import storage
from library.cards import faces, typesetting
from library.cards.drawing import Look, Said, Shown, drawn

PICTURE = "images/00/00000000000000000000000000000000.jpg"
ENGLISH = "Occupied Tskhinvali Parliament Ratifies Military-Technical Agreement with Russia"
GEORGIAN = "ოკუპირებული ცხინვალის პარლამენტმა რუსეთთან სამხედრო-ტექნიკური შეთანხმება მოიწონა"
LOOK = Look("Matiane")
CASES = {
    "English title, 80 letters": Said(ENGLISH, "en", "News", "20 January 2025"),
    "Georgian title, 82 letters": Said(GEORGIAN, "ka", "სიახლე", "20 იანვარი, 2025"),
    "English title, 300 letters": Said((f"{ENGLISH} and " * 4)[:300], "en", "News", "20 January 2025"),
    "Georgian title, 300 letters": Said((f"{GEORGIAN} და " * 4)[:300], "ka", "სიახლე", "20 იანვარი, 2025"),
    "one word of 300 letters": Said("W" * 300, "en", "News", "20 January 2025"),
    "with a picture of 1280 px": Said(ENGLISH, "en", "News", "20 January 2025", picture=Shown(PICTURE, 50, 50, "Ann Lee, CC BY 4.0")),
}


def main() -> None:
    """Draw each card in turns and print a line of a table for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds
    buffer = BytesIO()
    Pillow.effect_noise((1280, 853), 60).convert("RGB").save(buffer, "JPEG", quality=80)
    storage.renditions().save(PICTURE, ContentFile(buffer.getvalue()))
    begun = time.process_time()
    drawn(CASES["English title, 80 letters"], LOOK)
    print(f"The first card of a process, with its faces: {(time.process_time() - begun) * 1000:.0f} ms CPU.\n")
    print("| card | ms CPU | kB |\n|---|---:|---:|")
    took: dict[str, list[float]] = {name: [] for name in CASES}
    size = {}
    for _turn in range(rounds):
        for name, said in CASES.items():
            # No title is drawn twice in life.
            typesetting.measured.cache_clear()
            begun = time.process_time()
            size[name] = len(drawn(said, LOOK))
            took[name].append((time.process_time() - begun) * 1000)
    for name, times in took.items():
        print(f"| {name} | {statistics.median(times):.0f} | {size[name] / 1000:.0f} |")
    print(f"\n{len(CASES)} cards, {rounds} turns; {faces.face.cache_info().currsize} faces open.")


if __name__ == "__main__":
    main()
