"""What is in a digest: what became public in a language since the last one, as it stands when the mail is written, once."""

import datetime as dt

import pytest
from django.core import mail
from django.utils import timezone

from chronicle.models import ChronologyRule
from library import tags
from news.models import Correction, Mention
from publishing import changes
from publishing.models import Change
from publishing.publishable import State
from publishing.workflow import transition
from syndication.digests import letters, mailing, planning, subscribing
from syndication.digests.topics import Topic, What, of_record
from syndication.models import Mailing, Subscription
from tests.factories import (
    make_article,
    make_published_actor,
    make_published_article,
    make_published_chronology,
    make_published_event,
    make_superuser,
    make_tag,
    publisher,
)
from tests.syndication.digests.reading import CORRECTIONS, NEWS, next_morning, subscribed, work

pytestmark = pytest.mark.django_db


def titles(messages) -> list[str]:
    """Return the lines of mails that name records."""
    return [line for message in messages for line in message.body.splitlines() if line.startswith("Title ")]


def correct(article, text: str) -> None:
    """Correct an article, as its form does."""
    Correction.objects.create(article=article, text_en=text)
    sequence = changes.head().sequence + 1
    changes.ChangeHead.objects.update_or_create(pk=1, defaults={"sequence": sequence})
    Change.objects.create(sequence=sequence, kind="corrected", record_kind="article", record=article.pk, languages=["en"], at=timezone.now())


def test_digest_names_what_is_new_and_nothing_twice():
    make_published_article(title_en="Title before")
    subscribed()
    make_published_article(title_en="Title one", lead_en="Of one.")
    make_published_article(title_en="Title two")

    (message,) = next_morning()

    assert titles([message]) == ["Title two", "Title one"]
    assert "http://testserver/en/news/title-one/" in message.body
    assert "Of one." in message.body
    assert next_morning() == []
    make_published_article(title_en="Title three")
    assert titles(next_morning()) == ["Title three"]


def test_nothing_goes_before_the_morning():
    subscribed()
    make_published_article(title_en="Title one")

    assert work() == []


def test_late_translation_is_new_in_its_language():
    article = make_published_article(title_en="Title", title_ka="სათაური", body_ka="<p>ტექსტი</p>", languages=["en"])
    subscribed(language="ka")
    transition(article, State.PUBLISHED, by=publisher(), languages=["ka"])

    (message,) = next_morning()

    assert "სათაური" in message.body
    assert f"/ka/news/{article.slug_ka}/" in message.body
    assert message.extra_headers["Content-Language"] == "ka"
    assert "რას იღებს ეს მისამართი" in message.body


def test_what_is_hidden_when_the_mail_is_written_is_not_in_it():
    subscribed()
    make_article(title_en="Title draft")
    make_published_article(title_en="Title to come", at=timezone.now() + dt.timedelta(days=1))
    make_published_article(title_en="Title ka", title_ka="სათაური", languages=["ka"])
    withdrawn = make_published_article(title_en="Title withdrawn")
    transition(withdrawn, State.WITHDRAWN, by=publisher())

    assert next_morning() == []

    make_published_article(title_en="Title seen")
    assert titles(next_morning()) == ["Title seen"]


def test_withdrawn_between_plan_and_mail_is_not_in_it():
    subscribed()
    make_published_article(title_en="Title seen")
    taken_back = make_published_article(title_en="Title withdrawn")
    Subscription.objects.update(next_at=timezone.now())
    planning.plan()
    transition(taken_back, State.WITHDRAWN, by=publisher())

    mailing.send_due()

    assert titles(mail.outbox) == ["Title seen"]
    assert "withdrawn" not in mail.outbox[0].alternatives[0].content


def test_corrections_are_noted():
    article = make_published_article(title_en="Title old")
    subscribed(NEWS)
    subscribed(CORRECTIONS, address="b@example.org")
    correct(article, "It was 5 May.")
    make_published_article(title_en="Title new")

    news, corrections = sorted(next_morning(), key=lambda message: message.to)

    assert titles([news]) == ["Title new", "Title old"]
    assert titles([corrections]) == ["Title old"]
    assert all("It was 5 May." in message.body for message in (news, corrections))


