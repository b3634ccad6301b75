"""Archives for benchmarks: what is written in bulk is what editing would leave."""

from collections.abc import Callable
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from chronicle.models import Event
from config import seeding, seeding_events, seeding_store
from news.models import Article
from publishing import consistency
from publishing.models import Change, ChangeHead


def seed(**options: int) -> None:
    call_command("seed_archive", stdout=StringIO(), **options)


def differences() -> list[str]:
    return [line for _name, lines in consistency.run(fix=False) for line in lines]


@pytest.mark.usefixtures("own_media")
@pytest.mark.django_db
def test_every_derived_column_is_as_editing_would_leave_it():
    seed(articles=12, events=12, actors=10)
    first = list(Article.objects.values_list("pk", flat=True))
    seed(articles=3)

    assert differences() == []
    # The events are told as one.
    assert list(Change.objects.order_by("sequence").values_list("sequence", flat=True)) == [*range(1, 13), 14, 15, 16]
    assert ChangeHead.objects.get().sequence == 16
    moments = list(Change.objects.filter(sequence__lte=12).order_by("sequence").values_list("at", flat=True))
    assert moments == sorted(Article.objects.filter(pk__in=first).values_list("first_published_at", flat=True))


@pytest.fixture
def few_are_many(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    def patch() -> None:
        monkeypatch.setattr(seeding_store, "MANY", 1)
        for module in (seeding, seeding_events):
            monkeypatch.setattr(module, "BATCH", 4)

    return patch


@pytest.mark.postgres
@pytest.mark.usefixtures("own_media")
@pytest.mark.django_db(transaction=True)
def test_many_records_are_written_by_several_processes_and_leave_every_index(few_are_many):
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes ORDER BY indexname")
        before = cursor.fetchall()

    few_are_many()
    seed(articles=10, events=9, actors=5)

    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes ORDER BY indexname")
        assert cursor.fetchall() == before
    assert (Article.objects.count(), Event.objects.count()) == (10, 9)
    assert differences() == []
