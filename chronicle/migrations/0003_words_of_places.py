from collections import defaultdict
from typing import Any

from django.db import migrations, models

LANGUAGES = ("en", "ka")
BATCH = 500


def gather(apps: Any, schema_editor: Any) -> None:
    """Give the places in chronologies the words of their events; `chronicle.sought` has them from here on."""
    listing, statement = apps.get_model("chronicle", "Listing"), apps.get_model("chronicle", "Statement")
    keys = list(listing.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), BATCH):
        rows = list(listing.objects.filter(pk__in=keys[start : start + BATCH]).select_related("event"))
        said = defaultdict(list)
        for each in statement.objects.filter(event__in={row.event_id for row in rows}).order_by("position", "id"):
            said[each.event_id].append(each)
        for row in rows:
            for code in LANGUAGES:
                told = [each for each in said[row.event_id] if each.actor_id or each.office_id or getattr(each, f"attribution_{code}")]
                texts = [getattr(each, f"sought_{code}") for each in (row.event, *told)]
                setattr(row, f"sought_{code}", " ".join(dict.fromkeys(word for text in texts for word in text.split())))
        listing.objects.bulk_update(rows, [f"sought_{code}" for code in LANGUAGES])


class Migration(migrations.Migration):
    dependencies = [("chronicle", "0002_rights")]

    operations = [
        migrations.AddField(
            model_name="listing",
            name="sought_en",
            field=models.TextField(blank=True, default="", editable=False),
        ),
        migrations.AddField(
            model_name="listing",
            name="sought_ka",
            field=models.TextField(blank=True, default="", editable=False),
        ),
        migrations.RunPython(gather, migrations.RunPython.noop),
    ]
