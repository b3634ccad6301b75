from django.db import migrations

from publishing.roles import ADMINISTRATOR, grant

RIGHTS = {ADMINISTRATOR: {"syndication.reader": ("delete", "view")}}


def give_rights(apps, schema_editor):
    grant(apps, schema_editor.connection.alias, RIGHTS)


class Migration(migrations.Migration):
    dependencies = [("syndication", "0004_readers")]

    operations = [migrations.RunPython(give_rights, migrations.RunPython.noop)]
