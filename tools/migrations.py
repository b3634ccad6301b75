"""Refuse migrations that would stop a site in use: those that lock or rewrite a table, and those the release before cannot live with.

While an update runs, the release before answers readers over the new tables, and goes on if the update is taken back. So a
release only adds (expand), the next one moves what is there (migrate), and one after that takes away (contract). A migration that
does otherwise says in `while_in_use`, an attribute of its class, why that may be.
"""

import os
import sys
from collections.abc import Iterator, Sequence

import django
from django.db.backends.postgresql.base import DatabaseWrapper
from django.db.migrations import Migration, operations
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.models import Field, ForeignKey, ManyToManyField
from django.db.models.fields import NOT_PROVIDED

# The last migrations of each app that no installed release was without: what stands before them, nobody has to update over.
FIRST_RELEASE = {
    "accounts": 2,
    "actors": 5,
    "chronicle": 8,
    "library": 3,
    "news": 5,
    "pages": 14,
    "publishing": 18,
    "syndication": 5,
}
# Steps that the release before does not notice and that hold nothing up.
HARMLESS = (
    operations.AlterModelManagers,
    operations.AlterModelOptions,
    operations.CreateModel,
    operations.RemoveConstraint,
)
WHY = {
    operations.AddConstraint: "checks every row while nobody can write: AddConstraintNotValid, and ValidateConstraint in a later migration",
    operations.AddIndex: "keeps everybody from writing while it is built: AddIndexInUse of publishing.migration_steps",
    operations.AlterIndexTogether: "builds an index while nobody can write: AddIndexInUse of publishing.migration_steps",
    operations.AlterModelTable: "takes the table from the release before",
    operations.AlterUniqueTogether: "builds an index while nobody can write",
    operations.DeleteModel: "takes the table from the release before: delete it one release after the code that reads it",
    operations.RemoveField: "takes the column from the release before: remove it one release after the code that reads it",
    operations.RemoveIndex: "may slow the release before, and locks the table",
    operations.RenameField: "takes the column from the release before: add another, fill it, remove the old one a release later",
    operations.RenameModel: "takes the table from the release before",
    operations.RunPython: "may lock many rows for long: work in small parts, or have the worker do it",
    operations.RunSQL: "may lock anything",
}


def problems(migration: Migration, before: ProjectState) -> Iterator[str]:
    """Yield what of a migration would stop a site in use. `before` is the state of all models before it; it is changed."""
    if getattr(migration, "while_in_use", ""):
        return
    fresh: set[str] = set()
    for step in flat(migration.operations):
        if isinstance(step, operations.CreateModel):
            fresh.add(step.name_lower)
        elif why := refusal(step, migration.app_label, before, fresh):
            yield f"{migration.app_label}.{migration.name}: {step.describe()}: {why}"
        step.state_forwards(migration.app_label, before)


def flat(steps: Sequence[Operation]) -> Iterator[Operation]:
    """Yield the steps that touch the database."""
    for step in steps:
        if isinstance(step, operations.SeparateDatabaseAndState):
            yield from flat(step.database_operations)
        else:
            yield step


def refusal(step: Operation, app: str, before: ProjectState, fresh: set[str]) -> str:
    """Return why a step may not be taken while the site is in use; empty if it may. Nobody uses a table that is `fresh`."""
    table = getattr(step, "model_name_lower", "") or getattr(step, "name_lower", "")
    if table in fresh or type(step).__module__ == "publishing.migration_steps" or isinstance(step, HARMLESS):
        return ""
    if isinstance(step, operations.AddField):
        return added(step.field)
    if isinstance(step, operations.AlterField):
        return altered(before.models[app, table].get_field(step.name), step.field)
    return WHY.get(type(step), "" if type(step).__module__.startswith("django.contrib.postgres") else "is not known to be harmless")


def added(field: Field) -> str:
    """Return why a field may not be added to a table in use."""
    if isinstance(field, ManyToManyField):
        return ""
    if not field.null and field.db_default is NOT_PROVIDED:
        return "the release before writes rows without it: null=True, or db_default"
    if is_indexed(field):
        return "builds an index while nobody can write: add the field without, and AddIndexInUse after it"
    return ""


def is_indexed(field: Field) -> bool:
    """Tell whether a column has an index of its own."""
    return field.unique or bool(getattr(field, "db_index", False)) or isinstance(field, ForeignKey)


def altered(old: Field, new: Field) -> str:
    """Return why a field of a table in use may not become another one."""
    # It knows types without being connected to anything.
    postgres = DatabaseWrapper({"NAME": "", "OPTIONS": {}, "TIME_ZONE": None, "CONN_HEALTH_CHECKS": False, "CONN_MAX_AGE": 0})
    types = [field.db_type(postgres) for field in (old, new)]
    grows = all((each or "").startswith("varchar") for each in types) and (new.max_length or 0) >= (old.max_length or 0)
    if types[0] != types[1] and not grows:
        return f"rewrites the table ({types[0]} to {types[1]})"
    if old.null and not new.null:
        return "checks every row while nobody can write"
    if is_indexed(new) != is_indexed(old) or new.unique != old.unique:
        return "builds or drops an index while nobody can write"
    return ""


def main() -> int:
    """Look at the migrations since the first release; print what is wrong and return how much."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    loader = MigrationLoader(None)
    found: list[str] = []
    for app, name in sorted(loader.disk_migrations):
        if app in FIRST_RELEASE and int(name[:4]) > FIRST_RELEASE[app]:
            found += problems(loader.disk_migrations[app, name], loader.project_state((app, name), at_end=False))
    print(*found, sep="\n", end="\n" if found else "")
    return len(found)


if __name__ == "__main__":
    sys.exit(min(main(), 1))
