from django.db import migrations

from publishing.roles import ADMINISTRATOR, AUTHOR, EDITOR, EVERYTHING, TRANSLATOR, grant

# Whoever writes may see what stands on the front page; editors compose it.
ROWS = ("pages.highlight", "pages.fronttopic")
READERS = {"pages.frontpage": ("view",), **dict.fromkeys(ROWS, ("view",))}
EDITORS = {"pages.frontpage": (*EVERYTHING, "publish"), **dict.fromkeys(ROWS, EVERYTHING)}
TRANSLATORS = {"pages.frontpage": ("change", "view")}
RIGHTS = {
    AUTHOR: READERS,
    EDITOR: EDITORS,
    TRANSLATOR % "English": TRANSLATORS,
    TRANSLATOR % "Georgian": TRANSLATORS,
    ADMINISTRATOR: {**EDITORS, "pages.frontpage": (*EVERYTHING, "publish", "erase")},
}


def give_rights(apps, schema_editor):
    grant(apps, schema_editor.connection.alias, RIGHTS)


class Migration(migrations.Migration):
    dependencies = [("pages", "0010_front_page"), ("auth", "0012_alter_user_first_name_max_length"), ("contenttypes", "0002_remove_content_type_name")]

    operations = [migrations.RunPython(give_rights, migrations.RunPython.noop)]
