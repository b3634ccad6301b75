import django.db.models.deletion
import django.utils.timezone
import publishing.fields.text
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("actors", "0004_search_look"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Withheld",
            fields=[
                (
                    "actor",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="withheld",
                        serialize=False,
                        to="actors.actor",
                        verbose_name="actor",
                    ),
                ),
                (
                    "reason",
                    publishing.fields.text.ProseField(
                        blank=True,
                        help_text="For colleagues only: who asked for it, and until when. Nothing of it is public, nor in the audit log.",
                        verbose_name="why",
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="date")),
                (
                    "by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="user",
                    ),
                ),
            ],
            options={"verbose_name": "person not to be named", "verbose_name_plural": "people not to be named"},
        ),
    ]
