from django.db import migrations

from publishing.roles import ADMINISTRATOR, AUTHOR, EDITOR, EVERYTHING, TRANSLATOR, grant

# As with images: what public pages show is not an author's to change.
RIGHTS = {
    AUTHOR: {"news.articledocument": EVERYTHING, "library.document": ("add", "view")},
    **{role: {"news.articledocument": EVERYTHING, "library.document": EVERYTHING} for role in (EDITOR, ADMINISTRATOR)},
    **{TRANSLATOR % language: {"library.document": ("view",)} for language in ("English", "Georgian")},
}


def add_rights(apps, schema_editor):
    grant(apps, schema_editor.connection.alias, RIGHTS)


class Migration(migrations.Migration):
    dependencies = [("news", "0003_documents")]

    operations = [migrations.RunPython(add_rights, migrations.RunPython.noop)]
