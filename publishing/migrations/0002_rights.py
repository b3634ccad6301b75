from django.db import migrations

from publishing.roles import ADMINISTRATOR, EDITOR, EVERYTHING, grant

RIGHTS = {role: {"publishing.redirect": EVERYTHING, "publishing.visits": ("view",)} for role in (EDITOR, ADMINISTRATOR)}


def give_rights(apps, schema_editor):
    grant(apps, schema_editor.connection.alias, RIGHTS)


class Migration(migrations.Migration):
    replaces = [("publishing", "0005_old_addresses_roles")]
    dependencies = [("publishing", "0001_tables"), ("auth", "0012_alter_user_first_name_max_length"), ("contenttypes", "0002_remove_content_type_name")]

    operations = [migrations.RunPython(give_rights, migrations.RunPython.noop)]
