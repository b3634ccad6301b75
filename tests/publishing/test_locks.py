"""A locked record: others see who keeps it and cannot change it by any door, until it is released or openly broken."""

import pytest
from django.db import transaction
from django.urls import reverse

from news.models import Article
from publishing import bulk, drafts, erasing, locks
from publishing.locks import LockedError
from publishing.models import Audit, Draft, Lock
from publishing.publishable import State
from publishing.workflow import transition
from tests.factories import make_kind, make_superuser, publisher
from tests.roles import browser_of, member_of


@pytest.fixture
def record():
    record = drafts.create(Article, {"kind": make_kind().pk, "title_en": "Talks", "body_en": "<p>One.</p>"}, by=publisher())
    drafts.publish(record, by=publisher())
    return record


@pytest.fixture
def nino():
    return member_of("Editor", "Nino")


@pytest.fixture
def giorgi():
    return member_of("Editor", "Giorgi")


def change_url(record):
    return reverse("admin:news_article_change", args=[record.pk])


def steps(form):
    """Return the buttons that change something."""
    # What is said of a text is no step.
    return [name for name in form.buttons() if name not in {"_preview", "_share", "_invite", "_comment"}]


def acts():
    return list(Audit.objects.order_by("id").values_list("action", flat=True))


def test_editor_locks_and_releases_in_the_form(nino, record):
    form = browser_of(nino).open(change_url(record))

    assert form.fill(title_en="Typed", _lock_note="Waiting for the lawyer").press("_lock").status_code == 302

    lock = Lock.objects.get()
    assert (lock.record, lock.by, lock.note) == (record.pk, nino, "Waiting for the lawyer")
    assert drafts.state_of(record)["title_en"] == "Typed"
    assert "nobody else" in form.follow().texts("record-bar__lock")[0]
    assert form.press("_unlock").status_code == 302
    assert not Lock.objects.exists()
    assert [act for act in acts() if "lock" in act] == ["locked", "lock released"]


def test_others_see_who_keeps_it_and_why_and_have_no_step_but_to_break_it(nino, giorgi, record):
    locks.lock(record, by=nino, note="Waiting for the lawyer")

    form = browser_of(giorgi).open(change_url(record))

    words = form.texts("record-bar__lock")[0]
    assert words.startswith("Locked by Nino since ")
    assert words.endswith(": Waiting for the lawyer")
    assert steps(form) == ["_break_lock"]
    assert form.input("title_en").get("disabled") is not None


def test_holder_works_on(nino, record):
    locks.lock(record, by=nino)

    form = browser_of(nino).open(change_url(record)).fill(title_en="Mine")

    assert form.press("_publish").status_code == 302
    assert Article.objects.get().title_en == "Mine"


@pytest.mark.parametrize("button", ["_save_draft", "_publish", "_withdraw", "_discard", "_unlock", "_lock"])
def test_no_button_of_a_form_opened_before_passes_the_lock(nino, giorgi, record, button):
    drafts.save(record, {"lead_en": "Pending"}, by=nino)
    form = browser_of(giorgi).open(change_url(record)).fill(title_en="Typed")
    locks.lock(record, by=nino)

    response = form.press(button)

    assert response.status_code == 422
    assert "Locked by Nino" in form.texts("messagelist")[0]
    assert form["title_en"] == "Typed"
    assert (Article.objects.get().title_en, Article.objects.get().state) == ("Talks", State.PUBLISHED)
    assert Draft.objects.get().data["title_en"] == "Talks"
    assert Lock.objects.get().by == nino


def test_autosave_waits_for_the_lock(nino, giorgi, record):
    form = browser_of(giorgi).open(change_url(record)).fill(title_en="Typed")
    locks.lock(record, by=nino)
    url = reverse("admin:news_article_autosave", args=[record.pk])

    answer = form.client.post(url, form.fields)

    assert (answer.status_code, answer.json()["state"]) == (423, "locked")
    locks.release(record, by=nino)
    assert form.client.post(url, form.fields).json()["state"] == "saved"


