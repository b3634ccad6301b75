"""The front page of the desk: what it names, to whom, and at what cost."""

import datetime as dt

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from news.models import Article
from publishing import drafts, record_templates, scheduling
from publishing.bundles import due, gathering, publishing
from publishing.models import Bundle, Review, ScheduledStep, Standing
from publishing.publishable import State
from publishing.registry import record_types
from publishing.review import rounds
from publishing.workflow import transition
from tests.factories import make_event, make_kind, make_published_article, make_published_event, make_superuser, publisher
from tests.roles import client_of, member_of

INDEX = reverse("admin:index")
FULL = {"title_en": "Talks", "body_en": "<p>Held.</p>", "title_ka": "მოლაპარაკება", "body_ka": "<p>გაიმართა.</p>"}


def article(by=None, *, at=None, public=True, **fields):
    record = drafts.create(Article, {"kind": make_kind().pk, **FULL, **fields}, by=by or publisher())
    if public:
        drafts.publish(record, by=publisher(), at=at)
    return record


def later(days=1):
    return timezone.now() + dt.timedelta(days=days)


def named(client: Client) -> dict[str, list[str]]:
    """Return what each part of the page names."""
    parts = client.get(INDEX).context["parts"]
    return {part.name: [item.name or item.record.desk_title for item in part.items] for part in parts if part.items}


@pytest.fixture
def editor():
    return member_of("Editor")


def test_front_page_names_what_waits_for_an_editor(editor):
    author = member_of("Author")
    article(editor, public=False, title_en="My draft")
    mine = article(author, public=False, title_en="To review")
    rounds.submit(mine, by=author, assignee=editor, due_on=timezone.localdate())
    late = article(author, public=False, title_en="Late")
    rounds.submit(late, by=author, assignee=publisher(), due_on=timezone.localdate())
    Review.objects.filter(record=late.pk).update(due_on=timezone.localdate() - dt.timedelta(days=1))
    article(title_en="Coming", at=later(2))
    public = article(title_en="Public")
    scheduling.withdrawal(public, by=publisher(), at=later(1))
    article(title_en="Untranslated", title_ka="", body_ka="")
    stuck = article(title_en="Refused")
    scheduling.withdrawal(stuck, by=publisher(), at=later(1))
    ScheduledStep.objects.filter(record=stuck.pk).update(refused_at=timezone.now(), refusal_en="Why not.")

    found = named(client_of(editor))

    assert {name: titles for name, titles in found.items() if name != "published"} == {
        "waiting": ["To review"],
        "overdue": ["Late"],
        "refused": ["Refused"],
        "drafts": ["My draft"],
        "scheduled": ["Public", "Coming"],
        "gaps": ["Untranslated"],
    }
    assert sorted(found["published"]) == ["Public", "Refused", "Untranslated"]
    page = client_of(editor).get(INDEX).content.decode()
    assert ("Why not." in page, "asked by author" in page, "Georgian: missing" in page) == (True, True, True)


def test_bundles_stand_among_what_is_scheduled_and_what_was_refused(editor):
    author = member_of("Author")
    stuck, coming, foreign = (gathering.make(title, [article(editor, public=False)], by=editor) for title in ("Stuck", "Coming", "Later on"))
    for number, bundle in enumerate((stuck, coming, foreign)):
        publishing.schedule(bundle, by=editor, at=later(2 * number + 1))
    drafts.save(Article.objects.get(pk=stuck.items.get().record), {"title_en": ""}, by=publisher())
    Bundle.objects.filter(pk=stuck.pk).update(at=timezone.now())
    due.take_all()
    article(title_en="In between", at=later(4))
    Bundle.objects.filter(pk=foreign.pk).update(by=author)

    found, page = named(client_of(editor)), client_of(editor).get(INDEX).content.decode()

    assert (found["refused"], found["scheduled"]) == (["Stuck"], ["Coming", "In between", "Later on"])
    assert reverse("admin:publishing_bundle_change", args=[stuck.pk]) in page
    assert "Nothing was done, for one record or more cannot go along." in page
    assert named(client_of(author)) == {"scheduled": ["Later on"]}


def test_review_without_a_name_waits_for_everybody_who_publishes_but_not_for_whoever_asked(editor):
    author = member_of("Author")
    rounds.submit(article(author, public=False), by=author)
    rounds.submit(article(editor, public=False, title_en="My own"), by=editor)

    assert named(client_of(editor))["waiting"] == ["Talks"]
    assert "waiting" not in named(client_of(author))


def test_answered_reviews_wait_for_nobody(editor):
    author = member_of("Author")
    record = article(author, public=False)
    rounds.submit(record, by=author, assignee=editor)
    rounds.approve(record, by=editor, token=rounds.token_of(record))

    assert "waiting" not in named(client_of(editor))


