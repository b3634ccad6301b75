from django.db import migrations

from publishing.roles import ADMINISTRATOR, AUTHOR, EDITOR, EVERYTHING, TRANSLATOR, grant

# Texts of everybody print the terms, so those who may not publish only read them.
WRITERS = {"pages.page": EVERYTHING, "pages.pagedocument": EVERYTHING, "pages.term": ("view",)}
TRANSLATORS = {"pages.page": ("change", "view"), "pages.term": ("view",)}
EDITORS = {"pages.page": (*EVERYTHING, "publish"), "pages.pagedocument": EVERYTHING, "pages.term": EVERYTHING}
RIGHTS = {
    AUTHOR: WRITERS,
    EDITOR: EDITORS,
    TRANSLATOR % "English": TRANSLATORS,
    TRANSLATOR % "Georgian": TRANSLATORS,
    ADMINISTRATOR: {
        **EDITORS,
        "pages.page": (*EVERYTHING, "publish", "erase"),
        "pages.menu": ("change", "view"),
        "pages.menuentry": EVERYTHING,
    },
}
# What whole sites go in and out by: (model, action, name of the right).
MOVING = [("importrun", "move_in", "Can move content in from another site"), ("export", "move_out", "Can export everything the site holds")]


def give_rights(apps, schema_editor):
    alias = schema_editor.connection.alias
    grant(apps, alias, RIGHTS)
    administrators = apps.get_model("auth.Group").objects.using(alias).get(name=ADMINISTRATOR)
    for model, codename, name in MOVING:
        content_type, _made = apps.get_model("contenttypes.ContentType").objects.using(alias).get_or_create(app_label="pages", model=model)
        permission, _made = apps.get_model("auth.Permission").objects.using(alias).get_or_create(
            content_type=content_type, codename=codename, defaults={"name": name}
        )
        administrators.permissions.add(permission)


class Migration(migrations.Migration):
    replaces = [
        ("pages", "0002_roles"),
        ("pages", "0005_glossary_rights"),
        ("pages", "0006_moving_in_rights"),
        ("pages", "0010_document_rights"),
        ("pages", "0015_moving_out_rights"),
    ]
    dependencies = [("pages", "0001_tables"), ("auth", "0012_alter_user_first_name_max_length"), ("contenttypes", "0002_remove_content_type_name")]

    operations = [migrations.RunPython(give_rights, migrations.RunPython.noop)]
