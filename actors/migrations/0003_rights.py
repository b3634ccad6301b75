from django.db import migrations

from publishing.roles import ADMINISTRATOR, AUTHOR, EDITOR, EVERYTHING, TRANSLATOR, grant

RECORDS = ("actors.actor", "actors.office", "actors.place")
SEEN = {"actors.post": ("view",)}
RIGHTS = {
    AUTHOR: {**dict.fromkeys(RECORDS, EVERYTHING), **SEEN},
    EDITOR: {**dict.fromkeys(RECORDS, (*EVERYTHING, "publish")), **SEEN},
    TRANSLATOR % "English": {**dict.fromkeys(RECORDS, ("change", "view")), **SEEN},
    TRANSLATOR % "Georgian": {**dict.fromkeys(RECORDS, ("change", "view")), **SEEN},
    ADMINISTRATOR: {**dict.fromkeys(RECORDS, (*EVERYTHING, "publish", "erase")), **SEEN},
}


def give_rights(apps, schema_editor):
    grant(apps, schema_editor.connection.alias, RIGHTS)


class Migration(migrations.Migration):
    replaces = [("actors", "0003_roles")]
    dependencies = [("actors", "0002_one_holder"), ("auth", "0012_alter_user_first_name_max_length"), ("contenttypes", "0002_remove_content_type_name")]

    operations = [migrations.RunPython(give_rights, migrations.RunPython.noop)]
