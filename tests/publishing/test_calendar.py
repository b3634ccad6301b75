"""The calendar of the desk: what stands on which day, who sees it, and what moves where."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from news.models import Article
from publishing import drafts, locks, scheduling, standings
from publishing.models import Audit, ChangeHead, ScheduledStep, Standing
from publishing.publishable import State
from publishing.workflow import TransitionError, transition
from tests.factories import make_kind, publisher
from tests.roles import client_of, member_of

CALENDAR, MOVE = reverse("admin:calendar"), reverse("admin:calendar_move")
FULL = {"title_en": "Talks", "body_en": "<p>Held.</p>", "title_ka": "მოლაპარაკება", "body_ka": "<p>გაიმართა.</p>"}
NEXT_YEAR = timezone.now().year + 1


def wall(day: int, hour: int = 10, month: int = 5) -> dt.datetime:
    """Return a moment of next year by the clocks of the site."""
    return dt.datetime(NEXT_YEAR, month, day, hour, tzinfo=ZoneInfo(settings.TIME_ZONE))


def article(*, at=None, by=None, **fields):
    record = drafts.create(Article, {"kind": make_kind().pk, **FULL, **fields}, by=by or publisher())
    drafts.publish(record, by=publisher(), at=at)
    return record


@pytest.fixture
def editor() -> Client:
    return client_of(member_of("Editor"))


def entries(client: Client, month: str = f"{NEXT_YEAR}-05") -> list[tuple[int, str, str]]:
    """Return what stands in a month: (day, title, word)."""
    weeks = client.get(CALENDAR, {"month": month}).context["weeks"]
    days = [day for week in weeks for day in week if not day.is_outside]
    return [(day.date.day, entry.record.title_in("en")[0], entry.word) for day in days for entry in day.entries]


def posted(what: str, was: dt.datetime, at: str) -> dict[str, str]:
    return {"what": what, "was": was.isoformat(), "at": at, "month": f"{NEXT_YEAR}-05"}


def said(client: Client, form: dict[str, str]) -> tuple[str, str]:
    """Send a form that moves something; return what is said of it."""
    answer = client.post(MOVE, form, follow=True)
    assert answer.status_code == 200
    return next((message.level_tag, str(message)) for message in answer.context["messages"])


def test_month_has_what_is_scheduled_and_what_became_public(editor):
    article(title_en="Coming", at=wall(7))
    public = article(title_en="Public")
    Standing.objects.filter(pk=public.pk).update(public_at=dt.datetime(2020, 2, 29, 23, 30, tzinfo=dt.UTC))
    step = scheduling.withdrawal(public, by=publisher(), at=wall(9))

    assert entries(editor) == [(7, "Coming", "becomes public"), (9, "Public", "withdrawal")]
    # By the clocks of the site, it was the next day.
    assert entries(editor, "2020-03") == [(1, "Public", "published")]
    assert f"step:{step.pk}" in editor.get(CALENDAR, {"month": f"{NEXT_YEAR}-05"}).content.decode()


@pytest.mark.parametrize("month", ["", "x", "2026-13", "0001-01", "9999-12", "2026-1-1", "-1", "2026-02-30"])
def test_month_that_cannot_be_is_this_one(editor, month):
    assert editor.get(CALENDAR, {"month": month}).context["first"] == timezone.localdate().replace(day=1)


@pytest.mark.parametrize("day", ["2026-2-30", "0-1-1", "99999-1-1", "1-1-1"])
def test_day_that_cannot_be_is_not_found(editor, day):
    assert editor.get(f"{CALENDAR}{day}/").status_code == 404


def test_full_day_says_how_much_more_there_is_and_has_a_page_of_its_own(editor):
    for number in range(7):
        article(title_en=f"Article {number}", at=wall(7, 9 + number))

    weeks = editor.get(CALENDAR, {"month": f"{NEXT_YEAR}-05"}).context["weeks"]
    day = next(day for week in weeks for day in week if day.date == dt.date(NEXT_YEAR, 5, 7))
    whole = editor.get(f"{CALENDAR}{NEXT_YEAR}-5-7/").context["day"]

    assert ([entry.record.title_en for entry in day.entries], day.more) == ([f"Article {number}" for number in range(5)], 2)
    assert (len(whole.entries), whole.more) == (7, 0)


def test_first_publication_moves_to_another_day(editor):
    record = article(at=wall(7))

    kind, words = said(editor, posted(f"article:{record.pk}", wall(7), f"{NEXT_YEAR}-05-20T15:30"))

    assert (kind, words) == ("success", f"Moved to 20 May {NEXT_YEAR}, 15:30.")
    record.refresh_from_db()
    assert record.live_at == record.published_at_en == record.published_at_ka == wall(20, 15).replace(minute=30)
    assert Standing.objects.get(pk=record.pk).public_at == record.live_at
    assert ChangeHead.objects.get().next_due_at == record.live_at
    assert entries(editor) == [(20, "Talks", "becomes public")]


def test_language_that_follows_later_stays_where_it_is():
    record = article(at=wall(7))
    Article.objects.filter(pk=record.pk).update(published_at_ka=wall(9))
    record.refresh_from_db()

    scheduling.move_first(record, by=publisher(), at=wall(8))

    assert (record.published_at_en, record.published_at_ka) == (wall(8), wall(9))


def test_scheduled_step_moves_and_the_log_says_where_from(editor):
    record = article()
    step = scheduling.withdrawal(record, by=publisher(), at=wall(9))

    assert said(editor, posted(f"step:{step.pk}", wall(9), f"{NEXT_YEAR}-05-20T10:00"))[0] == "success"

    step.refresh_from_db()
    assert step.at == wall(20)
    assert Audit.objects.get(action="rescheduled").detail["was"] == wall(9).isoformat()


# Refusals


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"at": "2020-01-01T10:00"}, "This moment has passed. Choose a later one."),
        ({"at": ""}, "This field is required."),
        ({"at": "tomorrow"}, "Enter a valid date/time."),
        ({"was": wall(8).isoformat()}, "Somebody else moved this meanwhile. Look where it stands now."),
        ({"was": "yesterday"}, "The form did not arrive whole, so nothing was changed."),
        ({"what": "article:1"}, "The form did not arrive whole, so nothing was changed."),
        ({"what": ""}, "The form did not arrive whole, so nothing was changed."),
        ({"what": "nothing:00000000-0000-0000-0000-000000000001"}, "There is no such record any more."),
        ({"what": "article\0:00000000-0000-0000-0000-000000000001"}, "There is no such record any more."),
        ({"what": "step:00000000-0000-0000-0000-000000000001"}, "This is no longer scheduled: it is done, or somebody cancelled it."),
    ],
)
def test_what_cannot_be_moved_is_refused_in_words_and_stays(editor, change, words):
    record = article(at=wall(7))

    assert said(editor, {**posted(f"article:{record.pk}", wall(7), f"{NEXT_YEAR}-05-20T10:00"), **change}) == ("error", words)

    record.refresh_from_db()
    assert record.live_at == wall(7)


def test_public_text_does_not_move(editor):
    record = article()
    moment = record.live_at

    kind, words = said(editor, posted(f"article:{record.pk}", moment, f"{NEXT_YEAR}-05-20T10:00"))

    assert (kind, words) == ("error", "This is public already, or no longer scheduled.")
    record.refresh_from_db()
    assert record.live_at == moment


def test_withdrawal_does_not_move_before_its_publication():
    record = article(at=wall(7))
    step = scheduling.withdrawal(record, by=publisher(), at=wall(9))

    with pytest.raises(TransitionError, match="It becomes public later than that"):
        scheduling.move(step, by=publisher(), at=wall(6))

    assert ScheduledStep.objects.get().at == wall(9)


def test_publication_does_not_move_behind_its_withdrawal():
    record = article(at=wall(7))
    scheduling.withdrawal(record, by=publisher(), at=wall(9))

    with pytest.raises(TransitionError, match="It is to be withdrawn before that"):
        scheduling.move_first(record, by=publisher(), at=wall(9))
    scheduling.move_first(record, by=publisher(), at=wall(8))

    assert Article.objects.get().live_at == wall(8)


def test_locked_text_is_not_moved_by_others(editor):
    record = article(at=wall(7))
    locks.lock(record, by=publisher())

    assert said(editor, posted(f"article:{record.pk}", wall(7), f"{NEXT_YEAR}-05-20T10:00"))[0] == "error"


def test_author_sees_nothing_that_waits_but_their_own_and_moves_none_of_it():
    author = member_of("Author")
    client = client_of(author)
    article(title_en="Secret", at=wall(7))
    mine = article(title_en="Mine", at=wall(8), by=author)
    step = scheduling.withdrawal(article(title_en="Public"), by=publisher(), at=wall(9))

    assert entries(client) == [(8, "Mine", "becomes public")]
    page = client.get(CALENDAR, {"month": f"{NEXT_YEAR}-05"}).content.decode()
    assert ("Secret" in page, "data-moves" in page) == (False, False)
    for what, was in ((f"article:{mine.pk}", wall(8)), (f"step:{step.pk}", wall(9))):
        assert said(client, posted(what, was, f"{NEXT_YEAR}-05-20T10:00")) == ("error", "You have no right to do this with this record.")
    assert client.get(f"{CALENDAR}{NEXT_YEAR}-5-7/").context["day"].entries == []


def test_strangers_log_in_first(client):
    assert [client.get(CALENDAR).status_code, client.post(MOVE).status_code] == [302, 302]


@pytest.mark.parametrize("number", [3, 15])
def test_month_costs_the_same_however_full_it_is(editor, django_assert_max_num_queries, number):
    for each in range(number):
        article(title_en=f"Article {each}", at=wall(1 + each))

    with django_assert_max_num_queries(11):
        editor.get(CALENDAR, {"month": f"{NEXT_YEAR}-05"})


def translated(*, en: dt.datetime, ka: dt.datetime) -> Article:
    """Make an article whose Georgian text has a moment of its own."""
    record = article(title_en="Talks")
    Article.objects.filter(pk=record.pk).update(published_at_en=en, published_at_ka=ka, live_at=en, first_published_at=en)
    standings.write(Article.objects.get(pk=record.pk))
    return record


def test_month_has_the_translation_that_followed_the_publication(editor):
    now = timezone.now()
    first, later = (dt.datetime(2020, 5, day, 10, tzinfo=ZoneInfo(settings.TIME_ZONE)) for day in (4, 18))
    translated(en=first, ka=later)
    translated(en=now, ka=wall(21))
    translated(en=now, ka=now)

    assert entries(editor, "2020-05") == [(4, "Talks", "published"), (18, "Talks", "published: Georgian")]
    assert entries(editor) == [(21, "Talks", "becomes public: Georgian")]
    assert 'name="what"' not in editor.get(CALENDAR, {"month": f"{NEXT_YEAR}-05"}).content.decode()


def test_translation_follows_by_the_step_that_publishes_it(editor):
    record = article(title_ka="", body_ka="")
    Article.objects.filter(pk=record.pk).update(live_at=wall(4) - dt.timedelta(days=3000), published_at_en=wall(4) - dt.timedelta(days=3000))
    drafts.save(Article.objects.get(pk=record.pk), {"title_ka": "მოლაპარაკება", "body_ka": "<p>გაიმართა.</p>"}, by=publisher())
    drafts.publish(Article.objects.get(pk=record.pk), by=publisher())

    today = timezone.localdate()

    assert (today.day, "Talks", "published: Georgian") in entries(editor, f"{today:%Y-%m}")


def test_translation_that_waits_is_told_to_those_who_may_change_the_text():
    translated(en=timezone.now(), ka=wall(21))
    author, editor = (client_of(member_of(role)) for role in ("Author", "Editor"))

    assert [len(entries(client)) for client in (author, editor)] == [0, 1]


def test_translation_of_what_is_public_no_more_stands_nowhere(editor):
    record = translated(en=timezone.now(), ka=wall(21))
    transition(record, State.WITHDRAWN, by=publisher())

    assert entries(editor) == []
