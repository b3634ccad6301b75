from django.db import migrations

from publishing.roles import ADMINISTRATOR, grant

RIGHTS = {ADMINISTRATOR: {"syndication.apikey": ("add", "change", "view")}}


def make_roles(apps, schema_editor):
    grant(apps, schema_editor.connection.alias, RIGHTS)


class Migration(migrations.Migration):
    dependencies = [
        ("syndication", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(make_roles, migrations.RunPython.noop)]
