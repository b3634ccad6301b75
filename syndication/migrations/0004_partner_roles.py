from django.db import migrations

from publishing.roles import ADMINISTRATOR, grant

RIGHTS = {ADMINISTRATOR: {"syndication.partner": ("add", "change", "view"), "syndication.delivery": ("change", "view")}}


def make_roles(apps, schema_editor):
    grant(apps, schema_editor.connection.alias, RIGHTS)


class Migration(migrations.Migration):
    dependencies = [("syndication", "0003_partners")]

    operations = [migrations.RunPython(make_roles, migrations.RunPython.noop)]
