from django.db import migrations

from publishing.roles import ADMINISTRATOR, AUTHOR, EDITOR, EVERYTHING, TRANSLATOR, grant

RECORDS = ("chronicle.event", "chronicle.chronology", "chronicle.format", "chronicle.agreement")
# Found by typing in the form of an event.
FOUND = {"actors.tenure": ("view",)}
RIGHTS = {
    AUTHOR: {**dict.fromkeys(RECORDS, EVERYTHING), **FOUND},
    EDITOR: {**dict.fromkeys(RECORDS, (*EVERYTHING, "publish")), **FOUND},
    TRANSLATOR % "English": {**dict.fromkeys(RECORDS, ("change", "view")), **FOUND},
    TRANSLATOR % "Georgian": {**dict.fromkeys(RECORDS, ("change", "view")), **FOUND},
    ADMINISTRATOR: {**dict.fromkeys(RECORDS, (*EVERYTHING, "publish", "erase")), **FOUND},
}


def give_rights(apps, schema_editor):
    grant(apps, schema_editor.connection.alias, RIGHTS)


class Migration(migrations.Migration):
    replaces = [("chronicle", "0002_roles"), ("chronicle", "0004_agreement_roles")]
    dependencies = [("chronicle", "0001_tables"), ("actors", "0003_rights")]

    operations = [migrations.RunPython(give_rights, migrations.RunPython.noop)]
