from django.db import migrations

from publishing.roles import ADMINISTRATOR, AUTHOR, EDITOR, EVERYTHING, TRANSLATOR, grant

RECORDS = ("actors.actor", "actors.office")
RIGHTS = {
    AUTHOR: {**dict.fromkeys(RECORDS, EVERYTHING), "actors.place": ("view",), "actors.post": ("view",)},
    EDITOR: {**dict.fromkeys(RECORDS, (*EVERYTHING, "publish")), "actors.place": EVERYTHING, "actors.post": ("view",)},
    TRANSLATOR % "English": {**dict.fromkeys(RECORDS, ("change", "view")), "actors.place": ("view",), "actors.post": ("view",)},
    TRANSLATOR % "Georgian": {**dict.fromkeys(RECORDS, ("change", "view")), "actors.place": ("view",), "actors.post": ("view",)},
    ADMINISTRATOR: {**dict.fromkeys(RECORDS, (*EVERYTHING, "publish", "erase")), "actors.place": EVERYTHING, "actors.post": ("view",)},
}


def add_rights(apps, schema_editor):
    grant(apps, schema_editor.connection.alias, RIGHTS)


class Migration(migrations.Migration):
    dependencies = [("actors", "0002_one_holder_at_a_time"), ("news", "0002_roles")]

    operations = [migrations.RunPython(add_rights, migrations.RunPython.noop)]
