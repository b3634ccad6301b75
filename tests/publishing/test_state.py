import datetime as dt

import pytest
from django import forms
from django.http import QueryDict
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from news.models import Article, Correction
from publishing.collecting import collect
from publishing.merging import merge
from publishing.rights import limited
from publishing.state import Part, diff, emit, in_languages, place_of, rekey
from publishing.values import initial, plain, read, write

SCHEMA = {
    "": Part(
        {
            "title_en": forms.CharField(required=False),
            "title_ka": forms.CharField(required=False),
            "show_title_en": forms.BooleanField(required=False),
            "tags": forms.ModelMultipleChoiceField(Article.objects.all(), required=False),
        },
        Article,
    ),
    "corrections": Part(
        {"text_en": forms.CharField(required=False), "text_ka": forms.CharField(required=False)},
        Correction,
        order="position",
    ),
}
ROWS = [f"00000000-0000-4000-8000-00000000000{number}" for number in range(6)]
LIVE = {
    "title_en": "Talks",
    "title_ka": "",
    "show_title_en": False,
    "tags": ["a"],
    "corrections": ROWS[:2],
    f"corrections/{ROWS[0]}/text_en": "first",
    f"corrections/{ROWS[0]}/text_ka": "",
    f"corrections/{ROWS[1]}/text_en": "second",
    f"corrections/{ROWS[1]}/text_ka": "",
}

words = st.text("ab გ\n", max_size=6).map(str.strip)


@st.composite
def states(draw):
    """Return any state of the form above."""
    rows = draw(st.lists(st.sampled_from(ROWS), unique=True, max_size=4))
    state = {
        "title_en": draw(words),
        "title_ka": draw(words),
        "show_title_en": draw(st.booleans()),
        "tags": sorted(draw(st.sets(st.sampled_from("abcd")))),
        "corrections": rows,
    }
    return state | {f"corrections/{row}/{name}": draw(words) for row in rows for name in ("text_en", "text_ka")}


def changed(state, **values):
    """Return the state with other values; "__" stands for a row's path."""
    return {**state, **values}


@pytest.mark.drill
@given(states(), states())
def test_form_sent_by_a_browser_reads_back_as_it_was_shown(state, live):
    for row in state["corrections"]:
        # A new row in which nothing is written is no row.
        if row not in live["corrections"]:
            state[f"corrections/{row}/text_en"] = state[f"corrections/{row}/text_en"] or "x"

    posted = emit(SCHEMA, state, live)

    assert collect(SCHEMA, posted, live, live) == state


@pytest.mark.drill
@given(states(), states())
def test_merge_with_one_changed_side_is_that_side(base, changed_side):
    ours, theirs = merge(SCHEMA, base, changed_side, base), merge(SCHEMA, base, base, changed_side)

    assert (ours.state, ours.conflicts) == (changed_side, {})
    assert (theirs.state, theirs.conflicts) == (changed_side, {})


@pytest.mark.drill
@given(states(), states())
def test_merge_of_equal_sides_is_that_side(base, side):
    merged = merge(SCHEMA, base, side, side)

    assert (merged.state, merged.conflicts) == (side, {})


@pytest.mark.drill
@given(states(), states(), states())
def test_merge_loses_no_text_without_saying_so(base, ours, theirs):
    merged = merge(SCHEMA, base, ours, theirs)

    for side in (ours, theirs):
        for key, value in side.items():
            if key == "corrections" or isinstance(value, bool | list) or value in ("", base.get(key)):
                continue
            row = "/".join(key.split("/")[:2]) if "/" in key else key
            assert merged.state.get(key) == value or {key, row} & merged.conflicts.keys()


@pytest.mark.drill
@given(states(), states(), states())
def test_merge_has_every_row_once_and_complete(base, ours, theirs):
    state = merge(SCHEMA, base, ours, theirs).state

    assert len(set(state["corrections"])) == len(state["corrections"])
    assert {place_of(key)[1] for key in state if "/" in key} == set(state["corrections"])


@pytest.mark.drill
@given(states())
def test_duplicate_keeps_the_content_under_other_row_keys(state):
    copy = rekey(SCHEMA, state)

    assert not set(copy["corrections"]) & set(state["corrections"])
    assert sorted(str(value) for key, value in copy.items() if key != "corrections") == sorted(
        str(value) for key, value in state.items() if key != "corrections"
    )


@pytest.mark.drill
@given(states(), states())
def test_all_languages_are_the_whole_state(state, live):
    assert in_languages(SCHEMA, state, live, ["en", "ka"]) == state


def test_merge_takes_what_only_one_side_changed():
    merged = merge(SCHEMA, LIVE, changed(LIVE, title_en="Mine"), changed(LIVE, title_ka="მათი"))

    assert (merged.state["title_en"], merged.state["title_ka"], merged.conflicts) == ("Mine", "მათი", {})


def test_merge_keeps_ours_and_names_theirs_where_both_changed():
    merged = merge(SCHEMA, LIVE, changed(LIVE, title_en="Mine"), changed(LIVE, title_en="Theirs"))

    assert (merged.state["title_en"], merged.conflicts) == ("Mine", {"title_en": "Theirs"})


def test_merge_of_choices_adds_and_takes_away_without_conflict():
    merged = merge(SCHEMA, changed(LIVE, tags=["a", "b"]), changed(LIVE, tags=["b", "c"]), changed(LIVE, tags=["a", "b", "d"]))

    assert (merged.state["tags"], merged.conflicts) == (["b", "c", "d"], {})


def test_merge_keeps_a_row_that_the_other_side_deleted_but_we_edited():
    ours = changed(LIVE, **{f"corrections/{ROWS[0]}/text_en": "edited"})

    merged = merge(SCHEMA, LIVE, ours, changed(LIVE, corrections=ROWS[1:2]))

    assert merged.state["corrections"] == ROWS[:2]
    assert merged.conflicts == {f"corrections/{ROWS[0]}": None}


