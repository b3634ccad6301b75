"""Scheduling in the form: what can be chosen, what is said, what is shown until the moment and after a refusal."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from news.models import Article
from publishing import drafts, due, scheduling
from publishing.models import Audit, Draft, ScheduledStep, Version
from publishing.moments import moments
from tests.browser import form_of
from tests.factories import make_kind, publisher
from tests.publishing.plans import make_live, tomorrow
from tests.roles import browser_of, member_of

LIST = "/admin/news/article/"


def change_url(record):
    return reverse("admin:news_article_change", args=[record.pk])


@pytest.fixture
def form():
    """The browser of an editor."""
    return browser_of(member_of("Editor"))


@pytest.fixture
def berlin(settings):
    """A site where the clocks are changed."""
    settings.TIME_ZONE = "Europe/Berlin"


def test_change_of_a_live_record_is_scheduled_shown_and_cancelled(form):
    record = make_live()
    form.open(change_url(record)).fill(title_en="New talks", _schedule_at="2099-05-01T10:30").press("_schedule")

    step = ScheduledStep.objects.get()
    assert (timezone.localtime(step.at).isoformat()[:16], step.languages, step.data["title_en"]) == ("2099-05-01T10:30", ["en"], "New talks")
    record.refresh_from_db()
    assert (record.title_en, record.has_draft) == ("Talks", True)
    form.follow()
    assert "Change scheduled for" in form.texts("record-planned")[0]
    assert "change on 1 May 2099, 10:30" in form.texts("state__planned")[0]
    assert form["_schedule_at"] == "2099-05-01T10:30"
    assert "change on 1 May 2099" in " ".join(
        form.client.get(LIST).content.decode().replace('<time datetime="2099-05-01T10:30:00+04:00">', "").split()
    )

    form.press("_unschedule", step.pk)

    assert not ScheduledStep.objects.exists()
    assert form.follow()["title_en"] == "New talks"
    assert [act.action for act in Audit.objects.order_by("id") if "schedule" in act.action] == ["scheduled", "schedule cancelled"]


def test_change_can_be_scheduled_anew_with_later_edits(form):
    record = make_live()
    form.open(change_url(record)).fill(title_en="New talks", _schedule_at="2099-05-01T10:30").press("_schedule")
    form.follow().fill(title_en="Newest talks").press("_save_draft")
    assert "edited since" in form.follow().texts("record-planned")[0]

    form.fill(_schedule_at="2099-05-02T10:30").press("_schedule")

    step = ScheduledStep.objects.get()
    assert (timezone.localtime(step.at).day, step.data["title_en"]) == (2, "Newest talks")
    assert "edited since" not in form.follow().texts("record-planned")[0]


def test_chosen_languages_only(form):
    record = make_live()
    form.open(change_url(record)).fill(
        title_en="New", title_ka="ახალი", body_ka="<p>ტექსტი.</p>", _schedule_at="2099-05-01T10:30", _schedule_languages="ka"
    )

    form.press("_schedule")

    step = ScheduledStep.objects.get()
    assert (step.languages, step.data["title_ka"], step.data["title_en"]) == (["ka"], "ახალი", "Talks")


def test_first_publication_in_chosen_languages(form):
    form.open(f"{LIST}add/").fill(
        title_en="Talks", title_ka="სათაური", body_ka="<p>ტექსტი.</p>", kind=make_kind().pk, _schedule_at="2099-05-01T10:30"
    )

    form.fill(_schedule_languages="en").press("_schedule")

    record = Article.objects.get()
    assert (record.is_scheduled, record.published_at_ka, record.title_ka) == (True, None, "")
    assert not ScheduledStep.objects.exists()


def test_withdrawal_with_the_notice_of_the_form(form):
    record = make_live()
    form.open(change_url(record)).fill(_schedule_step="withdraw", _schedule_at="2099-05-01T10:30", _notice_reason_en="Wrong.", lead_en="Typed")

    form.press("_schedule")

    step = ScheduledStep.objects.get()
    assert (step.step, step.languages, step.notice["reason"]["en"]) == ("withdraw", ["en", "ka"], "Wrong.")
    assert form.follow()["lead_en"] == "Typed"
    assert "Withdrawal scheduled for" in form.texts("record-planned")[0]


def test_choices_follow_the_state(form):
    record = make_live()
    assert [option.get("value") for option in inputs(form.open(change_url(record)), "_schedule_step")] == ["publish", "withdraw"]
    drafts.withdraw(record, by=publisher())
    assert [option.get("value") for option in inputs(form.open(change_url(record)), "_schedule_step")] == ["publish"]


def inputs(form, name):
    return form_of(form.page).xpath(f'.//*[@name="{name}"]')


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ({"_schedule_at": "2001-01-01T00:00"}, "has passed"),
        ({"_schedule_at": ""}, "Say when"),
        ({"_schedule_at": "2099-05-01T10:30", "_schedule_step": "nonsense"}, "Select a valid choice"),
        ({"_schedule_at": "2099-05-01T10:30", "_schedule_languages": "xx"}, "Select a valid choice"),
        ({"_schedule_at": "2099-05-01T10:30", "_schedule_step": "withdraw", "_schedule_languages": "ka"}, "not public in that language"),
        ({"_schedule_at": "2099-05-01T10:30", "kind": ""}, "cannot be published yet"),
    ],
)
def test_what_cannot_be_scheduled_is_said_and_what_was_typed_stays(form, typed, reason):
    record = make_live()

    response = form.open(change_url(record)).fill(lead_en="Kept", **typed).press("_schedule")

    assert (response.status_code, form["lead_en"]) == (422, "Kept")
    assert reason in form.page
    assert not ScheduledStep.objects.exists()


def test_nothing_to_change_is_said(form):
    record = make_live()

    assert form.open(change_url(record)).fill(_schedule_at="2099-05-01T10:30").press("_schedule").status_code == 422

    assert "nothing to schedule" in form.texts("messagelist")[0]


@pytest.mark.usefixtures("berlin")
def test_time_that_the_clocks_skip_is_refused(form):
    record = make_live()

    response = form.open(change_url(record)).fill(title_en="New", _schedule_at="2099-03-29T02:30").press("_schedule")

    assert (response.status_code, ScheduledStep.objects.count()) == (422, 0)
    assert "never show this time" in form.page
    assert "Europe/Berlin" in form.page


@pytest.mark.usefixtures("berlin")
@pytest.mark.parametrize(("fold", "hour"), [("0", 0), ("1", 1)])
def test_time_that_comes_twice_is_asked_about(form, fold, hour):
    record = make_live()
    response = form.open(change_url(record)).fill(title_en="New", _schedule_at="2099-10-25T02:30").press("_schedule")
    assert (response.status_code, ScheduledStep.objects.count()) == (422, 0)
    assert "twice" in form.page

    form.fill(_schedule_fold=fold).press("_schedule")

    assert ScheduledStep.objects.get().at == dt.datetime(2099, 10, 25, hour, 30, tzinfo=dt.UTC)
    assert form.follow()["_schedule_fold"] == fold


@pytest.mark.usefixtures("berlin")
@pytest.mark.parametrize(
    ("wall", "count"), [((2099, 3, 29, 2, 30), 0), ((2099, 10, 25, 2, 30), 2), ((2099, 7, 1, 2, 30), 1), ((2099, 10, 25, 3, 0), 1)]
)
def test_moments_of_a_time_on_the_wall(wall, count):
    found = moments(dt.datetime(*wall))  # noqa: DTZ001 - without a zone on purpose

    assert len(found) == count
    assert sorted(at.astimezone(dt.UTC) for at in found) == [at.astimezone(dt.UTC) for at in found]


def test_refusal_is_shown_in_the_form_the_list_and_the_front_page(form):
    record = make_live()
    drafts.save(record, {"title_en": "New talks"}, by=publisher())
    step = scheduling.change(record, by=publisher(), at=tomorrow())
    drafts.withdraw(record, by=publisher())
    due.take_all(step.at)

    form.open(change_url(record))
    assert "does not come back by itself" in form.texts("record-planned")[0]
    assert "refused: change on" in form.texts("state__planned")[0]
    assert "refused" in form.client.get(LIST).content.decode()
    assert "does not come back by itself" in form.client.get("/admin/").content.decode()

    form.press("_unschedule", step.pk)
    assert not ScheduledStep.objects.exists()
    assert "does not come back by itself" not in form.client.get("/admin/").content.decode()


def test_refusal_is_read_in_the_language_of_the_interface(form):
    record = make_live()
    step = scheduling.withdrawal(record, by=publisher(), at=tomorrow())
    drafts.withdraw(record, by=publisher())
    ScheduledStep.objects.update(refused_at=step.at, refusal_en="Because.", refusal_ka="იმიტომ.")

    form.headers = {"accept-language": "ka"}

    assert "იმიტომ." in form.open(change_url(record)).page


@pytest.mark.parametrize("key", ["", "nonsense", "00000000-0000-0000-0000-000000000000"])
def test_cancelling_what_is_not_scheduled_is_said(form, key):
    record = make_live()

    assert form.open(change_url(record)).fill(lead_en="Typed").press("_unschedule", key).status_code == 422
    assert form["lead_en"] == "Typed"


def test_step_of_another_record_cannot_be_cancelled(form):
    record, other = make_live(), make_live(title_en="Other")
    step = scheduling.withdrawal(other, by=publisher(), at=tomorrow())

    assert form.open(change_url(record)).press("_unschedule", step.pk).status_code == 422
    assert ScheduledStep.objects.exists()


def test_author_sees_nothing_of_it_and_can_do_nothing():
    author = member_of("Author")
    record = drafts.create(Article, {"kind": make_kind().pk, "title_en": "Talks", "body_en": "<p>One.</p>"}, by=author)
    drafts.publish(record, by=publisher())
    drafts.save(record, {"title_en": "Secret"}, by=publisher())
    step = scheduling.change(record, by=publisher(), at=tomorrow())
    client = browser_of(author).client

    pages = [client.get(url).content.decode() for url in ("/admin/", LIST, change_url(record))]

    assert not any("scheduled for" in page or "change on" in page for page in pages)
    assert client.post(change_url(record), {"_unschedule": str(step.pk)}).status_code == 403
    assert ScheduledStep.objects.exists()


def test_saved_version_holds_what_was_scheduled(form):
    record = make_live()
    form.open(change_url(record)).fill(title_en="New talks", _schedule_at="2099-05-01T10:30").press("_schedule")

    step = ScheduledStep.objects.get()

    assert Version.objects.get(record=record.pk, number=step.version).data["title_en"] == "New talks"
    assert f"version {step.version} in History" in form.follow().texts("record-planned")[0]
    form.press("_discard")
    assert "stays scheduled" in form.follow().texts("messagelist")[0]
    assert not Draft.objects.exists()
    step.refresh_from_db()
    assert (step.is_in_draft, step.data["title_en"]) == (False, "New talks")


def test_list_is_filtered_by_what_is_scheduled_and_what_was_refused(form):
    planned, failed, _other = make_live(title_en="Planned"), make_live(title_en="Failed"), make_live(title_en="Other")
    scheduling.withdrawal(planned, by=publisher(), at=tomorrow())
    scheduling.withdrawal(failed, by=publisher(), at=tomorrow())
    ScheduledStep.objects.filter(record=failed.pk).update(refused_at=tomorrow())

    found = {chosen: form.client.get(f"{LIST}?changes={chosen}").context["cl"].result_list for chosen in ("scheduled", "refused")}

    assert {chosen: [record.pk for record in records] for chosen, records in found.items()} == {"scheduled": [planned.pk], "refused": [failed.pk]}


def test_saving_a_text_that_still_waits_does_not_speak_of_readers(form):
    record = drafts.create(Article, {"kind": make_kind().pk, "title_en": "Talks"}, by=publisher())
    drafts.publish(record, by=publisher(), at=tomorrow())

    form.open(change_url(record)).fill(title_en="New talks").press("_save_draft")

    assert form.follow().texts("messagelist") == ["Draft saved."]


def test_publication_is_not_scheduled_behind_its_withdrawal(form):
    record = drafts.create(Article, {"title_en": "Talks", "kind": make_kind()}, by=publisher())
    drafts.publish(record, by=publisher(), at=tomorrow())
    scheduling.withdrawal(record, by=publisher(), at=tomorrow() + dt.timedelta(days=1))

    form.open(change_url(record)).fill(_schedule_at="2099-05-01T10:30").press("_schedule")

    assert "It is to be withdrawn before that" in form.page
    assert Article.objects.get().live_at < timezone.now() + dt.timedelta(days=2)
