"""Comments on drafts: written and read by those who may write into the draft, and by nobody else."""

import uuid

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from news.models import Article
from publishing import drafts, erasing, joining, locks, splitting
from publishing.models import Audit, Comment
from publishing.publishable import State
from publishing.review import comments, rounds
from publishing.workflow import TransitionError
from publishing.workflow import transition as move
from tests.browser import Form
from tests.factories import make_author, make_kind, publisher
from tests.publishing.walk import everything
from tests.roles import browser_of, member_of


@pytest.fixture
def author() -> User:
    return member_of("Author")


@pytest.fixture
def editor() -> User:
    return member_of("Editor")


@pytest.fixture
def record(author) -> Article:
    fields = {"title_en": "Talks", "body_en": "<p>Words.</p>", "kind": make_kind().pk}
    return drafts.create(Article, {**fields, "bylines": [{"author": make_author().pk}]}, by=author)


def threads(record: Article) -> list[comments.Thread]:
    return comments.threads(drafts.opened(Article.objects.get(pk=record.pk)))


def said(record: Article) -> list[tuple[str, str, list[str]]]:
    return [(thread.label, thread.comment.text, [each.text for each in thread.replies]) for thread in threads(record)]


def test_comment_on_a_place_is_answered_and_resolved(record, author, editor):
    first = comments.add(record, by=editor, text="Which source?", key="lead_en")
    comments.add(record, by=editor, text="Good text.")

    answer = comments.reply(record, first.pk, by=author, text="Added.")
    comments.reply(record, answer.pk, by=editor, text="Thanks.")

    assert said(record) == [("Lead (English)", "Which source?", ["Added.", "Thanks."]), ("", "Good text.", [])]
    comments.resolve(record, first.pk, by=author)
    assert [thread.is_open for thread in threads(record)] == [True, False]
    assert Comment.objects.get(pk=first.pk).resolved_by == author


@pytest.mark.parametrize("way", ["reply", "reopen"])
def test_resolved_comment_is_opened_again(record, author, editor, way):
    first = comments.add(record, by=editor, text="Which source?")
    comments.resolve(record, first.pk, by=author)

    if way == "reply":
        comments.reply(record, first.pk, by=editor, text="Still not there.")
    else:
        comments.resolve(record, first.pk, by=editor, is_open=True)

    assert [thread.is_open for thread in threads(record)] == [True]


def test_place_in_a_row_is_named_and_told_when_it_is_gone(record, editor):
    row = drafts.state_of(record)["bylines"][0]
    comments.add(record, by=editor, text="Is this she?", key=f"bylines/{row}/author")
    assert [label for label, _text, _replies in said(record)] == ["author 1: Author"]

    drafts.save(record, {"bylines": []}, by=editor)

    assert [label for label, _text, _replies in said(record)] == ["A place that is no longer in the form"]


@pytest.mark.parametrize("text", ["", " \n ", "\u202e", "x" * (Comment.LONGEST + 1)])
def test_nothing_and_too_much_are_refused(record, editor, text):
    with pytest.raises(TransitionError):
        comments.add(record, by=editor, text=text)
    assert not Comment.objects.exists()


def test_marks_that_turn_the_direction_are_taken_out(record, editor):
    assert comments.add(record, by=editor, text="one\x00\u202etwo\u2066 three\r\nfour").text == "onetwo three\nfour"


def test_too_many_comments_are_refused(record, editor, monkeypatch):
    comments.add(record, by=editor, text="One.")

    with pytest.raises(TransitionError, match="too many"):
        comments.store(record, "Two.", by=editor, most=1)


def test_stranger_neither_writes_nor_answers_nor_resolves(record, editor):
    stranger = member_of("Author", "stranger")
    first = comments.add(record, by=editor, text="Secret.")

    for act in (
        lambda: comments.add(record, by=stranger, text="Me too."),
        lambda: comments.reply(record, first.pk, by=stranger, text="Me too."),
        lambda: comments.resolve(record, first.pk, by=stranger),
    ):
        with pytest.raises(TransitionError):
            act()
    assert [(each.text, each.resolved_at) for each in Comment.objects.all()] == [("Secret.", None)]


def test_comment_of_another_record_is_not_answered(record, editor):
    other = drafts.create(Article, {"title_en": "Other"}, by=editor)
    first = comments.add(other, by=editor, text="There.")

    with pytest.raises(TransitionError):
        comments.reply(record, first.pk, by=editor, text="Here.")


def test_colleagues_are_mentioned_who_may_open_the_record(record, author, editor):
    member_of("Author", "stranger")
    User.objects.create_user("reader")

    found = comments.mentioned("@author, @editor. And @stranger, @reader, @nobody, mail@editor.org", record)

    assert found == [author, editor]


def test_every_comment_is_written_down_without_its_words(record, editor):
    first = comments.add(record, by=editor, text="Secret.")
    comments.resolve(record, first.pk, by=editor)

    acts = Audit.objects.filter(record=record.pk, action__startswith="comment").order_by("id")
    assert [(act.action, act.detail["comment"]) for act in acts] == [("comment added", str(first.pk)), ("comment resolved", str(first.pk))]
    assert "Secret" not in str(list(acts.values()))


