from django.db import migrations

from publishing.roles import ADMINISTRATOR, AUTHOR, EDITOR, EVERYTHING, grant

RIGHTS = {role: {"pages.pagedocument": EVERYTHING} for role in (AUTHOR, EDITOR, ADMINISTRATOR)}


def add_rights(apps, schema_editor):
    grant(apps, schema_editor.connection.alias, RIGHTS)


class Migration(migrations.Migration):
    dependencies = [("pages", "0009_page_documents")]

    operations = [migrations.RunPython(add_rights, migrations.RunPython.noop)]
