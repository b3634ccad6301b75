"""The history of a record: what is kept, who reads it, two versions side by side, and the way back."""

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone

from library.models import Source
from news.models import Article
from publishing import drafts, history
from publishing.comparing import compare
from publishing.desk import desk_of
from publishing.differing import ADDED, CHANGED, REMOVED
from publishing.models import Draft, Version
from publishing.workflow import TransitionError
from tests.factories import make_author, make_kind, make_published_article, make_tag, publisher
from tests.publishing.test_differing import told
from tests.roles import member_of


def make(by=None, **fields):
    return drafts.create(Article, {"kind": make_kind().pk, "title_en": "Talks", "body_en": "<p>One.</p>", **fields}, by=by or publisher())


def save(record, by=None, **fields):
    drafts.save(record, fields, by=by or publisher())
    return Version.objects.filter(record=record.pk).latest("number")


def publish(record, **how):
    drafts.publish(record, by=publisher(), **how)
    return Version.objects.filter(record=record.pk).latest("number")


def state(number):
    return Version.objects.get(number=number).data


def chapters(record, one, other, by=None):
    """Return {part of the form: {label of a value: its lines}} that differ."""
    sides = [history.side(by or publisher(), record, name).state for name in (one, other)]
    return {
        chapter.label: {entry.label: [told(line) for line in entry.lines] for entry in chapter.entries}
        for chapter in compare(desk_of(record), *sides)
    }


def rows(record, one, other):
    """Return [(label, what became of it, about, its values)] of every row that differs."""
    sides = [history.side(publisher(), record, name).state for name in (one, other)]
    return [
        (row.label, row.ops, row.about, {entry.label: [told(line) for line in entry.lines] for entry in row.entries})
        for chapter in compare(desk_of(record), *sides)
        for row in chapter.rows
    ]


# What is kept


def test_every_save_and_publication_is_a_version_with_author_time_and_note():
    record = make(by=member_of("Editor"))
    drafts.publish(record, by=publisher(), note="Checked with Nino", public_note={"en": "First told"})

    first, second = Version.objects.order_by("number")
    assert (first.by.username, first.published, first.languages, first.note) == ("editor", False, [], "")
    assert (second.by.username, second.published, second.languages, second.note) == ("publisher", True, ["en"], "Checked with Nino")
    assert (second.public_note_en, second.at) == ("First told", Article.objects.get().edited_at)


# Two side by side


def test_values_are_compared_under_the_labels_of_the_form():
    record = make(tags=[make_tag("Talks").pk])
    save(record, title_en="Talks again", lead_ka="ახალი", kind=make_kind("review").pk, tags=[make_tag("Borders").pk])

    assert chapters(record, "1", "2") == {
        "English": {"Title": ["Talks+ again+"]},
        "Georgian": {"Lead": ["+ახალი+"]},
        "Details": {"Kind": ["-News-", "+Review+"], "Tags": ["-Talks-", "+Borders+"]},
    }


def test_values_in_a_language_carry_it():
    record = make()
    save(record, lead_ka="ახალი", licence="CC0-1.0")

    found = compare(desk_of(record), state(1), state(2))

    assert [(chapter.lang, [entry.lang for entry in chapter.entries]) for chapter in found] == [("ka", ["ka"]), ("", [""])]


def test_draft_and_live_text_are_sides_too():
    record = make()
    publish(record)
    save(record, title_en="Talks again")

    assert chapters(record, "live", "draft") == {"English": {"Title": ["Talks+ again+"]}}
    assert chapters(record, "1", "live")["English"] == {"Slug": ["+talks+"]}
    assert chapters(record, "draft", "draft") == {}


def test_rows_that_came_went_moved_and_changed_are_told_apart():
    one, two, three = (make_author(name) for name in ("Ana", "Beka", "Ciala"))
    record = make(bylines=[{"author": one.pk}, {"author": two.pk}, {"author": three.pk}])
    keys = drafts.state_of(record)["bylines"]
    four = make_author("Dato")
    kept = {"author": one.pk, "id": keys[0]}
    save(record, bylines=[{"author": three.pk, "id": keys[2]}, kept, {"author": four.pk}])

    assert rows(record, "1", "2") == [
        ("Author 1", ["moved"], "Ciala", {}),
        ("Author 3", [ADDED], "", {"Author": ["+Dato+"]}),
        ("Author 2", [REMOVED], "", {"Author": ["-Beka-"]}),
    ]


def test_row_that_changed_shows_what_changed_in_it():
    source = Source.objects.create(title="Report")
    record = make(citations=[{"source": source.pk, "locator": "page 3"}])
    (key,) = drafts.state_of(record)["citations"]
    save(record, citations=[{"id": key, "source": source.pk, "locator": "page 4"}])

    assert rows(record, "1", "2") == [("Citation 1", [CHANGED], "Report", {"Place in the source": ["page -3-+4+"]})]


def test_vanished_choice_is_named_as_such():
    author = make_author("Ana")
    record = make(bylines=[{"author": author.pk}])
    save(record, bylines=[])
    author.delete()

    assert rows(record, "1", "2") == [("Author 1", [REMOVED], "", {"Author": ["-(no longer exists)-"]})]


def test_tag_typed_newly_is_its_word():
    record = make()
    save(record, tags=["+Crossings"])

    assert chapters(record, "1", "2") == {"Details": {"Tags": ["+Crossings+"]}}


def forget(version, **keys):
    """Let a version be from another form: without these fields, with these others."""
    version.data = {key: value for key, value in version.data.items() if key.split("/")[-1] not in keys.get("without", ())} | keys.get("other", {})
    version.save()


def test_version_from_before_a_field_is_compared():
    record = make(lead_en="Lead")
    save(record, title_en="Talks again")
    forget(Version.objects.get(number=1), without=["lead_en", "bylines"], other={"summary_en": "Old lead", "stops": ["x"], "stops/x/place": "Gori"})

    assert chapters(record, "1", "2") == {
        "English": {"Title": ["Talks+ again+"], "Lead": ["+Lead+"]},
        "No longer in the form": {"summary_en": ["-Old lead-"], "stops": ["-x-"], "stops/x/place": ["-Gori-"]},
    }


def test_comparison_costs_the_same_whatever_the_number_of_rows(django_assert_max_num_queries):
    sources = [Source.objects.create(title=f"Source {number}") for number in range(12)]
    record = make(citations=[{"source": source.pk} for source in sources], bylines=[{"author": make_author().pk} for _each in range(12)])
    save(record, citations=[], bylines=[], kind=make_kind("review").pk)

    sides = state(1), state(2)

    # Kinds, authors, sources.
    with django_assert_max_num_queries(3):
        compare(desk_of(record), *sides)


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
