from django.db import migrations, models

import publishing.publishable


class Migration(migrations.Migration):
    dependencies = [("actors", "0007_places_are_records")]

    operations = [
        migrations.AlterField(
            model_name="place",
            name="short_id",
            field=models.CharField(default=publishing.publishable.new_short_id, editable=False, max_length=10, unique=True),
        ),
    ]
