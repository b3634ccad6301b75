"""A migration waits for locks for moments only, so that no query queues behind it, and comes in between two users of the table."""

import psycopg
import pytest
from django.core.management import call_command
from django.db import OperationalError, connection

from config.management.commands import migrate


def address() -> str:
    return "postgres://{USER}@{HOST}:{PORT}/{NAME}".format(**connection.settings_dict)


def lock_timeout() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        return cursor.fetchone()[0]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_table_in_use_is_migrated_between_two_users_and_holds_nobody_up(monkeypatch, capsys):
    monkeypatch.setattr(migrate, "LOCK_TIMEOUT", 100)
    user, tries = psycopg.connect(address()), []
    user.execute("SELECT 1 FROM news_article")

    def pause(_seconds: float) -> None:
        # Whoever used the table is done after the second try; nobody waits behind the migration meanwhile.
        tries.append(lock_timeout())
        with psycopg.connect(address()) as reader:
            reader.execute("SET statement_timeout = 2000")
            reader.execute("SELECT 1 FROM news_article")
        if len(tries) == 2:
            user.close()

    monkeypatch.setattr(migrate.time, "sleep", pause)
    monkeypatch.setattr(migrate.migrate.Command, "handle", lambda *_arguments, **_options: lock_table())
    call_command("migrate", verbosity=0)

    assert tries == ["0", "0"]
    assert capsys.readouterr().err.count("A table is in use") == 2
    assert lock_timeout() == "0"


def lock_table() -> None:
    """Do what a migration does to a table, without changing it."""
    with connection.cursor() as cursor:
        cursor.execute("BEGIN")
        try:
            cursor.execute("LOCK TABLE news_article IN ACCESS EXCLUSIVE MODE")
        finally:
            cursor.execute("ROLLBACK")


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_table_that_is_never_free_ends_the_migration_with_its_error(monkeypatch):
    monkeypatch.setattr(migrate, "LOCK_TIMEOUT", 50)
    monkeypatch.setattr(migrate.time, "sleep", lambda _seconds: None)
    monkeypatch.setattr(migrate.migrate.Command, "handle", lambda *_arguments, **_options: lock_table())
    with psycopg.connect(address()) as user:
        user.execute("SELECT 1 FROM news_article")

        with pytest.raises(OperationalError, match="lock timeout"):
            call_command("migrate", "--lock-tries=2", verbosity=0)


def test_other_errors_are_told_at_once(monkeypatch):
    tried = []

    def fail(*_arguments: object, **_options: object) -> None:
        tried.append(1)
        raise OperationalError("no such table")

    monkeypatch.setattr(migrate.migrate.Command, "handle", fail)

    with pytest.raises(OperationalError, match="no such table"):
        call_command("migrate", verbosity=0)
    assert len(tried) == 1
