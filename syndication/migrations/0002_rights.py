from django.db import migrations

from publishing.roles import ADMINISTRATOR, grant

RIGHTS = {
    ADMINISTRATOR: {
        "syndication.apikey": ("add", "change", "view"),
        "syndication.partner": ("add", "change", "view"),
        "syndication.delivery": ("change", "view"),
    }
}


def give_rights(apps, schema_editor):
    grant(apps, schema_editor.connection.alias, RIGHTS)


class Migration(migrations.Migration):
    replaces = [("syndication", "0002_roles"), ("syndication", "0004_partner_roles")]
    dependencies = [("syndication", "0001_tables"), ("auth", "0012_alter_user_first_name_max_length"), ("contenttypes", "0002_remove_content_type_name")]

    operations = [migrations.RunPython(give_rights, migrations.RunPython.noop)]
