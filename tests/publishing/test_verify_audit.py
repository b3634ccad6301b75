"""`manage.py verify_audit`: what anybody does to the log behind the application's back is named."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from publishing import audit, changes
from publishing.models import Audit, ChangeHead
from tests.factories import make_published_article


def verified(**options: str) -> str:
    out = StringIO()
    try:
        call_command("verify_audit", stdout=out, **options)
    except CommandError as error:
        return f"{out.getvalue()}{error}"
    return out.getvalue()


@pytest.fixture
def acts() -> list[Audit]:
    for _number in range(3):
        make_published_article()
    return list(Audit.objects.order_by("pk"))


def sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_log_that_nobody_touched_has_no_gap(acts):
    assert verified() == f"{len(acts)} acts, no gap. The last is of {acts[-1].at.isoformat()}; note its hash: {acts[-1].hash}\n"


def test_empty_log_has_no_gap():
    assert verified() == "0 acts, no gap.\n"


@pytest.mark.parametrize("column", ["action", "kind", "previous", "hash"])
def test_changed_act_is_named(acts, column):
    sql(f"UPDATE publishing_audit SET {column} = %s WHERE id = %s", "x" * 9, acts[1].pk)  # noqa: S608 - the names above

    assert f"act {acts[1].pk}: " in verified()
    assert "does not hold" in verified()


def test_deleted_act_is_named_by_the_next(acts):
    sql("DELETE FROM publishing_audit WHERE id = %s", acts[1].pk)

    assert f"act {acts[2].pk}: does not follow from the one before it" in verified()


def test_cut_off_end_is_told(acts):
    sql("DELETE FROM publishing_audit WHERE id >= %s", acts[-1].pk)

    assert "the last act is not the last that was written" in verified()


def test_chain_made_anew_lacks_the_hash_that_was_noted(acts):
    """Who rewrites everything, the counter row too, cannot bring back what stands on paper."""
    noted = acts[-1].hash
    assert "no gap" in verified(contains=noted)
    last = ""
    for act in acts:
        act.action, act.previous = "harmless", last
        last = act.seal()
        sql("UPDATE publishing_audit SET action = %s, previous = %s, hash = %s WHERE id = %s", act.action, act.previous, last, act.pk)
    ChangeHead.objects.update(audit_hash=last)

    assert "no gap" in verified()
    assert f"no act has the hash {noted}" in verified(contains=noted)


def test_every_row_of_the_log_goes_through_the_one_door(acts):
    audit.note(by=None, action="noted")
    changes.touch(action="content checked")

    assert "no gap" in verified()
