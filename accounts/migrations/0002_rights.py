from django.db import migrations

from publishing.roles import ADMINISTRATOR, grant

RIGHTS = {ADMINISTRATOR: {"accounts.invitation": ("add", "delete", "view")}}


def give_rights(apps, schema_editor):
    grant(apps, schema_editor.connection.alias, RIGHTS)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_tables"), ("contenttypes", "0002_remove_content_type_name")]

    operations = [migrations.RunPython(give_rights, migrations.RunPython.noop)]
