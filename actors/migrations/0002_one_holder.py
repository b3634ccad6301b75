from django.db import migrations

# Whoever surely holds a post that only one can hold: from the last day on which it may have begun to the first on which it may
# have ended. The day of a hand-over belongs to both. Checked at the end of a transaction, since rows may exchange what they say.
ADD = """
CREATE EXTENSION IF NOT EXISTS btree_gist;
ALTER TABLE actors_tenure ADD CONSTRAINT tenure_one_holder_at_a_time EXCLUDE USING gist (
    post_id WITH =,
    daterange(start_upper, CASE WHEN end_status = 'ongoing' THEN NULL ELSE GREATEST(start_upper, end_lower) END, '[)') WITH &&
) WHERE (is_sole AND start_upper IS NOT NULL AND (end_status = 'ongoing' OR end_lower IS NOT NULL)) DEFERRABLE INITIALLY DEFERRED;
"""
REMOVE = "ALTER TABLE actors_tenure DROP CONSTRAINT tenure_one_holder_at_a_time;"


def add(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(ADD)


def remove(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(REMOVE)


class Migration(migrations.Migration):
    replaces = [("actors", "0002_one_holder_at_a_time")]
    dependencies = [("actors", "0001_tables")]

    operations = [migrations.RunPython(add, remove)]
