from django.db import migrations
from django.db.models import OuterRef, Subquery

COLUMNS = ("listed_at_en", "listed_at_ka", "available_en", "available_ka")


def list_mentions(apps, schema_editor):
    """Give the mentions of today the listing columns of their articles."""
    article = apps.get_model("news", "Article").objects.filter(pk=OuterRef("article"))
    mentions = apps.get_model("news", "Mention").objects.using(schema_editor.connection.alias)
    mentions.update(**{name: Subquery(article.values(name)) for name in COLUMNS})


class Migration(migrations.Migration):
    dependencies = [("news", "0007_listed_mentions")]

    operations = [migrations.RunPython(list_mentions, migrations.RunPython.noop)]
