from django.db import migrations

from publishing.roles import ADMINISTRATOR


def add_rights(apps, schema_editor):
    alias = schema_editor.connection.alias
    content_type, _made = apps.get_model("contenttypes.ContentType").objects.using(alias).get_or_create(app_label="pages", model="export")
    permission, _made = apps.get_model("auth.Permission").objects.using(alias).get_or_create(
        content_type=content_type, codename="move_out", defaults={"name": "Can export everything the site holds"}
    )
    apps.get_model("auth.Group").objects.using(alias).get_or_create(name=ADMINISTRATOR)[0].permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [("pages", "0014_moving_out")]

    operations = [migrations.RunPython(add_rights, migrations.RunPython.noop)]
