from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("actors", "0001_tables"), ("syndication", "0002_rights")]

    operations = [
        migrations.AddField(
            model_name="partner",
            name="offices",
            field=models.ManyToManyField(
                blank=True, help_text="With all that is part of them.", related_name="+", to="actors.office", verbose_name="offices"
            ),
        ),
    ]
