from typing import Any

from django.db import migrations, models
from django.db.models import OuterRef, Subquery
from django.db.models.functions import ExtractYear


def gather(apps: Any, schema_editor: Any) -> None:
    """Give the places in chronologies the years of their dates and the kinds of their events; `chronicle.listings` writes them from here on."""
    kinds = apps.get_model("chronicle", "Event").objects.filter(pk=OuterRef("event")).values("kind")
    places = apps.get_model("chronicle", "Listing").objects.order_by()
    places.update(first_year=ExtractYear("lower"), last_year=ExtractYear("upper"), kind=Subquery(kinds))


class Migration(migrations.Migration):
    dependencies = [("chronicle", "0003_words_of_places")]

    operations = [
        migrations.AddField("listing", "first_year", models.PositiveSmallIntegerField(default=9999), preserve_default=False),
        migrations.AddField("listing", "last_year", models.PositiveSmallIntegerField(default=9999), preserve_default=False),
        migrations.AddField("listing", "kind", models.CharField(default="other", max_length=14), preserve_default=False),
        migrations.RunPython(gather, migrations.RunPython.noop),
        migrations.AddIndex(
            "listing",
            models.Index(
                fields=[
                    "event",
                    "chronology",
                    "kind",
                    "first_year",
                    "last_year",
                    "id",
                    "listed_at_en",
                    "available_en",
                    "listed_at_ka",
                    "available_ka",
                ],
                name="listing_counted",
            ),
        ),
    ]