def test_topics_tell_of_what_belongs_to_them():
    actor, tag = make_published_actor(name_en="Ana"), make_tag("Trade")
    make_published_article(title_en="Before", tags=[tag])
    chronology = make_published_chronology(title_en="Visits")
    ChronologyRule.objects.create(chronology=chronology, kind="visit")
    for number, topic in enumerate([("actor", actor), ("tag", tag), ("chronology", chronology)]):
        subscribed(of_record(topic[0], topic[1].pk), address=f"{number}@example.org")
    make_published_article(title_en="Title tagged", tags=[tag])
    named = make_article(title_en="Title naming", body_en="<p>Text.</p>")
    Mention.objects.create(article=named, actor=actor)
    transition(named, State.PUBLISHED, by=publisher())
    make_published_event(title_en="Title visit", kind="visit", date="2008", tags=[tag])
    make_published_article(title_en="Title of nothing")

    found = {message.to[0]: titles([message]) for message in next_morning()}

    assert found == {"0@example.org": ["Title naming"], "1@example.org": ["Title visit", "Title tagged"], "2@example.org": ["Title visit"]}


def test_search_tells_of_what_answers_it():
    subscribed(Topic(What.SEARCH, question="q=wine"))
    make_published_article(title_en="Title of wine")
    make_published_article(title_en="Title of water")

    (message,) = next_morning()

    assert titles([message]) == ["Title of wine"]
    assert "Search: wine" in message.body


def test_one_mail_has_all_that_goes_to_an_address_at_one_time():
    tag = make_tag("Trade")
    make_published_article(title_en="Before", tags=[tag])
    subscribed(of_record("tag", tag.pk))
    subscribed(NEWS)
    make_published_article(title_en="Title tagged", tags=[tag])
    make_published_article(title_en="Title other")

    (message,) = next_morning()

    # Under its first heading, and once.
    assert titles([message]) == ["Title tagged", "Title other"]
    assert [line for line in message.body.splitlines() if line in ("Tag: Trade", "News")] == ["Tag: Trade", "News"]


def test_long_mail_names_the_newest_and_counts_the_others(monkeypatch):
    monkeypatch.setattr(letters, "MOST_LISTED", 2)
    subscribed()
    for number in range(5):
        make_published_article(title_en=f"Title {number}")

    (message,) = next_morning()

    assert titles([message]) == ["Title 4", "Title 3"]
    assert "More of them stand on the site: 3." in message.body


def test_merged_tag_and_one_that_is_gone():
    tag, other = make_tag("Trade"), make_tag("Commerce")
    make_published_article(title_en="Before", tags=[tag, other])
    subscribed(of_record("tag", tag.pk))
    tags.merge(tag, other, by=make_superuser())
    make_published_article(title_en="Title merged", tags=[other])

    (message,) = next_morning()

    assert titles([message]) == ["Title merged"]
    assert "Tag: Commerce" in message.body


def test_number_of_queries_does_not_grow_with_the_archive(django_assert_num_queries):
    subscribed()
    counts = []
    for number in (3, 30):
        for _each in range(number):
            make_published_article()
        Subscription.objects.update(next_at=timezone.now())
        planning.plan()
        with django_assert_num_queries(13):
            mailing.send_due()
        counts.append(len(mail.outbox))

    assert counts == [1, 2]


@pytest.mark.parametrize(
    ("often", "now", "expected"),
    [
        ("daily", "2026-11-23 05:00", "2026-11-23 07:00"),
        ("daily", "2026-11-23 07:00", "2026-11-24 07:00"),
        ("weekly", "2026-11-23 05:00", "2026-11-23 07:00"),
        ("weekly", "2026-11-23 08:00", "2026-11-30 07:00"),
    ],
)
def test_digests_go_in_the_morning_by_the_clocks_of_the_site(often, now, expected):
    at = subscribing.next_morning(often, timezone.make_aware(dt.datetime.fromisoformat(now)))

    assert timezone.localtime(at).strftime("%Y-%m-%d %H:%M") == expected


def test_one_address_has_one_digest_on_its_way():
    subscribed(NEWS)
    subscribed(CORRECTIONS)
    make_published_article(title_en="Title")

    for _worker in range(3):
        Subscription.objects.update(next_at=timezone.now())
        planning.plan()

    assert Mailing.objects.count() == 1
