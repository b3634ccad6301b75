from django.db import migrations

from publishing.roles import ADMINISTRATOR, AUTHOR, EDITOR, EVERYTHING, TRANSLATOR, grant

# Texts of everybody print the terms, so those who may not publish only read them.
RIGHTS = {
    **{role: {"pages.term": ("view",)} for role in (AUTHOR, TRANSLATOR % "English", TRANSLATOR % "Georgian")},
    **{role: {"pages.term": EVERYTHING} for role in (EDITOR, ADMINISTRATOR)},
}


def add_rights(apps, schema_editor):
    grant(apps, schema_editor.connection.alias, RIGHTS)


class Migration(migrations.Migration):
    dependencies = [("pages", "0004_terms")]

    operations = [migrations.RunPython(add_rights, migrations.RunPython.noop)]