def test_comments_go_with_a_joined_record_and_come_back_with_a_split_one(editor):
    first, second = (
        drafts.create(Article, {f"title_{code}": "Talks", f"body_{code}": "<p>Words.</p>", "kind": make_kind().pk}, by=editor)
        for code in ("en", "ka")
    )
    for each in (first, second):
        rounds.submit(each, by=editor)
        comments.add(each, by=editor, text=f"Of {each.pk}")

    kept = joining.join(first, second, by=publisher())
    assert len(threads(kept)) == 2
    assert [each.outcome for each in rounds.past(kept) if each.outcome] == ["dropped"]
    other = splitting.split(kept, by=publisher())

    assert [thread.comment.text for thread in threads(other)] == [f"Of {other.pk}"]
    assert [thread.comment.text for thread in threads(kept)] == [f"Of {kept.pk}"]


def test_comments_stay_in_the_trash_and_go_when_the_record_is_erased(record, editor):
    comments.add(record, by=editor, text="Stay.")
    move(record, State.TRASHED, by=publisher())
    assert Comment.objects.count() == 1

    erasing.erase(record, by=publisher())

    assert not Comment.objects.exists()


def test_nothing_said_of_a_draft_reaches_the_public(editor):
    record = drafts.create(Article, {"title_en": "Talks", "lead_en": "Lead", "body_en": "<p>Words.</p>", "kind": make_kind().pk}, by=publisher())
    drafts.publish(record, by=publisher())
    drafts.save(record, {"lead_en": "Later"}, by=publisher())
    first = comments.add(record, by=editor, text="zebrafinch", key="lead_en")
    comments.reply(record, first.pk, by=editor, text="nightjar")
    comments.store(Article.objects.get(), "bullfinch", guest="Goldcrest")
    rounds.submit(record, by=publisher(), assignee=editor, note="dunnock")
    rounds.approve(record, by=editor, token=rounds.token_of(record), said="redstart")

    words = ("zebrafinch", "nightjar", "bullfinch", "goldcrest", "dunnock", "redstart")
    answers = list(everything())

    assert any("talks" in answer.text for answer in answers)
    assert {(answer.path, word) for answer in answers for word in words if word in answer.text} == set()


# In the form


def opened(user: User, record: Article) -> Form:
    return browser_of(user).open(reverse("admin:news_article_change", args=[record.pk]))


def test_commented_answered_and_resolved_in_the_form(record, author, editor):
    form = opened(editor, record).fill(_comment_text="Which source? @author", _comment_key="lead_en", lead_en="Typed")
    form.press("_comment")
    first = Comment.objects.get()
    assert (first.key, first.by, drafts.state_of(record)["lead_en"]) == ("lead_en", editor, "Typed")
    # At the field, and beside the form.
    assert form.follow().texts("cell__threads") == ["editor: Which source? @author"]
    assert form.texts("comment__about") == ["Lead (English)"]

    answer = opened(author, record).fill(**{f"_reply_{first.pk}": "Added."})
    answer.press("_reply", str(first.pk))
    answer.follow().press("_resolve", str(first.pk))

    assert answer.follow().texts("cell__threads") == []
    assert [thread.is_open for thread in threads(record)] == [False]
    assert "Added." in answer.page


def test_comment_on_a_locked_record_is_taken_and_nothing_else(record, author, editor):
    locks.lock(Article.objects.get(), by=author)

    form = opened(editor, record).fill(_comment_text="Ready?")
    form.press("_comment")

    assert [thread.comment.text for thread in threads(record)] == ["Ready?"]


def test_empty_comment_is_refused_in_words_and_typed_text_stays(record, editor):
    form = opened(editor, record).fill(_comment_text="  ", title_en="Typed")

    assert form.press("_comment").status_code == 422
    assert form["title_en"] == "Typed"


@pytest.mark.parametrize("key", ["nonsense", str(uuid.UUID(int=1))])
def test_forged_comment_is_refused_in_words(record, editor, key):
    form = opened(editor, record)

    assert form.press("_resolve", key).status_code == 422


def test_clash_is_decided_before_a_comment_is_added(record, author, editor):
    form = opened(editor, record).fill(lead_en="Mine", _comment_text="Mind this.")
    drafts.save(record, {"lead_en": "Theirs"}, by=author)

    assert form.press("_comment").status_code == 422
    assert (form["lead_en"], form["_comment_text"], Comment.objects.count()) == ("Mine", "Mind this.", 0)


def test_list_counts_what_is_open(record, editor):
    first = comments.add(record, by=editor, text="One.")
    comments.reply(record, first.pk, by=editor, text="Two.")
    comments.add(record, by=editor, text="Three.")
    comments.resolve(record, first.pk, by=editor)

    page = browser_of(editor).client.get(reverse("admin:news_article_changelist")).content.decode()

    assert "1 open comment<" in page.replace("\n", "")


def test_who_may_only_look_reads_no_comment(editor):
    record = drafts.create(Article, {"title_en": "Talks", "body_en": "<p>Words.</p>", "kind": make_kind().pk}, by=publisher())
    drafts.publish(record, by=publisher())
    comments.add(record, by=editor, text="Secret.")

    assert "Secret." not in opened(member_of("Author", "stranger"), record).page
