from django.db import migrations

from publishing.roles import ADMINISTRATOR, AUTHOR, EDITOR, EVERYTHING, TRANSLATOR, grant

RIGHTS = {
    AUTHOR: {"pages.page": EVERYTHING},
    EDITOR: {"pages.page": (*EVERYTHING, "publish")},
    TRANSLATOR % "English": {"pages.page": ("change", "view")},
    TRANSLATOR % "Georgian": {"pages.page": ("change", "view")},
    ADMINISTRATOR: {"pages.page": (*EVERYTHING, "publish", "erase")},
}


def add_rights(apps, schema_editor):
    grant(apps, schema_editor.connection.alias, RIGHTS)


class Migration(migrations.Migration):
    dependencies = [("pages", "0001_pages"), ("news", "0002_roles")]

    operations = [migrations.RunPython(add_rights, migrations.RunPython.noop)]
