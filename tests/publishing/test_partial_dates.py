"""Dates that know their precision: what they mean, their order, and the three answers to a question about them."""

import datetime as dt
import warnings
from importlib import import_module
from itertools import pairwise
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from publishing.partial_dates import Certainty, PartialDate, holds_on

NO, MAYBE, SURELY = Certainty.NO, Certainty.MAYBE, Certainty.SURELY
days = st.dates(dt.date(1, 1, 1), dt.date(9999, 12, 31))


def cut(day: dt.date, length: int) -> str:
    return day.isoformat()[:length]


plain_texts = st.builds(cut, days, st.sampled_from([4, 7, 10]))
recent_plain_texts = st.builds(cut, st.dates(dt.date(1000, 1, 1)), st.sampled_from([4, 7, 10]))
recent_points = st.builds(str.__add__, recent_plain_texts, st.sampled_from(["", "", "?", "~", "%"]))
seasons = st.builds(lambda day, season: f"{day.year:04}-{season}", days, st.integers(21, 24))
vague = st.builds(
    lambda day, shape: shape(day.isoformat()), days, st.sampled_from([lambda t: t[:3] + "X", lambda t: t[:4] + "-XX", lambda t: t[:8] + "XX"])
)
centuries = st.integers(0, 99).map(lambda century: f"{century:02}XX")
points = st.builds(str.__add__, plain_texts | seasons | vague | centuries, st.sampled_from(["", "", "?", "~", "%"]))
ends = points | st.sampled_from(["", ".."])


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Return an EDTF text of the subset."""
    first, last = draw(ends), draw(ends)
    if draw(st.booleans()):
        return draw(points)
    assume(first.strip(".") or last.strip("."))
    if first.strip(".") and last.strip("."):
        first, last = sorted((first, last), key=PartialDate.parse)
    return f"{first}/{last}"


def refusal(text: str) -> str:
    with pytest.raises(ValidationError) as refused:
        PartialDate.parse(text)
    return refused.value.messages[0]


@pytest.mark.parametrize(
    ("text", "lower", "upper"),
    [
        ("2008", "2008-01-01", "2008-12-31"),
        ("2008-09", "2008-09-01", "2008-09-30"),
        ("2008-09-15", "2008-09-15", "2008-09-15"),
        ("2008-02", "2008-02-01", "2008-02-29"),
        ("2008-22", "2008-06-01", "2008-08-31"),
        ("2007-24", "2007-12-01", "2008-02-29"),
        ("9999-24", "9999-12-01", "9999-12-31"),
        ("200X", "2000-01-01", "2009-12-31"),
        ("000X", "0001-01-01", "0009-12-31"),
        ("20XX", "2000-01-01", "2099-12-31"),
        ("2008-XX", "2008-01-01", "2008-12-31"),
        ("2008-09-XX", "2008-09-01", "2008-09-30"),
        ("2004~", "2004-01-01", "2004-12-31"),
        ("2008-09-15/2008-09-16", "2008-09-15", "2008-09-16"),
        ("2020/..", "2020-01-01", "9999-12-31"),
        ("2020/", "2020-01-01", "9999-12-31"),
        ("../2019", "0001-01-01", "2019-12-31"),
        ("/2019", "0001-01-01", "2019-12-31"),
    ],
)
def test_bounds_are_the_first_and_the_last_day_it_may_touch(text, lower, upper):
    date = PartialDate.parse(text)

    assert (date.lower.isoformat(), date.upper.isoformat(), date.text) == (lower, upper, text)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("2009-02-29", "“29” is not a day: February 2009 has 28 days."),
        ("2008-09-31", "“31” is not a day: September 2008 has 30 days."),
        ("2008-09-00", "“00” is not a day: September 2008 has 30 days."),
        ("2008-13", "“13” is not a month: months are 01 to 12, seasons 21 to 24."),
        ("2008-21-01", "“21” is not a month: months are 01 to 12, seasons 21 to 24."),
        ("0000", "“0000” is not a year: there was no year 0."),
        ("2008/2004", "It ends (2004) before it begins (2008)."),
        ("2008-09-16/2008-09-15", "It ends (2008-09-15) before it begins (2008-09-16)."),
        ("../..", "At least one end of an interval must be known."),
        ("/", "At least one end of an interval must be known."),
        ("200X-09", "“200X-09”: where the year is not known, no month is."),
        ("2008-XX-15", "“2008-XX-15”: where the month is not known, no day is."),
        ("2008/2009-13", "“13” is not a month: months are 01 to 12, seasons 21 to 24."),
    ],
)
def test_refusal_names_the_wrong_part(text, part):
    assert refusal(text) == part


@pytest.mark.parametrize(
    "text", ["", "bad", "2008-9-15", "20080915", "-2008", "12008", "Y17E7", "2008-09-15T10:00", "2008/2009/2010", "२००८", "2008??", "[2008]"]
)
def test_what_is_outside_the_subset_is_refused(text):
    assert "is not a date that can be read" in refusal(text)


def test_ten_thousand_characters_are_refused_without_repeating_them():
    assert len(refusal("2008-09-15/" * 1000)) < 200


@given(texts())
def test_what_is_written_reads_the_same(text):
    date = PartialDate.parse(text)

    assert PartialDate.parse(str(date)) == date
    assert date.lower <= date.upper
    assert hash(PartialDate.parse(text)) == hash(date)


@given(st.lists(texts().map(PartialDate.parse), min_size=2))
def test_order_is_total(dates):
    ordered = sorted(dates)

    assert all((one.lower, one.upper, one.text) <= (other.lower, other.upper, other.text) for one, other in pairwise(ordered))
    assert all((one == other) == (one.text == other.text) for one, other in pairwise(ordered))


def test_days_stand_before_their_month_and_months_before_their_year():
    wanted = ["2007-12-31", "2008-01-01", "2008-01", "2008", "2008-02", "2008-09-15", "2008-09-15/2008-09-16"]

    assert [date.text for date in sorted(map(PartialDate.parse, reversed(wanted)))] == wanted


# Others' reading of the same standard, where it is right: they know no season of three months in two years, no year before 1000
# written with its zeros, and `edtf` lets an interval end before it begins.


@settings(max_examples=40)
@given(recent_points | st.builds("{}/{}".format, recent_points, recent_points))
def test_edtf_finds_the_same_bounds(text):
    theirs = other_mind("edtf").parse_edtf(text)
    assume(theirs.lower_strict() <= theirs.upper_strict())

    ours = PartialDate.parse(text)

    assert [dt.date(*bound[:3]) for bound in (theirs.lower_strict(), theirs.upper_strict())] == [ours.lower, ours.upper]


@settings(max_examples=40)
@given(recent_plain_texts)
def test_undate_finds_the_same_bounds(text):
    theirs = other_mind("undate").Undate.parse(text, "EDTF")
    ours = PartialDate.parse(text)

    assert [str(theirs.earliest), str(theirs.latest)] == [str(ours.lower), str(ours.upper)]


@pytest.mark.parametrize("text", ["2009-02-29", "2008-13", "2008-09-31", "2008/2004", "2008-09-16/2008-09-15"])
def test_undate_refuses_the_same(text):
    with pytest.raises((ValueError, other_mind("lark.exceptions").LarkError)):
        other_mind("undate").Undate.parse(text, "EDTF")
    assert refusal(text)


def other_mind(name: str) -> Any:  # Any: a module without types
    """Import a package that warns of its own dependencies."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return import_module(name)