def test_author_sees_their_own_work_and_what_is_public():
    author = member_of("Author")
    article(author, public=False, title_en="Mine")
    article(public=False, title_en="Secret draft")
    article(title_en="Secret coming", at=later())
    public = article(title_en="Public", title_ka="", body_ka="")
    drafts.save(public, {"title_en": "Secret title"}, by=publisher())
    scheduling.withdrawal(public, by=publisher(), at=later())

    client = client_of(author)

    assert named(client) == {"drafts": ["Mine"], "published": ["Public"]}
    assert "Secret" not in client.get(INDEX).content.decode()


def test_draft_over_a_text_that_is_public_now_is_no_longer_its_authors_to_open():
    author = member_of("Author")
    record = article(author, public=False, title_en="Mine")
    drafts.publish(record, by=publisher(), languages=["en"])

    # The Georgian text waits in the draft, which only who publishes opens.
    assert named(client_of(author)) == {"published": ["Mine"]}


def test_translator_sees_the_gaps_of_their_own_language_only():
    article(title_en="Lacks Georgian", title_ka="", body_ka="")
    article(title_en="", body_en="", title_ka="აკლია")

    assert named(client_of(member_of("Translator (Georgian)")))["gaps"] == ["Lacks Georgian"]
    assert named(client_of(member_of("Translator (English)")))["gaps"] == ["აკლია"]


def test_trash_is_named_nowhere(editor):
    record = article(editor, public=False)
    transition(record, State.TRASHED, by=publisher())

    assert named(client_of(editor)) == {}


def test_whoever_may_open_nothing_finds_nothing(django_user_model):
    make_published_article(title_en="Something new")

    response = client_of(django_user_model.objects.create_user("clerk", is_staff=True)).get(INDEX)

    assert (response.status_code, "Something new" in response.content.decode()) == (200, False)


def test_failed_tasks_are_told_to_who_looks_after_the_site(editor):
    DBTaskResult.objects.create(
        status=TaskResultStatus.FAILED, args_kwargs={"args": [], "kwargs": {}}, task_path="x", finished_at=timezone.now(), run_after=timezone.now()
    )

    assert client_of(make_superuser()).get(INDEX).content.decode().count("1 task of the worker failed") == 1
    assert "failed" not in client_of(editor).get(INDEX).content.decode()


@pytest.mark.parametrize("number", [2, 20])
def test_front_page_costs_at_most_twenty_queries_with_any_number_of_records(editor, django_assert_max_num_queries, number):
    author = member_of("Author")
    for kind in record_types():
        Standing.objects.filter(kind=kind.kind).update(is_gap=True)
    for each in range(number):
        article(editor, public=False, title_en=f"Draft {each}")
        asked = article(author, public=False, title_en=f"Review {each}")
        rounds.submit(asked, by=author, assignee=editor, due_on=timezone.localdate())
        Review.objects.filter(record=asked.pk).update(due_on=timezone.localdate() - dt.timedelta(days=each % 2))
        scheduling.withdrawal(article(title_en=f"Gap {each}", title_ka="", body_ka=""), by=publisher(), at=later())
        record_templates.mark(asked, f"Template {each}", by=publisher())
    record_templates.mark(make_event(), "Meeting", by=publisher())
    client = client_of(editor)

    with django_assert_max_num_queries(20):
        context = client.get(INDEX).context

    assert [len(part.items) for part in context["parts"] if part.name == "gaps"] == [min(number, 6)]
    assert len(context["templates"]) == min(number + 1, 6)


def test_front_page_leads_to_a_new_form_from_each_template_of_what_one_may_add(editor):
    weekly, meeting, trashed = article(public=False), make_published_event(), article(public=False)
    for record, name in ((weekly, "Weekly digest"), (meeting, "Meeting"), (trashed, "In the trash")):
        record_templates.mark(record, name, by=publisher())
    transition(trashed, State.TRASHED, by=publisher())
    newcomer = User.objects.create_user("newcomer", is_staff=True)
    newcomer.user_permissions.add(Permission.objects.get(codename="add_event"))

    def offered(user: User) -> list[tuple[str, str, str]]:
        return [(start.name, start.kind, start.url) for start in client_of(user).get(INDEX).context["templates"]]

    begin = {
        record: reverse(f"admin:{name}_add") + f"?template={record.pk}" for record, name in ((weekly, "news_article"), (meeting, "chronicle_event"))
    }
    assert offered(editor) == [("Meeting", "event", begin[meeting]), ("Weekly digest", "article", begin[weekly])]
    assert offered(newcomer) == [("Meeting", "event", begin[meeting])]
    assert client_of(editor).get(begin[weekly]).status_code == 200
    assert begin[weekly] in client_of(editor).get(INDEX).content.decode()


def test_front_page_without_templates_says_nothing_of_them(editor):
    assert "New from a template" not in client_of(editor).get(INDEX).content.decode()
