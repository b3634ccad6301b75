"""The history of a record: what is kept, who reads it, two versions side by side, and the way back."""

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone

from news.models import Article
from publishing import drafts, history
from publishing.models import Draft, Edition, Version
from publishing.workflow import TransitionError
from tests.factories import make_author, make_published_article, publisher
from tests.publishing.past import forget, make, publish, save
from tests.roles import member_of

# What is kept


def test_every_save_and_publication_is_a_version_with_author_time_and_note():
    record = make(by=member_of("Editor"))
    drafts.publish(record, by=publisher(), note="Checked with Nino", public_note={"en": "First told"})

    first, second = Version.objects.order_by("number")
    assert (first.by.username, first.published, first.languages, first.note) == ("editor", False, [], "")
    assert (second.by.username, second.published, second.languages, second.note) == ("publisher", True, ["en"], "Checked with Nino")
    assert (second.public_note_en, second.at) == ("First told", Article.objects.get().edited_at)


# The way back


def test_restoration_is_a_draft_and_nothing_public():
    record = make()
    publish(record)
    save(record, title_en="Talks again", lead_en="Lead")
    publish(record)

    history.restore(record, 1, by=publisher())

    record.refresh_from_db()
    assert (record.title_en, record.has_draft) == ("Talks again", True)
    found = drafts.state_of(record)
    assert (found["title_en"], found["lead_en"]) == ("Talks", "")
    assert Version.objects.latest("number").note == "Restored from version 1"


def test_restored_text_can_be_published_rows_and_all():
    author = make_author("Ana")
    record = make(bylines=[{"author": author.pk}])
    publish(record)
    save(record, bylines=[], title_en="Talks again")
    publish(record)
    record.refresh_from_db()
    address = record.slug_en

    history.restore(record, 2, by=publisher())
    publish(record)

    record.refresh_from_db()
    assert (record.title_en, [str(row) for row in record.bylines.all()], record.slug_en) == ("Talks", ["Ana"], address)


def test_draft_that_was_there_is_kept_first():
    record = make()
    publish(record)
    save(record, title_en="Talks again")
    publish(record)
    editor = member_of("Editor")
    live = drafts.state_of(record)
    Draft.objects.create(record=record.pk, kind="article", data={**live, "title_en": "Typed since"}, base=live, by=editor)

    restored = history.restore(record, 1, by=publisher())

    kept = Version.objects.get(number=restored.kept_as)
    assert (kept.data["title_en"], kept.by, kept.note) == ("Typed since", editor, "The draft before version 1 was restored")
    assert (kept.number, Version.objects.latest("number").number) == (5, 6)


def test_draft_that_a_version_holds_already_is_not_kept_twice():
    record = make()
    publish(record)
    save(record, title_en="Saved")

    assert history.restore(record, 1, by=publisher()).kept_as == 0


def test_version_from_before_a_field_is_restored():
    record = make(lead_en="Lead")
    publish(record)
    save(record, title_en="Talks again")
    forget(Version.objects.get(number=1), without=["lead_en", "bylines"], other={"summary_en": "Old lead", "stops": [], "stops/x/place": "Gori"})

    restored = history.restore(record, 1, by=publisher())

    found = drafts.state_of(record)
    assert (found["title_en"], found["lead_en"], "summary_en" in found) == ("Talks", "Lead", False)
    assert restored.dropped == ["stops", "stops/place", "summary_en"]


def test_address_of_today_stays():
    record = make()
    publish(record)

    history.restore(record, 1, by=publisher())

    assert drafts.state_of(record)["slug_en"] == "talks"


@pytest.mark.parametrize("number", [7, 0])
def test_version_that_is_not_there_is_refused(number):
    record = make()

    with pytest.raises(TransitionError):
        history.restore(record, number, by=publisher())


def test_nothing_is_restored_in_the_trash():
    record = make()
    drafts.transition(record, "trashed", by=publisher())

    with pytest.raises(TransitionError, match="trash"):
        history.restore(record, 1, by=publisher())


# Who reads what


def numbers(by, record):
    return list(history.versions(by, record).values_list("number", flat=True))


def test_author_reads_the_history_of_an_own_draft_and_not_of_others():
    author, other = member_of("Author"), member_of("Author", "other")
    record = make(by=author)

    assert (numbers(author, record), numbers(other, record)) == ([1], [])
    assert history.side(other, record, "1") is None
    assert history.side(other, record, "draft") is None


def test_reader_of_a_public_record_reads_what_was_public_and_no_draft():
    record = make()
    publish(record)
    save(record, title_en="Unfinished")
    reader = member_of("Author")

    assert numbers(reader, record) == [2]
    assert history.side(reader, record, "draft") is None
    assert history.side(reader, record, "3") is None
    with pytest.raises(TransitionError):
        history.restore(record, 2, by=reader)


def test_author_of_a_public_record_reads_own_drafts_and_no_others():
    author = member_of("Author")
    record = make(by=author)
    publish(record)
    save(record, title_en="Unfinished")

    assert numbers(author, record) == [2, 1]


def test_language_that_waits_is_read_by_nobody_who_may_not_write():
    record = make(title_ka="ფარული", body_ka="<p>ფარული</p>")
    drafts.publish(record, by=publisher(), languages=["ka"], at=timezone.now() + timezone.timedelta(days=1))
    drafts.publish(record, by=publisher(), languages=["en"])
    reader = member_of("Author")

    seen = [history.side(reader, record, name).state for name in ("live", str(numbers(reader, record)[0]))]

    assert [(each["title_en"], each["title_ka"]) for each in seen] == [("Talks", ""), ("Talks", "")]


def test_what_was_withdrawn_is_read_by_nobody_who_may_not_write():
    record = make()
    publish(record)
    drafts.withdraw(record, by=publisher())
    save(record, title_en="Talks again")
    publish(record)
    reader = member_of("Author")

    assert numbers(reader, record) == [4]
    assert numbers(publisher(), record) == [4, 3, 2, 1]


def test_version_in_a_language_that_is_not_public_now_is_read_by_nobody_who_may_not_write():
    record = make(title_ka="ქართული", body_ka="<p>ქართული</p>")
    drafts.publish(record, by=publisher(), languages=["ka"])
    drafts.publish(record, by=publisher(), languages=["en"])
    drafts.withdraw(record, by=publisher(), languages=["ka"])
    # As if the version itself did not know.
    Edition.objects.update(is_withdrawn=False)

    assert numbers(member_of("Author"), record) == [3]


def test_translator_restores_the_own_language_only():
    translator = member_of("Author")
    names = ["view_article", "change_article", "translate_ka_draft"]
    translator.user_permissions.set(Permission.objects.filter(codename__in=names))
    record = make(title_ka="ძველი", body_ka="<p>ძველი</p>")
    publish(record)
    save(record, title_en="New", title_ka="ახალი")

    history.restore(record, 1, by=type(translator).objects.get(pk=translator.pk))

    found = drafts.state_of(record)
    assert (found["title_en"], found["title_ka"]) == ("New", "ძველი")


def test_user_without_rights_reads_nothing():
    record = make_published_article(title_en="Talks")

    assert numbers(member_of("Author"), record) == []
