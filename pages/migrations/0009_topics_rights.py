from django.db import migrations

from publishing.roles import ADMINISTRATOR, AUTHOR, EDITOR, EVERYTHING, TRANSLATOR, grant

ROWS = {"pages.topicpick": EVERYTHING, "pages.topicfigure": EVERYTHING}
WRITERS = {"pages.topic": EVERYTHING, **ROWS}
EDITORS = {"pages.topic": (*EVERYTHING, "publish"), **ROWS}
TRANSLATORS = {"pages.topic": ("change", "view")}
RIGHTS = {
    AUTHOR: WRITERS,
    EDITOR: EDITORS,
    TRANSLATOR % "English": TRANSLATORS,
    TRANSLATOR % "Georgian": TRANSLATORS,
    ADMINISTRATOR: {**EDITORS, "pages.topic": (*EVERYTHING, "publish", "erase")},
}


def give_rights(apps, schema_editor):
    grant(apps, schema_editor.connection.alias, RIGHTS)


class Migration(migrations.Migration):
    dependencies = [("pages", "0008_topics"), ("auth", "0012_alter_user_first_name_max_length"), ("contenttypes", "0002_remove_content_type_name")]

    operations = [migrations.RunPython(give_rights, migrations.RunPython.noop)]
