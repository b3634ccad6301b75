"""Migrations that would stop a site in use are refused, and those that would not are let through."""

import pytest
from django.db import migrations, models
from django.db.migrations.state import ModelState, ProjectState

from publishing.migration_steps import AddIndexInUse
from tools.migrations import problems

NULLABLE = models.CharField(max_length=50, null=True)


def said(*steps, **more):
    """Return what is said of a migration of a table that is in use, with a text, a number and a key."""
    state = ProjectState()
    fields = [("id", models.BigAutoField(primary_key=True)), ("title", models.CharField(max_length=50)), ("number", models.IntegerField(null=True))]
    state.add_model(ModelState("news", "Story", fields))
    made = type("Migration", (migrations.Migration,), {"operations": list(steps), **more})
    return list(problems(made("0099_test", "news"), state))


@pytest.mark.parametrize(
    "step",
    [
        migrations.AddField("story", "more", NULLABLE),
        migrations.AddField("story", "more", models.IntegerField(db_default=0)),
        migrations.AlterField("story", "title", models.CharField(max_length=80)),
        migrations.AlterModelOptions("story", {"ordering": ["title"]}),
        AddIndexInUse("story", models.Index(fields=["title"], name="story_title")),
        migrations.CreateModel("Fresh", [("id", models.BigAutoField(primary_key=True))]),
    ],
)
def test_what_the_release_before_does_not_notice_is_let_through(step):
    assert said(step) == []


@pytest.mark.parametrize(
    ("step", "why"),
    [
        (migrations.AddField("story", "more", models.IntegerField(default=0)), "the release before writes rows without it"),
        (migrations.AddField("story", "more", models.IntegerField(null=True, db_index=True)), "builds an index"),
        (migrations.RemoveField("story", "title"), "takes the column"),
        (migrations.RenameField("story", "title", "name"), "takes the column"),
        (migrations.DeleteModel("Story"), "takes the table"),
        (migrations.AlterField("story", "title", models.CharField(max_length=20)), "rewrites the table (varchar(50) to varchar(20))"),
        (migrations.AlterField("story", "number", models.BigIntegerField(null=True)), "rewrites the table"),
        (migrations.AlterField("story", "number", models.IntegerField()), "checks every row"),
        (migrations.AddIndex("story", models.Index(fields=["title"], name="story_title")), "keeps everybody from writing"),
        (migrations.AddConstraint("story", models.CheckConstraint(condition=models.Q(number__gt=0), name="story_number")), "checks every row"),
        (migrations.RunSQL("SELECT 1"), "may lock anything"),
        (migrations.RunPython(migrations.RunPython.noop), "may lock many rows"),
        (migrations.SeparateDatabaseAndState(database_operations=[migrations.RunSQL("SELECT 1")]), "may lock anything"),
    ],
)
def test_what_would_stop_the_site_is_refused_with_a_reason(step, why):
    (found,) = said(step)

    assert found.startswith("news.0099_test: ")
    assert why in found


def test_table_that_nobody_uses_yet_may_be_built_as_one_likes():
    fresh = migrations.CreateModel("Fresh", [("id", models.BigAutoField(primary_key=True))])

    assert said(fresh, migrations.AddIndex("fresh", models.Index(fields=["id"], name="fresh_id"))) == []


def test_migration_that_says_why_is_let_through():
    assert said(migrations.RunSQL("SELECT 1"), while_in_use="It reads, and nothing else.") == []
