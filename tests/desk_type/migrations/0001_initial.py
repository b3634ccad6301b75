"""The tables as the models are now: a type that no database keeps needs no history."""

from django.db import migrations
from django.db.migrations.state import ModelState

from publishing.roles import ADMINISTRATOR, AUTHOR, EDITOR, EVERYTHING, TRANSLATOR, grant
from tests.desk_type.models import Deadline, Dossier, DossierTag, Exhibit, Remark

AUTHORS = {"desk_type.dossier": EVERYTHING}
EDITORS = {"desk_type.dossier": (*EVERYTHING, "publish")}
ADMINISTRATORS = {"desk_type.dossier": (*EVERYTHING, "publish", "erase")}
TRANSLATORS = {"desk_type.dossier": ("change", "view")}


def table(model):
    state = ModelState.from_model(model)
    # Tags come last: they need their through-model.
    fields = [(name, field) for name, field in state.fields.items() if name != "tags"]
    return migrations.CreateModel(state.name, fields, options=state.options, bases=state.bases, managers=state.managers)


def make_roles(apps, schema_editor):
    rights = {AUTHOR: AUTHORS, EDITOR: EDITORS, ADMINISTRATOR: ADMINISTRATORS, TRANSLATOR % "Georgian": TRANSLATORS}
    grant(apps, schema_editor.connection.alias, rights)


class Migration(migrations.Migration):
    initial = True
    dependencies = [("news", "0002_rights")]
    operations = [
        *map(table, [Dossier, DossierTag, Exhibit, Remark, Deadline]),
        migrations.AddField("Dossier", "tags", ModelState.from_model(Dossier).fields["tags"]),
        migrations.RunPython(make_roles, migrations.RunPython.noop),
    ]