# Three answers


def asked(start: str, end: str, day: str, *, ongoing: bool = False) -> Certainty:
    dates = [PartialDate.parse(text) if text else None for text in (start, end)]
    return holds_on(*dates, dt.date.fromisoformat(day), ongoing=ongoing)


@pytest.mark.parametrize(
    ("start", "end", "day", "answer"),
    [
        ("2008-09", "2012", "2008-08-31", NO),
        ("2008-09", "2012", "2008-09-15", MAYBE),
        ("2008-09", "2012", "2008-09-30", SURELY),
        ("2008-09", "2012", "2012-01-01", SURELY),
        # A year as the end does not end it on the first of January.
        ("2008-09", "2012", "2012-06-01", MAYBE),
        ("2008-09", "2012", "2013-01-01", NO),
        ("", "2012", "2005-01-01", MAYBE),
        ("2020", "", "2021-01-01", MAYBE),
    ],
)
def test_holds_on(start, end, day, answer):
    assert asked(start, end, day) == answer


def test_what_goes_on_holds_surely_once_it_surely_began():
    assert asked("2020", "", "2020-06-01", ongoing=True) == MAYBE
    assert asked("2020", "", "2024-10-15", ongoing=True) == SURELY


@given(texts(), texts(), days)
def test_surely_implies_maybe_and_order(one, other, day):
    first, second = PartialDate.parse(one), PartialDate.parse(other)

    if first.before(second) == SURELY:
        assert second.before(first) == NO
        assert first < second
    assert first.after(second) == second.before(first)
    assert first.within(dt.date.min, dt.date.max) == SURELY
    assert (first.within(day, day) == NO) == (not first.lower <= day <= first.upper)


def test_before_a_day():
    september = PartialDate.parse("2008-09")

    assert [september.before(dt.date(2008, *day)) for day in ((9, 1), (9, 2), (10, 1))] == [NO, MAYBE, SURELY]


def test_interval_knows_its_ends():
    open_one, unknown, single = (PartialDate.parse(text) for text in ("2020/..", "/2012~", "2008-09"))

    assert (str(open_one.start), open_one.end, open_one.is_interval) == ("2020", None, True)
    assert (unknown.start, str(unknown.end)) == (None, "2012~")
    assert (single.start, single.end, single.is_interval) == (single, single, False)


@pytest.mark.parametrize(
    ("text", "plain"), [("2008-09-15", "2008-09-15"), ("2004~", "2004"), ("2008-21", "2008"), ("2008-XX", "2008"), ("200X", ""), ("2008/2009", "")]
)
def test_plain_is_the_longest_prefix_that_others_understand(text, plain):
    assert PartialDate.parse(text).plain == plain


def test_api_says_the_text_and_the_days_between_which_it_lies():
    assert PartialDate.parse("2008-09").as_data() == {"edtf": "2008-09", "earliest": "2008-09-01", "latest": "2008-09-30"}
    assert PartialDate.parse("2020/..").as_data() == {"edtf": "2020/..", "earliest": "2020-01-01", "latest": None}
    assert PartialDate.parse("../2019").as_data() == {"edtf": "../2019", "earliest": None, "latest": "2019-12-31"}
