"""Editors who act at the same moment: real threads, real transactions, on either database. DRILL makes them many more."""

import datetime as dt
import os
import threading
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from library.models import Tag, TagCount
from news.models import Article, ArticleTag
from publishing import changes, drafts, due, scheduling, standings
from publishing.models import Address, Change, ChangeHead, Draft, ScheduledStep, Version
from publishing.publishable import State
from publishing.searching import index
from publishing.workflow import TransitionError
from tests.browser import Form
from tests.factories import make_kind, publisher
from tests.publishing.races import PATIENCE, at_once, check_everything
from tests.roles import browser_of, member_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.drill, pytest.mark.usefixtures("shared_database")]

THREADS = 8

# How often each race is run: it is another race every time.
ROUNDS = 40 if os.environ.get("DRILL") else 3


def make_draft(title: str = "Talks", **fields: Any) -> Article:
    return drafts.create(Article, {"kind": make_kind().pk, "title_en": title, "body_en": "<p>Text.</p>", **fields}, by=publisher())


def publishing(record: Article, **how: Any) -> Callable[[], None]:
    """Return the act of publishing a record, by its key as another process would."""
    user = publisher()
    return lambda: drafts.publish(Article.objects.get(pk=record.pk), by=user, **how)


def withdrawing(record: Article) -> Callable[[], None]:
    user = publisher()
    return lambda: drafts.withdraw(Article.objects.get(pk=record.pk), by=user)


def kinds_of_changes(record: Article) -> list[str]:
    return list(Change.objects.filter(record=record.pk).order_by("sequence").values_list("kind", flat=True))


def test_article_published_twice_at_once_becomes_public_once():
    for round_ in range(ROUNDS):
        record = make_draft(f"Talks {round_}")

        assert at_once(*[publishing(record)] * 2) == [None, None]

        assert Counter(kinds_of_changes(record)) == {"published": 1, "updated": 1}
        numbers = list(Version.objects.filter(record=record.pk).order_by("number").values_list("number", flat=True))
        assert numbers == list(range(1, len(numbers) + 1))
        assert Address.objects.filter(record=record.pk).count() == 1
        assert not Draft.objects.filter(record=record.pk).exists()
    check_everything()


def test_two_editors_who_publish_from_open_forms_lose_nothing():
    editors = [browser_of(member_of("Editor", name)) for name in ("eka", "giorgi")]
    for round_ in range(ROUNDS):
        record = make_draft(f"Talks {round_}")
        url = f"/admin/news/article/{record.pk}/change/"
        leads = [f"Lead by {name} {round_}" for name in ("Eka", "Giorgi")]
        forms: list[Form] = [form.open(url).fill(lead_en=lead) for form, lead in zip(editors, leads, strict=True)]

        answers = at_once(*(lambda form=form: form.press("_publish").status_code for form in forms))

        # One is published; the other is told, and sees both texts.
        assert sorted(answers) == [302, 409]
        record.refresh_from_db()
        winner = answers.index(302)
        assert record.lead_en == leads[winner]
        assert leads[0] in forms[1 - winner].page
        assert leads[1] in forms[1 - winner].page
        assert kinds_of_changes(record) == ["published"]
    check_everything()


def test_publication_and_withdrawal_at_once_end_in_one_of_both():
    for round_ in range(ROUNDS):
        record = make_draft(f"Talks {round_}")
        drafts.publish(record, by=publisher())
        drafts.save(record, {"lead_en": "New"}, by=publisher())

        assert at_once(publishing(record), withdrawing(record)) == [None, None]

        record.refresh_from_db()
        last_word = {"withdrawn": State.WITHDRAWN, "published": State.PUBLISHED}
        assert record.state == last_word[kinds_of_changes(record)[-1]]
        assert record.lead_en == "New" or "New" in str(Draft.objects.get(record=record.pk).data)
    check_everything()


def test_withdrawal_by_two_editors_is_told_once():
    for round_ in range(ROUNDS):
        record = make_draft(f"Talks {round_}")
        drafts.publish(record, by=publisher())

        answers = at_once(*[withdrawing(record)] * 2)

        assert [type(answer) for answer in answers if answer is not None] == [TransitionError]
        assert kinds_of_changes(record) == ["published", "withdrawn"]
    check_everything()


def test_articles_of_one_title_published_at_once_get_addresses_of_their_own():
    for round_ in range(ROUNDS):
        records = [make_draft(f"Round {round_}", title_ka=f"წრე {round_}", body_ka="<p>ტექსტი.</p>") for _article in range(THREADS)]

        assert at_once(*map(publishing, records)) == [None] * THREADS

        slugs = [slug for record in Article.objects.filter(pk__in=[record.pk for record in records]) for slug in (record.slug_en, record.slug_ka)]
        assert len(set(slugs)) == 2 * THREADS
        assert all(slug.startswith((f"round-{round_}", f"tsre-{round_}")) for slug in slugs)
    check_everything()


def test_tag_typed_by_many_at_once_is_made_once():
    for round_ in range(ROUNDS):
        words = [f"+Border talks {round_}", f"+სასაზღვრო {round_}"]
        # Other case and order, and a title that others want the address of too.
        records = [make_draft(f"Round {round_}", tags=[word.upper() if number % 2 else word for word in words]) for number in range(THREADS)]

        assert at_once(*map(publishing, records)) == [None] * THREADS

        tags = Tag.objects.order_by("-pk")[:2]
        assert Tag.objects.count() == 2 * (round_ + 1)
        assert [ArticleTag.objects.filter(tag=tag).count() for tag in tags] == [THREADS] * 2
        assert [TagCount.objects.get(tag=tag).listed for tag in tags] == [THREADS] * 2
    call_command("check_content")