@pytest.mark.parametrize("act", [drafts.discard, drafts.withdraw, drafts.publish])
def test_programs_are_refused_too(nino, giorgi, record, act):
    drafts.save(record, {"lead_en": "Pending"}, by=nino)
    locks.lock(record, by=nino)

    with pytest.raises(LockedError, match="Locked by Nino"):
        act(record, by=giorgi)


@pytest.mark.parametrize("act", [bulk.withdraw, bulk.publish, lambda record, by: bulk.put(record, {"tags": ["+Talks"]}, by=by)])
def test_bulk_acts_name_the_lock(nino, giorgi, record, act):
    drafts.save(record, {"lead_en": "Pending"}, by=nino)
    locks.lock(record, by=nino)
    report = bulk.Report()

    bulk.run(act, Article, [record.pk], by=giorgi, report=report)

    assert report.total == 1
    assert "Locked by Nino" in report.refused[0][1]


def test_trash_and_deletion_honour_the_lock(nino):
    record = drafts.create(Article, {"title_en": "Old"}, by=publisher())
    locks.lock(record, by=nino)
    with pytest.raises(LockedError):
        transition(record, State.TRASHED, by=publisher())

    transition(record, State.TRASHED, by=nino)
    with pytest.raises(LockedError):
        erasing.erase(record, by=make_superuser())

    locks.break_open(record, by=publisher())
    erasing.erase(record, by=make_superuser())
    assert not Lock.objects.exists()


def test_deletion_for_ever_in_the_desk_names_the_lock(nino, record):
    transition(record, State.WITHDRAWN, by=publisher())
    with transaction.atomic():
        locks.lock(record, by=nino)
    transition(record, State.TRASHED, by=nino)
    client = browser_of(member_of("Administrator", "Tamar")).client

    page = client.post(reverse("admin:news_article_delete", args=[record.pk]), {"post": "yes"}, follow=True).content.decode()

    assert "Locked by Nino" in page
    assert Article.objects.filter(pk=record.pk).exists()


def test_breaking_a_lock_is_written_down(nino, giorgi, record):
    locks.lock(record, by=nino, note="Mine")
    form = browser_of(giorgi).open(change_url(record))

    assert form.press("_break_lock").status_code == 302

    assert not Lock.objects.exists()
    act = Audit.objects.latest("id")
    assert (act.action, act.by, act.detail) == ("lock broken", giorgi, {"locked by": "Nino", "note": "Mine"})
    assert "_save_draft" in form.follow().buttons()


def test_author_cannot_break_the_lock_of_an_editor(nino):
    author = member_of("Author")
    record = drafts.create(Article, {"title_en": "Mine"}, by=author)
    locks.lock(record, by=nino)

    form = browser_of(author).open(change_url(record))

    assert steps(form) == []
    assert form.press("_break_lock").status_code == 422
    assert Lock.objects.exists()


def test_who_may_not_change_a_record_cannot_lock_it(record):
    author = member_of("Author")

    form = browser_of(author)
    form.url = change_url(record)

    assert form.press("_lock").status_code == 403
    assert not Lock.objects.exists()


def test_list_says_that_a_record_is_locked(nino, giorgi, record):
    locks.lock(record, by=nino)

    page = browser_of(giorgi).client.get("/admin/news/article/").content.decode()

    assert "locked by Nino" in page


def test_note_is_cut_and_cleaned(nino, record):
    form = browser_of(nino).open(change_url(record))

    form.fill(_lock_note="n\0" + "x" * 500).press("_lock")

    assert Lock.objects.get().note == "n" + "x" * 199


def test_lock_that_is_gone_is_not_said_to_be_broken(giorgi, record):
    form = browser_of(giorgi).open(change_url(record))

    assert form.press("_break_lock").status_code == 422
    assert "lock broken" not in acts()
