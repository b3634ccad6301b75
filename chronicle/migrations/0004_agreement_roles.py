from django.db import migrations

from publishing.roles import ADMINISTRATOR, AUTHOR, EDITOR, EVERYTHING, TRANSLATOR, grant

RIGHTS = {
    AUTHOR: {"chronicle.agreement": EVERYTHING},
    EDITOR: {"chronicle.agreement": (*EVERYTHING, "publish")},
    TRANSLATOR % "English": {"chronicle.agreement": ("change", "view")},
    TRANSLATOR % "Georgian": {"chronicle.agreement": ("change", "view")},
    ADMINISTRATOR: {"chronicle.agreement": (*EVERYTHING, "publish", "erase")},
}


def add_rights(apps, schema_editor):
    grant(apps, schema_editor.connection.alias, RIGHTS)


class Migration(migrations.Migration):
    dependencies = [("chronicle", "0003_agreements")]

    operations = [migrations.RunPython(add_rights, migrations.RunPython.noop)]
