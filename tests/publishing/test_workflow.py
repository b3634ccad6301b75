import datetime as dt

import pytest
from django.contrib.auth.models import Permission, User
from django.utils import timezone

from news.models import Article
from publishing import changes
from publishing.models import Audit, Change, ChangeHead, Withdrawal
from publishing.publishable import State
from publishing.workflow import Notice, TransitionError, transition
from tests.factories import make_article, make_published_article, make_superuser, publisher

TOMORROW = dt.timedelta(days=1)


def make_author(name: str = "author") -> User:
    author = User.objects.create_user(name)
    author.user_permissions.set(Permission.objects.filter(codename__in=["add_article", "change_article", "delete_article"]))
    return author


def log() -> list[tuple[str, list[str]]]:
    return [(change.kind, change.languages) for change in Change.objects.all()]


def test_publish_makes_titled_languages_public():
    article = make_article(title_en="One", title_ka="ერთი")

    transition(article, State.PUBLISHED, by=publisher())

    article.refresh_from_db()
    assert article.available_languages == ["en", "ka"]
    assert article.first_published_at is not None
    assert log() == [("published", ["en", "ka"])]


def test_publish_without_a_title_is_refused_and_leaves_nothing():
    article = make_article()

    with pytest.raises(TransitionError):
        transition(article, State.PUBLISHED, by=publisher())

    article.refresh_from_db()
    assert article.state == State.DRAFT
    assert not Change.objects.exists()
    assert not Audit.objects.exists()


def test_publish_in_a_language_without_a_title_is_refused():
    article = make_article(title_en="One")

    with pytest.raises(TransitionError, match="ka"):
        transition(article, State.PUBLISHED, by=publisher(), languages=["ka"])


def test_a_language_published_later_is_a_translation_and_moves_only_its_own_list():
    old = make_published_article(title_en="Old", title_ka="ძველი", languages=["ka"])
    new = make_published_article(title_en="New", title_ka="ახალი")

    transition(old, State.PUBLISHED, by=publisher(), languages=["en"])

    assert list(Article.objects.listed_in("en").order_by("-listed_at_en")) == [old, new]
    assert list(Article.objects.listed_in("ka").order_by("-listed_at_ka")) == [new, old]
    assert log()[-1] == ("translated", ["en"])


def test_withdrawing_one_language_leaves_the_record_live():
    article = make_published_article(title_en="One", title_ka="ერთი")

    transition(article, State.WITHDRAWN, by=publisher(), languages=["en"])

    assert article.state == State.PUBLISHED
    assert list(Article.objects.available_in("en")) == []
    assert list(Article.objects.available_in("ka")) == [article]
    assert log()[-1] == ("withdrawn", ["en"])


def test_withdrawing_the_last_language_withdraws_the_record():
    article = make_published_article(title_en="One")
    successor = make_published_article(title_en="Two")

    transition(
        article, State.WITHDRAWN, by=publisher(), languages=["en"], notice=Notice(show_title=True, reason={"en": "Wrong."}, successor=successor)
    )

    assert article.state == State.WITHDRAWN
    assert list(Article.objects.live()) == [successor]
    assert list(Article.objects.gone()) == [article]
    kept = Withdrawal.objects.get(record=article.pk)
    assert (kept.language, kept.title, kept.reason_en, kept.successor) == ("en", "One", "Wrong.", successor.pk)


def test_publishing_again_after_withdrawal_keeps_the_first_date_and_drops_the_notice_of_that_language():
    article = make_published_article(title_en="One", title_ka="ერთი")
    first = article.first_published_at
    transition(article, State.WITHDRAWN, by=publisher())

    transition(article, State.PUBLISHED, by=publisher(), languages=["ka"])

    assert article.first_published_at == first
    assert article.available_languages == ["ka"]
    assert [notice.language for notice in Withdrawal.objects.all()] == ["en"]


def test_a_scheduled_record_leaves_no_public_trace_before_its_moment():
    moment = timezone.now() + TOMORROW
    article = make_published_article(title_en="One", at=moment)

    assert article.is_scheduled
    assert list(Article.objects.live()) == []
    assert list(Article.objects.listed_in("en")) == []
    assert log() == []
    assert ChangeHead.objects.get().next_due_at == moment


def test_settle_announces_a_due_record_once():
    article = make_published_article(title_en="One", at=timezone.now() + TOMORROW)
    moment = timezone.now() - dt.timedelta(minutes=1)
    Article.objects.filter(pk=article.pk).update(live_at=moment, published_at_en=moment, listed_at_en=moment)
    ChangeHead.objects.update(next_due_at=moment)

    first, second = changes.head(), changes.head()

    assert log() == [("published", ["en"])]
    assert Change.objects.get().at == moment
    assert (first.sequence, second.sequence) == (1, 1)
    assert first.next_due_at is None


def test_withdrawing_a_scheduled_record_makes_it_a_draft_again():
    article = make_published_article(title_en="One", at=timezone.now() + TOMORROW)

    transition(article, State.WITHDRAWN, by=publisher())

    assert article.state == State.DRAFT
    assert article.published_at_en is None
    assert log() == []
    assert ChangeHead.objects.get().next_due_at is None


def test_publishing_a_scheduled_record_now_moves_its_date():
    article = make_published_article(title_en="One", at=timezone.now() + TOMORROW)

    transition(article, State.PUBLISHED, by=publisher())

    assert article.is_live
    assert log() == [("published", ["en"])]
    assert ChangeHead.objects.get().next_due_at is None