def test_scheduled_articles_are_announced_once_whoever_looks():
    for round_ in range(ROUNDS):
        moments = [timezone.now() + dt.timedelta(hours=hour) for hour in (1, 2, 3)]
        records = [make_draft(f"Round {round_} {number}") for number in range(3)]
        for record, at in zip(records, moments, strict=True):
            drafts.publish(record, by=publisher(), at=at)
        # Time passes.
        past = {record.pk: at - dt.timedelta(days=1) for record, at in zip(records, moments, strict=True)}
        for key, at in past.items():
            Article.objects.filter(pk=key).update(live_at=at, published_at_en=at, listed_at_en=at, listed_at_ka=at)
            moved = Article.objects.get(pk=key)
            standings.write(moved)
            index.settle(moved)
        ChangeHead.objects.update(next_due_at=min(past.values()))
        before = ChangeHead.objects.get().sequence

        announced = at_once(*[changes.settle] * (THREADS // 2), *[lambda: changes.head().sequence] * (THREADS // 2))

        assert sum(announced[: THREADS // 2]) in range(4)
        # A reader sees all of them or waits; nobody sees some.
        assert set(announced[THREADS // 2 :]) == {before + 3}
        told = list(Change.objects.filter(sequence__gt=before).order_by("sequence").values_list("record", "kind"))
        assert told == [(record.pk, "published") for record in records]
    check_everything()


def test_scheduled_step_is_taken_once_whoever_looks():
    for round_ in range(ROUNDS):
        record = make_draft(f"Talks {round_}")
        drafts.publish(record, by=publisher())
        drafts.save(record, {"title_en": f"New talks {round_}"}, by=publisher())
        change = scheduling.change(record, by=publisher(), at=timezone.now() + dt.timedelta(hours=1))
        withdrawal = scheduling.withdrawal(record, by=publisher(), at=timezone.now() + dt.timedelta(hours=2))

        taken = at_once(*[lambda at=withdrawal.at: due.take_all(at)] * (THREADS // 2))

        assert sum(taken) == 2
        assert kinds_of_changes(record) == ["published", "retitled", "withdrawn"]
        assert ScheduledStep.objects.filter(pk__in=[change.pk, withdrawal.pk], done_at__isnull=False).count() == 2
    check_everything()


def test_scheduled_change_and_a_publication_by_hand_at_once_lose_nothing():
    for round_ in range(ROUNDS):
        record = make_draft(f"Talks {round_}")
        drafts.publish(record, by=publisher())
        drafts.save(record, {"lead_en": "Scheduled"}, by=publisher())
        step = scheduling.change(record, by=publisher(), at=timezone.now() + dt.timedelta(hours=1))
        drafts.save(record, {"body_en": "<p>By hand.</p>"}, by=publisher())

        assert at_once(publishing(record), lambda at=step.at: due.take_all(at)) == [None, 1]

        record.refresh_from_db()
        assert (record.lead_en, record.body_en, record.has_draft) == ("Scheduled", "<p>By hand.</p>", False)
    check_everything()


def test_counter_is_taken_after_every_other_row():
    record = make_draft(tags=["+Border talks", "+Frontier"])

    with CaptureQueriesContext(connection) as queries:
        drafts.publish(record, by=publisher())

    statements = [query["sql"] for query in queries]
    first = next(
        number for number, sql in enumerate(statements) if "publishing_changehead" in sql and ("FOR UPDATE" in sql or sql.startswith("UPDATE"))
    )
    # What only this record has may come after: whoever wants it waits for the record, which is locked first.
    shared = ("library_", "publishing_address")
    assert [
        sql for sql in statements[first:] if sql.startswith(("INSERT", "UPDATE", "DELETE")) and any(name in sql.split("(")[0] for name in shared)
    ] == []


def publishing_all(records: list[Article], left: threading.Semaphore) -> Callable[[], None]:
    """Return the act of publishing one record after the other; `left` hears when it is over."""
    acts = [publishing(record) for record in records]

    def run() -> None:
        try:
            for act in acts:
                act()
        finally:
            left.release()

    return run


def watching(done: threading.Event, looks: list[list[int]]) -> Callable[[], None]:
    """Return the act of reading the log as a partner does, again and again."""

    def run() -> None:
        while not done.is_set():
            looks.append(list(Change.objects.order_by("sequence").values_list("sequence", flat=True)))

    return run


def test_change_log_is_gapless_in_the_order_of_commits():
    records = [[make_draft(f"Thread {thread} article {number}") for number in range(ROUNDS)] for thread in range(THREADS)]
    done, left, looks = threading.Event(), threading.Semaphore(0), []

    def wait() -> None:
        for _thread in range(THREADS):
            left.acquire(timeout=PATIENCE)
        done.set()

    results = at_once(*(publishing_all(mine, left) for mine in records), watching(done, looks), wait)

    assert results == [None] * (THREADS + 2)
    # What was read up to a number never grows below it.
    assert looks
    assert all(numbers == list(range(1, len(numbers) + 1)) for numbers in looks)
    assert Change.objects.count() == THREADS * ROUNDS
    check_everything()
