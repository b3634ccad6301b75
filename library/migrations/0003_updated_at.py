from django.db import migrations, models
from django.utils import timezone


class Migration(migrations.Migration):
    """When tags and documents last changed; of those of before nobody knows, so they changed now."""

    dependencies = [
        ("library", "0002_terms_of_use"),
    ]

    operations = [
        migrations.AddField(
            model_name="document",
            name="updated_at",
            field=models.DateTimeField(auto_now=True, default=timezone.now, verbose_name="last change"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="tag",
            name="updated_at",
            field=models.DateTimeField(auto_now=True, default=timezone.now, verbose_name="last change"),
            preserve_default=False,
        ),
    ]