def test_merge_places_new_rows_after_the_row_they_followed():
    ours = changed(LIVE, corrections=[ROWS[1], ROWS[0]])
    theirs = changed(LIVE, corrections=[ROWS[0], ROWS[2], ROWS[1]])

    assert merge(SCHEMA, LIVE, ours, theirs).state["corrections"] == [ROWS[1], ROWS[0], ROWS[2]]


def test_merge_names_keys_that_the_form_no_longer_has():
    merged = merge(SCHEMA, LIVE, changed(LIVE, subtitle="old", **{"venues/x/name": "hall"}), LIVE)

    assert merged.dropped == ["subtitle", "venues/x/name"]
    assert "subtitle" not in merged.state


def test_merge_takes_the_live_value_of_a_key_the_draft_lacks():
    draft = {key: value for key, value in LIVE.items() if key != "title_en"}

    assert merge(SCHEMA, draft, draft, LIVE).state["title_en"] == "Talks"


def test_other_languages_keep_what_is_live():
    state = changed(LIVE, title_en="New", title_ka="ახალი", **{f"corrections/{ROWS[0]}/text_ka": "პირველი"})

    chosen = in_languages(SCHEMA, state, LIVE, ["en"])

    assert diff(LIVE, chosen) == {"title_en": ("Talks", "New")}


def test_new_row_only_in_another_language_waits():
    row = {"corrections": [*ROWS[:2], ROWS[2]], f"corrections/{ROWS[2]}/text_en": "", f"corrections/{ROWS[2]}/text_ka": "ახალი"}

    assert in_languages(SCHEMA, changed(LIVE, **row), LIVE, ["en"]) == LIVE


def test_live_row_leaves_by_its_box_only():
    post = emit(SCHEMA, LIVE, LIVE)
    for name in [name for name in post if name.startswith("corrections-1-")]:
        del post[name]

    assert collect(SCHEMA, post, LIVE, LIVE)["corrections"] == ROWS[:2]

    post = emit(SCHEMA, changed(LIVE, corrections=ROWS[:1]), LIVE)

    assert collect(SCHEMA, post, LIVE, LIVE)["corrections"] == ROWS[:1]


def test_row_of_a_draft_leaves_by_being_taken_out_but_not_by_a_cut_form():
    draft = changed(LIVE, corrections=ROWS[:3], **{f"corrections/{ROWS[2]}/text_en": "new", f"corrections/{ROWS[2]}/text_ka": ""})
    taken_out = emit(SCHEMA, LIVE, LIVE)
    cut = emit(SCHEMA, LIVE, LIVE)
    cut["corrections-TOTAL_FORMS"] = "3"

    assert collect(SCHEMA, taken_out, draft, LIVE)["corrections"] == ROWS[:2]
    assert collect(SCHEMA, cut, draft, LIVE)["corrections"] == ROWS[:3]


def test_what_an_editor_may_not_change_stays_as_it_was():
    forged = changed(LIVE, title_en="Forged", corrections=[])

    state = limited(SCHEMA, LIVE, forged, lambda _what, key: key == "title_ka")

    assert state == LIVE


def test_rows_keep_their_number_and_order_where_they_may_not_be_moved():
    forged = changed(LIVE, corrections=[ROWS[2], ROWS[1], ROWS[0]], **{f"corrections/{ROWS[2]}/text_en": "new", f"corrections/{ROWS[2]}/text_ka": ""})

    state = limited(SCHEMA, LIVE, forged, lambda _what, key: key.startswith("corrections/"))

    assert state == LIVE


def test_forged_row_counts_are_ignored():
    for count in ("-1", "9" * 50, "nonsense", "٣", ""):
        post = emit(SCHEMA, LIVE, LIVE)
        post["corrections-TOTAL_FORMS"] = count

        assert collect(SCHEMA, post, LIVE, LIVE)["corrections"] == ROWS[:2]


def test_row_without_a_key_keeps_the_one_it_got_in_this_form():
    post = emit(SCHEMA, LIVE, LIVE)
    post["corrections-TOTAL_FORMS"] = "3"
    post["corrections-2-text_en"] = "new"

    first, again = (collect(SCHEMA, post, LIVE, LIVE, token="form")["corrections"] for _time in range(2))

    assert first == again
    assert len(first) == 3


def test_values_survive_the_locale_of_the_editor():
    field = forms.SplitDateTimeField(required=False, widget=forms.SplitDateTimeWidget)
    moment = timezone.make_aware(dt.datetime(2026, 3, 5, 10, 30, 15, 999))  # noqa: DTZ001 - made aware here
    for language in ("en", "ka", "de"):
        with translation.override(language):
            post = QueryDict(mutable=True)
            write(field, post, "at", plain(field, moment))

            assert read(field, post, "at") == "2026-03-05 10:30:15"


def test_what_cannot_be_parsed_stays_as_typed():
    date, moment = forms.DateField(required=False), forms.SplitDateTimeField(required=False, widget=forms.SplitDateTimeWidget)
    post = QueryDict("day=31.31.2024&at_0=nonsense&at_1=99:99")

    assert read(date, post, "day") == "31.31.2024"
    assert read(moment, post, "at") == ["nonsense", "99:99"]
    again = QueryDict(mutable=True)
    write(moment, again, "at", ["nonsense", "99:99"])
    assert again["at_1"] == "99:99"


def test_text_is_compared_without_the_browsers_line_ends_and_without_control_characters():
    assert plain(forms.CharField(), "a\r\nb\0\x01") == "a\nb"
    assert initial(forms.BooleanField()) is False
