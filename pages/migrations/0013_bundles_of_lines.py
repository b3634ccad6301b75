from django.db import migrations


def move_down(apps, schema_editor):
    """Let each line know its bundles: a replacement may have several now."""
    lines = apps.get_model("pages", "ReplacementLine").objects.all()
    for change in apps.get_model("pages", "Replacement").objects.all():
        mine = lines.filter(change=change.pk)
        mine.exclude(outcome="refused").update(bundle=change.bundle_id)
        mine.filter(outcome="back").update(undone_in=change.undone_in_id)


class Migration(migrations.Migration):
    # A migration of its own: PostgreSQL lays no index on a table in whose rows this transaction changed keys.
    dependencies = [("pages", "0012_bundles_of_replacements")]
    operations = [
        migrations.RunPython(move_down, migrations.RunPython.noop),
        migrations.RemoveField("replacement", "bundle"),
        migrations.RemoveField("replacement", "undone_in"),
    ]