def test_a_live_record_cannot_be_scheduled_as_new():
    article = make_published_article(title_en="One")

    with pytest.raises(TransitionError):
        transition(article, State.PUBLISHED, by=publisher(), at=timezone.now() + TOMORROW)


def test_an_author_submits_but_does_not_publish():
    author = make_author()
    article = make_article(title_en="One", created_by=author)

    transition(article, State.IN_REVIEW, by=author)

    assert article.state == State.IN_REVIEW
    with pytest.raises(TransitionError):
        transition(article, State.PUBLISHED, by=author)


def test_an_author_does_not_touch_the_draft_of_another():
    article = make_article(title_en="One", created_by=make_superuser())

    with pytest.raises(TransitionError):
        transition(article, State.IN_REVIEW, by=make_author())


@pytest.mark.parametrize("to", [State.IN_REVIEW, State.TRASHED, State.DRAFT])
def test_a_published_record_takes_no_hidden_way_out(to):
    article = make_published_article(title_en="One")

    with pytest.raises(TransitionError):
        transition(article, to, by=publisher())


def test_a_trashed_record_goes_back_to_where_it_came_from():
    never = make_article(title_en="Never")
    once = make_published_article(title_en="Once")
    transition(once, State.WITHDRAWN, by=publisher())
    for article in (never, once):
        transition(article, State.TRASHED, by=publisher())

    with pytest.raises(TransitionError):
        transition(once, State.DRAFT, by=publisher())
    transition(once, State.WITHDRAWN, by=publisher())
    transition(never, State.DRAFT, by=publisher())

    assert (never.state, once.state) == (State.DRAFT, State.WITHDRAWN)


def test_the_stored_state_counts_and_not_the_one_in_memory():
    article = make_article(title_en="One")
    forged = Article.objects.get(pk=article.pk)
    forged.state, forged.first_published_at = State.WITHDRAWN, timezone.now()

    transition(forged, State.PUBLISHED, by=publisher())

    article.refresh_from_db()
    assert article.first_published_at == article.published_at_en


def test_a_failing_write_undoes_the_whole_step():
    article = make_article(title_en="One")

    def fail() -> None:
        raise ValueError("full disk")

    with pytest.raises(ValueError, match="full disk"):
        transition(article, State.PUBLISHED, by=publisher(), write=fail)

    article.refresh_from_db()
    assert article.state == State.DRAFT
    assert not ChangeHead.objects.exists()


def test_rows_and_filters_agree():
    make_article(title_en="Draft")
    make_published_article(title_en="Scheduled", at=timezone.now() + TOMORROW)
    make_published_article(title_en="Both", title_ka="ორივე")
    make_published_article(title_ka="ქართული")
    transition(make_published_article(title_en="Gone"), State.WITHDRAWN, by=publisher())

    everything = Article.objects.all()

    assert {a.pk for a in everything if a.is_live} == {a.pk for a in Article.objects.live()}
    for code in ("en", "ka"):
        assert {a.pk for a in everything if a.is_available_in(code)} == {a.pk for a in Article.objects.available_in(code)}
        for untranslated in (True, False):
            listed = Article.objects.listed_in(code, untranslated=untranslated)
            assert {a.pk for a in everything if a.is_listed_in(code, untranslated=untranslated)} == {a.pk for a in listed}


def test_the_audit_log_is_a_chain_that_cannot_be_rewritten():
    article = make_published_article(title_en="One")
    transition(article, State.WITHDRAWN, by=publisher())
    first, second = Audit.objects.order_by("id")

    assert second.previous == first.hash
    assert [act.seal() for act in (first, second)] == [first.hash, second.hash]
    with pytest.raises(TypeError):
        first.save()
    with pytest.raises(TypeError):
        first.delete()


def test_a_step_taken_elsewhere_before_counts_from_its_moment():
    then = timezone.now() - dt.timedelta(days=30)
    article = make_article(title_en="One", title_ka="ერთი")

    transition(article, State.PUBLISHED, by=publisher(), languages=["ka"], at=then)
    transition(article, State.PUBLISHED, by=publisher(), languages=["en"], at=then + TOMORROW)
    transition(article, State.WITHDRAWN, by=publisher(), languages=["en"], at=then + 2 * TOMORROW)

    article.refresh_from_db()
    assert (article.first_published_at, article.updated_at) == (then, then + 2 * TOMORROW)
    assert [change.at for change in Change.objects.all()] == [then, then + TOMORROW, then + 2 * TOMORROW]


def test_a_withdrawal_told_later_bears_its_own_date():
    then = timezone.now() - dt.timedelta(days=30)
    article = make_published_article(title_en="One", at=then)

    transition(article, State.WITHDRAWN, by=publisher(), at=then + TOMORROW)

    assert Withdrawal.objects.get().at == then + TOMORROW


def test_an_older_change_told_later_does_not_set_the_date_back():
    article = make_published_article(title_en="One")
    last = article.updated_at

    transition(article, State.PUBLISHED, by=publisher(), at=last - TOMORROW)

    assert article.updated_at == last


def test_a_withdrawal_cannot_be_scheduled():
    article = make_published_article(title_en="One")

    with pytest.raises(TransitionError, match="scheduled"):
        transition(article, State.WITHDRAWN, by=publisher(), at=timezone.now() + TOMORROW)

    article.refresh_from_db()
    assert article.state == State.PUBLISHED
