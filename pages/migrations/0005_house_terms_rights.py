from django.db import migrations

from publishing.roles import ADMINISTRATOR, AUTHOR, EDITOR, EVERYTHING, TRANSLATOR, grant

# What the house says is decided by those who publish; whoever writes may read why.
READ, KEPT = {"pages.houseterm": ("view",)}, {"pages.houseterm": EVERYTHING}
RIGHTS = {AUTHOR: READ, TRANSLATOR % "English": READ, TRANSLATOR % "Georgian": READ, EDITOR: KEPT, ADMINISTRATOR: KEPT}


def give_rights(apps, schema_editor):
    grant(apps, schema_editor.connection.alias, RIGHTS)


class Migration(migrations.Migration):
    dependencies = [("pages", "0004_house_terms"), ("auth", "0012_alter_user_first_name_max_length"), ("contenttypes", "0002_remove_content_type_name")]

    operations = [migrations.RunPython(give_rights, migrations.RunPython.noop)]
