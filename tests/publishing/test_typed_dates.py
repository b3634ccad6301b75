"""Dates as people type them, in both languages of the site; and their words."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given

from publishing.date_words import meaning, pieces, words
from publishing.partial_dates import PartialDate
from publishing.templatetags.partial_dates import date_in_words
from publishing.typed_dates import MOST_LETTERS, read
from tests.publishing.test_partial_dates import texts


@pytest.mark.parametrize(
    ("typed", "edtf"),
    [
        ("15 September 2008", "2008-09-15"),
        ("15th of September, 2008", "2008-09-15"),
        ("September 15, 2008", "2008-09-15"),
        ("Sept. 2008", "2008-09"),
        ("sep 2008", "2008-09"),
        ("15.09.2008", "2008-09-15"),
        ("15/09/2008", "2008-09-15"),
        ("05/05/2008", "2008-05-05"),
        ("24–26 September 2024", "2024-09-24/2024-09-26"),
        ("24-26 September 2024", "2024-09-24/2024-09-26"),
        ("September 24-26, 2024", "2024-09-24/2024-09-26"),
        ("30 September – 2 October 2024", "2024-09-30/2024-10-02"),
        ("September–October 2024", "2024-09/2024-10"),
        ("2008-2012", "2008/2012"),
        ("from 2008 to 2012", "2008/2012"),
        ("2020", "2020"),
        ("since 2020", "2020/.."),
        ("2020–", "2020/.."),
        ("before 2020", "../2019"),
        ("before 1 March 2008", "../2008-02-29"),
        ("until 2020", "../2020"),
        ("after 2020", "2021/.."),
        ("about 2004", "2004~"),
        ("c. 2004", "2004~"),
        ("2004 ?", "2004?"),
        ("possibly about 2004", "2004%"),
        ("the 1990s", "199X"),
        ("spring 2008", "2008-21"),
        ("winter 2008–2009", "2008-24"),
        ("  2008-09 ", "2008-09"),
        ("200x", "200X"),
        ("15 სექტემბერი, 2008", "2008-09-15"),
        ("2008 წლის 15 სექტემბერი", "2008-09-15"),
        ("სექტემბერი 2008", "2008-09"),
        ("2008 წლის სექტემბერი", "2008-09"),
        ("2008 წელი", "2008"),
        ("2008 წ.", "2008"),
        ("24–26 სექტემბერი, 2024", "2024-09-24/2024-09-26"),
        ("2024 წლის 24-26 სექტემბერი", "2024-09-24/2024-09-26"),
        ("2020 წლიდან", "2020/.."),
        ("2008 წლის აგვისტოდან", "2008-08/.."),
        ("2008 წლის 15 სექტემბრიდან", "2008-09-15/.."),
        ("2020 წლამდე", "../2019"),
        ("2020 წლის ჩათვლით", "../2020"),
        ("2020 წლის შემდეგ", "2021/.."),
        ("2008 წლიდან 2012 წლამდე", "2008/2012"),
        ("დაახლოებით 2004 წელი", "2004~"),
        ("1990-იანი წლები", "199X"),
        ("2008 წლის გაზაფხული", "2008-21"),
    ],
)
@pytest.mark.parametrize("language", ["en", "ka"])
def test_reads(typed, edtf, language):
    with translation.override(language):
        assert read(typed).text == edtf


def refusal(typed: str) -> str:
    with pytest.raises(ValidationError) as refused:
        read(typed)
    return refused.value.messages[0]


@pytest.mark.parametrize(
    ("typed", "part"),
    [
        ("03/04/2008", "“03/04/2008” can be read in two ways: 2008-04-03 or 2008-03-04."),
        ("31 September 2008", "“31” is not a day: September 2008 has 30 days."),
        ("29 თებერვალი, 2009", "“29” is not a day: February 2009 has 28 days."),
        ("15 Septembre 2008", "“septembre” is not understood as part of a date."),
        ("soon after the war in 2008", "“soon” is not understood as part of a date."),
        ("15 September 08", "“08” is not a year: write all four digits."),
        ("September", "The year is missing."),
        ("2012–2008", "It ends (2008) before it begins (2012)."),
        ("2008-13", "“13” is not a month"),
        ("0000", "“0000” is not a year: there was no year 0."),
        ("1 000 000 BC", "“bc” is not understood as part of a date."),
    ],
)
def test_refusal_names_the_wrong_part(typed, part):
    assert refusal(typed).startswith(part)


def test_refusal_speaks_the_language_of_the_interface():
    with translation.override("ka"):
        assert refusal("31 September 2008") == "„31“ ასეთი დღე არ არსებობს: სექტემბერი, 2008 – 30 დღე."


@pytest.mark.parametrize("typed", ["9" * 10_000, "September " * 1000, "–" * 10_000, "1 იანვრიდან " * 900, "a " * 5000])
def test_long_text_is_refused_at_once(typed):
    assert refusal(typed) == f"A date is shorter than {MOST_LETTERS} characters."


@given(texts())
def test_every_edtf_text_reads_as_itself(text):
    assert read(text) == PartialDate.parse(text)


@given(texts())
def test_words_are_said_in_every_language(text):
    date = PartialDate.parse(text)

    assert all(words(date, language) and meaning(date, language) for language in ("en", "ka"))


@pytest.mark.parametrize(
    ("edtf", "english", "georgian"),
    [
        ("2008", "2008", "2008"),
        ("2008-09", "September 2008", "სექტემბერი, 2008"),
        ("2008-09-15", "15 September 2008", "15 სექტემბერი, 2008"),
        ("2008-09-15/2008-09-16", "15–16 September 2008", "15–16 სექტემბერი, 2008"),
        ("2008-09-30/2008-10-02", "30 September – 2 October 2008", "30 სექტემბერი – 2 ოქტომბერი, 2008"),
        ("2008-12-30/2009-01-02", "30 December 2008 – 2 January 2009", "30 დეკემბერი, 2008 – 2 იანვარი, 2009"),
        ("2008-09/2008-10", "September – October 2008", "სექტემბერი – ოქტომბერი, 2008"),
        ("2008/2012", "2008–2012", "2008–2012"),
        ("../2019", "before 2020", "2020 წლამდე"),
        ("../2008-12", "before January 2009", "2009 წლის იანვრამდე"),
        ("../2008-07", "before August 2008", "2008 წლის აგვისტომდე"),
        ("2020/..", "since 2020", "2020 წლიდან"),
        ("2008-08-05/..", "since 5 August 2008", "2008 წლის 5 აგვისტოდან"),
        ("2004~", "about 2004", "დაახლოებით 2004"),
        ("2004~/..", "since about 2004", "დაახლოებით 2004 წლიდან"),
        ("2004?", "possibly 2004", "სავარაუდოდ 2004"),
        ("199X", "the 1990s", "1990-იანი წლები"),
        ("2008-21", "spring 2008", "2008 წლის გაზაფხული"),
        ("2008-24", "winter 2008–2009", "2008–2009 წლის ზამთარი"),
    ],
)
def test_words(edtf, english, georgian):
    date = PartialDate.parse(edtf)

    assert (words(date, "en"), words(date, "ka")) == (english, georgian)
    # What is printed can be typed again.
    assert read(english) == read(georgian) == date


@pytest.mark.parametrize("edtf", ["2020/", "/2020", "../2008~", "20XX", "2008-XX", "2008-09-XX", "199X/..", "2008~/2012"])
def test_words_of_one_language_hold_none_of_the_other(edtf):
    date = PartialDate.parse(edtf)

    assert words(date, "en").isascii() or "–" in words(date, "en")
    assert not any("a" <= letter <= "z" for letter in words(date, "ka"))


def test_meaning_says_that_a_month_is_some_day_in_it():
    assert meaning(PartialDate.parse("2008-09"), "en") == "some time in September 2008"
    assert meaning(PartialDate.parse("2008-09-15"), "en") == "Monday, 15 September 2008"


def test_only_what_html_allows_is_said_to_machines():
    dates = map(PartialDate.parse, ("2008-09", "2004~", "2008-21", "2008/2012", "2020/.."))

    said = {date.text: [piece.iso for piece in pieces(date, "en") if piece.iso] for date in dates}

    assert said == {"2008-09": ["2008-09"], "2004~": [], "2008-21": [], "2008/2012": ["2008", "2012"], "2020/..": []}


def test_template_marks_what_machines_may_read():
    with translation.override("en"):
        assert date_in_words(PartialDate.parse("2008-09")) == '<time datetime="2008-09">September 2008</time>'
        assert date_in_words(PartialDate.parse("2008/2012")) == '<time datetime="2008">2008</time>–<time datetime="2012">2012</time>'
        assert date_in_words(PartialDate.parse("2004~")) == "about 2004"
        assert date_in_words(None) == ""
