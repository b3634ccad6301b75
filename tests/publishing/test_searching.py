"""Finding records by words: what answers, what does not, and that nothing hidden is found or counted."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.utils import timezone

from publishing.searching import finding, index
from publishing.searching.asked import asked
from publishing.searching.finding import MARKS, Narrowed, find
from publishing.searching.replying import reply
from publishing.workflow import transition
from tests.factories import make_published_actor, make_published_article, make_published_event, make_superuser


def titles(text, language="en", **narrowed):
    found = find(asked(text), language, Narrowed(**narrowed))
    return [hit.title.replace(MARKS[0], "").replace(MARKS[1], "") for hit in found.hits]


def test_words_of_title_lead_and_text_are_found():
    make_published_article(title_en="Officers met", lead_en="In Ergneti", body_en="<p>They spoke of detainees.</p>")
    make_published_article(title_en="Something else")

    assert [titles(word) for word in ("officers", "Ergneti", "detainees", "bread")] == [["Officers met"]] * 3 + [[]]


def test_english_words_are_found_in_their_forms():
    make_published_article(title_en="Detained while farming")

    assert titles("detaining farms") == ["Detained while farming"]


@pytest.mark.parametrize("word", ["ცხინვალი", "ცხინვალში", "ცხინვალის"])
def test_georgian_words_are_found_in_their_case_forms(word):
    make_published_article(title_ka="ვიზიტი ცხინვალში", title_en="")

    assert titles(word, "ka") == ["ვიზიტი ცხინვალში"]


@pytest.mark.parametrize("text", ["სხდომა დუმაში", "დუმის სხდომა", "დუმას უთხრეს"])
@pytest.mark.parametrize("word", ["დუმაში", "დუმასთან", "დუმისთვის", "დუმიდან"])
def test_georgian_nouns_are_found_whatever_stands_behind_them(text, word):
    make_published_article(title_ka=text, title_en="")

    assert titles(word, "ka") == [text]


def test_name_is_found_in_any_script_and_spelling():
    make_published_actor(name_en="Sergey Lavrov", name_ka="სერგეი ლავროვი")

    for said in ("Sergei Lavrov", "Lav\u00adrov \u202eSergey\u202c", "ლავროვი", "Лавров", "lavrov sergey", "Lavr*"):
        assert titles(said) == ["Sergey Lavrov"], said


def test_phrase_is_found_in_its_order_and_what_is_excluded_is_not():
    make_published_article(title_en="Talks in Geneva")
    make_published_article(title_en="Geneva in winter")

    assert titles("“in Geneva”") == titles("geneva -winter") == ["Talks in Geneva"]
    assert titles("-winter") == []


def test_some_of_the_words_are_found_where_nothing_has_all_and_never_what_is_left_out():
    make_published_article(title_en="Independence was recognised")
    make_published_article(title_en="Independence day", body_en="<p>A parade.</p>")
    make_published_article(title_en="The weather")

    def told(text, **more):
        said = reply(text, "en", **more)
        return said.is_partial, sorted(hit.title.replace(MARKS[0], "").replace(MARKS[1], "") for hit in said.found.hits)

    assert told("recognition independence") == (True, ["Independence day", "Independence was recognised"])
    assert told("recognition independence -parade") == (True, ["Independence was recognised"])
    assert told("independence recognised") == (False, ["Independence was recognised"])
    # What is everywhere is not looked for by itself, nor is one word alone; and whoever insists is told that there is nothing.
    assert told("the recognition") == told("recognition") == told("recognition independence", exact=True) == (False, [])


def test_record_is_found_once_in_the_readers_language():
    make_published_article(title_en="Geneva", title_ka="Geneva ჟენევა")

    assert (titles("Geneva"), titles("Geneva", "ka")) == (["Geneva"], ["Geneva ჟენევა"])
    found = find(asked("Geneva"), "en")
    assert (found.counts["kind"], found.counts["language"]) == ({"article": 1}, {"en": 1, "ka": 1})


def test_what_is_planned_years_ahead_is_found_and_pages_go_on_behind_it():
    for days in (200, 364, 550, 3000, -5000):
        make_published_event(title_en=f"Summit of {days}", date=str(timezone.localdate() + dt.timedelta(days=days)))
    make_published_article(title_en="Something else")

    first = find(asked("summit"), "en", size=3)
    rest = find(asked("summit"), "en", after=first.hits[-1].place)

    assert [hit.title.partition(MARKS[1])[2] for hit in (*first.hits, *rest.hits)] == [" of 200", " of 364", " of 550", " of 3000", " of -5000"]


def test_only_public_texts_are_found_or_counted():
    later = timezone.now() + dt.timedelta(days=3)
    make_published_article(title_en="Secretword", at=later)
    record = make_published_article(title_en="Secretword taken back")
    transition(record, "withdrawn", by=make_superuser())
    make_published_actor(name_en="Secretword", has_profile=False)

    found = find(asked("secretword"), "en")

    assert (found.hits, found.counts) == ([], {})


def test_pages_go_on_where_the_last_one_ended():
    for number in range(7):
        make_published_article(title_en=f"Talks number {number}")

    seen, after = [], None
    while True:
        found = find(asked("talks"), "en", after=after, size=3)
        seen += [hit.place.key for hit in found.hits]
        if not found.goes_on:
            break
        after = found.hits[-1].place

    assert (len(seen), len(set(seen))) == (7, 7)


def test_of_very_many_texts_the_newest_are_looked_at(monkeypatch):
    for number in range(5):
        make_published_article(title_en=f"Talks {number}")
    monkeypatch.setattr(f"{finding.engine().__name__}.MOST", 3)
    monkeypatch.setattr(finding, "MOST", 3)

    found = find(asked("talks"), "en")

    assert sorted(titles("talks")) == ["Talks 2", "Talks 3", "Talks 4"]
    assert (found.is_cut, find(asked("3"), "en").is_cut) == (True, False)


def test_hit_is_marked_and_the_piece_of_text_is_around_it():
    make_published_article(title_en="Note", lead_en="", body_en="<p>" + "word " * 200 + "needle &lt;b&gt; " + "word " * 200 + "</p>")

    (hit,) = find(asked("needle"), "en").hits

    assert f"{MARKS[0]}needle{MARKS[1]}" in hit.text
    assert len(hit.text) < 400


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "*",
        '"',
        "“",
        "-",
        "AND",
        "OR NOT",
        "a AND",
        "NEAR(a b)",
        "{title}: x",
        "col:val",
        "'",
        "\\",
        "a\0b",
        "\u202eabc",
        "(",
        "((a",
        "a" * 10_000,
        "^x",
        "a & b | !c",
        "<b>",
        "x:*",
        "1 = 1; --",
    ],
)
def test_anything_can_be_asked(text):
    make_published_article(title_en="Talks")

    found = find(asked(text), "en")

    assert found.hits == []


def test_what_is_found_follows_the_record_and_a_check_says_so():
    record = make_published_article(title_en="Before")
    assert list(index.differences()) == []
    index.Findable.objects.filter(record=record.pk, language="en").update(title="Wrong")

    assert titles("wrong") == ["Wrong"]
    assert len(list(index.differences())) == 1
    index.fix()
    assert (list(index.differences()), titles("wrong"), titles("before")) == ([], [], ["Before"])


@pytest.mark.django_db(transaction=True)
def test_index_is_made_anew_from_the_records(capsys):
    make_published_article(title_en="Talks in Geneva")
    index.Findable.objects.all().delete()

    call_command("rebuild_search")

    assert (titles("geneva"), "1 record" in capsys.readouterr().out) == (["Talks in Geneva"], True)
