from django.db import migrations

from publishing.roles import ADMINISTRATOR, AUTHOR, EDITOR, EVERYTHING, TRANSLATOR, grant

MINE = {
    "news.article": EVERYTHING,
    "news.byline": EVERYTHING,
    "news.correction": EVERYTHING,
    "news.articlecitation": EVERYTHING,
    "news.articledocument": EVERYTHING,
}
# What public pages show is not theirs to change.
SHARED = {**{f"library.{model}": ("add", "view") for model in ("source", "image", "document")}, "library.tag": ("view",)}
# All texts of what they may work on; translators those of one language, of everybody's records.
WRITING = {"publishing.draft": ("write_shared", "write_en", "write_ka")}
TRANSLATING = {"news.article": ("change", "view"), **{f"library.{model}": ("view",) for model in ("source", "image", "tag", "document")}}
EDITORS = {
    **MINE,
    **WRITING,
    "news.article": (*EVERYTHING, "publish"),
    **{f"news.{model}": EVERYTHING for model in ("kind", "author")},
    **{f"library.{model}": EVERYTHING for model in ("tag", "tagalias", "image", "source", "document")},
}
RIGHTS = {
    AUTHOR: {**MINE, **WRITING, **SHARED, "news.kind": ("view",), "news.author": ("view",)},
    EDITOR: EDITORS,
    TRANSLATOR % "English": {**TRANSLATING, "publishing.draft": ("translate_en",)},
    TRANSLATOR % "Georgian": {**TRANSLATING, "publishing.draft": ("translate_ka",)},
    ADMINISTRATOR: {
        **EDITORS,
        "news.article": (*EVERYTHING, "publish", "erase"),
        "publishing.sitesettings": ("add", "change", "view"),
        "publishing.audit": ("view",),
        "publishing.change": ("view",),
        "publishing.version": ("view",),
        "auth.user": EVERYTHING,
        "auth.group": EVERYTHING,
    },
}


def give_rights(apps, schema_editor):
    grant(apps, schema_editor.connection.alias, RIGHTS)


class Migration(migrations.Migration):
    replaces = [("news", "0002_roles"), ("news", "0004_document_roles")]
    dependencies = [("news", "0001_tables"), ("library", "0001_tables"), ("publishing", "0001_tables"), ("auth", "0012_alter_user_first_name_max_length"), ("contenttypes", "0002_remove_content_type_name")]

    operations = [migrations.RunPython(give_rights, migrations.RunPython.noop)]
