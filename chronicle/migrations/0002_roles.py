from django.db import migrations

from publishing.roles import ADMINISTRATOR, AUTHOR, EDITOR, EVERYTHING, TRANSLATOR, grant

RECORDS = ("chronicle.event", "chronicle.chronology", "chronicle.format")
# Found by typing in the form of an event.
FOUND = {"actors.tenure": ("view",)}
RIGHTS = {
    AUTHOR: {**dict.fromkeys(RECORDS, EVERYTHING), **FOUND},
    EDITOR: {**dict.fromkeys(RECORDS, (*EVERYTHING, "publish")), **FOUND},
    TRANSLATOR % "English": {**dict.fromkeys(RECORDS, ("change", "view")), **FOUND},
    TRANSLATOR % "Georgian": {**dict.fromkeys(RECORDS, ("change", "view")), **FOUND},
    ADMINISTRATOR: {**dict.fromkeys(RECORDS, (*EVERYTHING, "publish", "erase")), **FOUND},
}


def add_rights(apps, schema_editor):
    grant(apps, schema_editor.connection.alias, RIGHTS)


class Migration(migrations.Migration):
    dependencies = [("chronicle", "0001_chronicle"), ("actors", "0003_roles")]

    operations = [migrations.RunPython(add_rights, migrations.RunPython.noop)]
