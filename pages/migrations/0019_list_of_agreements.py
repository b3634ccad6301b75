from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("pages", "0018_list_of_chronologies")]

    operations = [
        migrations.AlterField(
            model_name="menuentry",
            name="page",
            field=models.CharField(
                blank=True,
                choices=[
                    ("home", "Front page"),
                    ("news", "News"),
                    ("tags", "Tags"),
                    ("actors", "Actors"),
                    ("offices", "Offices"),
                    ("places", "Places"),
                    ("chronology", "Chronology"),
                    ("agreements", "Agreements"),
                    ("corrections", "Corrections"),
                    ("glossary", "Glossary"),
                ],
                max_length=20,
                verbose_name="page",
            ),
        ),
    ]
