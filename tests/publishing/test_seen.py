"""Which rows of standings somebody may see: the same records that their rights let them open, in every state, and read in one query."""

import datetime as dt
from itertools import product

import pytest
from django.utils import timezone

from news.models import Article
from publishing import drafts, seen
from publishing.models import Standing
from publishing.publishable import Publishable, State
from publishing.rights import as_seen_by, may_open
from publishing.workflow import transition
from tests.factories import make_kind, make_published_actor, make_published_event, make_published_page, make_superuser, publisher
from tests.roles import member_of

STEPS = ["draft", "review", "public", "changed", "scheduled", "withdrawn", "trash"]


def article(by, step: str) -> Article:
    """Make an article of somebody's that took these steps."""
    record = drafts.create(Article, {"kind": make_kind().pk, "title_en": step, "body_en": "<p>Text.</p>"}, by=by)
    if step == "review":
        transition(record, State.IN_REVIEW, by=publisher())
    if step in {"public", "changed", "withdrawn"}:
        drafts.publish(record, by=publisher())
    if step == "changed":
        drafts.save(record, {"title_en": "Secret"}, by=publisher())
    if step == "scheduled":
        drafts.publish(record, by=publisher(), at=timezone.now() + dt.timedelta(days=1))
    if step == "withdrawn":
        drafts.withdraw(record, by=publisher())
    if step == "trash":
        transition(record, State.TRASHED, by=publisher())
    return Article.objects.get(pk=record.pk)


@pytest.mark.parametrize("role", ["Author", "Editor", "Administrator", "Translator (Georgian)", "clerk", "superuser"])
def test_rows_are_those_of_records_that_may_be_opened(role, django_user_model):
    if role == "superuser":
        user = make_superuser()
    elif role == "clerk":
        user = django_user_model.objects.create_user("clerk", is_staff=True)
    else:
        user = member_of(role)
    writer = member_of("Author", "writer")
    records: list[Publishable] = [article(by, step) for by, step in product((user if role == "Author" else writer, writer), STEPS)]
    records += [make_published_page(), make_published_actor(), make_published_event()]

    may_be_opened = {record.pk for record in records if may_open(user, record) and record.state != State.TRASHED}

    assert set(seen.standings(user).values_list("pk", flat=True)) == may_be_opened
    assert Standing.objects.count() == len(records)


def test_records_of_all_kinds_are_read_in_one_query_as_lists_show_them(django_assert_num_queries):
    author = member_of("Author")
    records = [article(publisher(), step) for step in STEPS] + [
        make_published_page(),
        make_published_actor(name_en="Somebody"),
        make_published_event(),
    ]
    keys = list(Standing.objects.values_list("kind", "record"))
    author.get_all_permissions()

    with django_assert_num_queries(1):
        found = seen.records(keys, author)

    assert {key: (record.working_title, record.has_draft, record.title_in("en")) for key, record in found.items()} == {
        record.pk: (record.working_title, record.has_draft, record.title_in("en"))
        for record in (as_seen_by(author, each) for each in records if may_open(author, each))
    }


def test_nothing_is_asked_for_no_records(django_assert_num_queries):
    user = publisher()

    with django_assert_num_queries(0):
        assert seen.records([], user) == {}
