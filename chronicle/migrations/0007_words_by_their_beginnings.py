"""Places in chronologies keep the words of their events in order, so that one comparison looks for all words of a question."""

from typing import Any

from django.db import migrations

from publishing.fields.vocabulary import vocabulary

LANGUAGES = ("en", "ka")
BATCH = 500


def order(apps: Any, schema_editor: Any) -> None:
    """Put the words of every place in order."""
    listing = apps.get_model("chronicle", "Listing")
    names = [f"sought_{code}" for code in LANGUAGES]
    last = 0
    while rows := list(listing.objects.filter(pk__gt=last).only("pk", *names).order_by("pk")[:BATCH]):
        for row in rows:
            for name in names:
                setattr(row, name, vocabulary(getattr(row, name).split()))
        listing.objects.bulk_update(rows, names)
        last = rows[-1].pk


class Migration(migrations.Migration):
    dependencies = [("chronicle", "0006_event_dates_in_order")]

    operations = [migrations.RunPython(order, migrations.RunPython.noop)]
