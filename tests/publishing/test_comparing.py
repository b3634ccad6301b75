"""Two states of a record side by side, in the words of its form."""

import datetime as dt

from library.models import Source
from publishing import drafts, history
from publishing.comparing import compare
from publishing.desk import desk_of
from publishing.differing import ADDED, CHANGED, REMOVED
from publishing.models import Version
from tests.desk_type.factories import make_dossier
from tests.factories import make_author, make_kind, make_tag, publisher
from tests.publishing.past import forget, make, publish, save, state
from tests.publishing.test_differing import told


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


def test_any_type_of_record_is_compared_with_every_kind_of_row():
    sources = [Source.objects.create(title=title) for title in ("Report", "Letter")]
    holder, other = (make_author(name) for name in ("Ana", "Beka"))
    record = make_dossier(sealed=False, exhibits=[{"holder": holder.pk, "sources": [sources[0].pk], "locator": "page 3"}])
    (key,) = drafts.state_of(record)["exhibits"]
    row = {"id": key, "holder": other.pk, "sources": [each.pk for each in sources], "locator": "page 3"}
    save(record, sealed=True, exhibits=[row], deadlines=[{"on": dt.date(2024, 12, 3), "number": 2, "weight": "high"}])

    (exhibit, deadline) = rows(record, "1", "2")
    assert (exhibit[1:3], exhibit[3]["Author"]) == (([CHANGED], "Beka"), ["-Ana-", "+Beka+"])
    assert sorted(exhibit[3]["Sources"]) == ["+Letter+", "Report"]
    assert (deadline[1], list(deadline[3].values())) == ([ADDED], [["+3 December 2024+"], ["+2+"], ["+high+"]])
    assert chapters(record, "1", "2")["Details"]["Sealed"] == ["-no-", "+yes+"]
