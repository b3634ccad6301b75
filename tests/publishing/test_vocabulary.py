"""The words of a column that is looked through: how they stand there, and how a question is put."""

import pytest

from publishing.fields.vocabulary import sought, vocabulary


def test_each_word_stands_once_in_order_with_its_first_letter_raised():
    assert vocabulary(["visit", "agred", "visit", "2008", "שלום", "_x"]) == "AgredVisit|2008|_x|שלום"
    assert vocabulary([]) == ""


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (["visit", "agred"], ["Agred", "Visit"]),
        # What begins another word of the question is found with it; what merely resembles it is not.
        (["visit", "visitor", "vis", "visa"], ["Visa", "Visitor"]),
        (["2008", "20", "agred"], ["Agred", "|2008"]),
    ],
)
def test_question_is_put_in_the_order_of_the_column(words, wanted):
    assert sought(words) == wanted
