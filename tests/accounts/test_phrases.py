"""Which pass phrases are refused, from lists that lie here."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from accounts.phrases import first_tried
from tests.accounts.doors import PHRASE, make_person


def refused(phrase: str, user=None) -> bool:
    try:
        validate_password(phrase, user)
    except ValidationError:
        return True
    return False


@pytest.mark.parametrize(
    "phrase",
    [
        "password123456",
        "matiane-admin-2026",
        "მატიანე2026!!",
        "Tbilisi Tbilisi Tbilisi",
        "საქართველოთბილისი",
        "qwertyuiopasdf",
        "poiuytrewq12345",
        "aaaaaaaaaaaaaaaa",
        "giorgi giorgi 1990",
        "1234567890123456",
        "გიორგინინო2024",
        "sakartvelo gaumarjos",
        "abcdefghijklmnop",
    ],
)
def test_what_is_tried_first_is_refused(phrase):
    assert refused(phrase)


@pytest.mark.parametrize("phrase", [PHRASE, "ლურჯი კიბე და შვიდი მტრედი", "correct horse battery staple", "Tbilisi rains on wet umbrellas"])
def test_several_words_are_taken(phrase):
    assert not refused(phrase)


def test_eleven_letters_are_too_few():
    assert refused("xqzwvkjhyup")
    assert not refused("xqzwvkjhyupb")


def test_name_of_the_account_is_refused():
    assert refused("nino.beridze1", make_person("nino.beridze1"))


def test_list_has_rows_of_keyboards_both_ways_and_no_short_words():
    words = first_tried()

    assert {"qwer", "rewq", "ქწერ", "პაროლი", "sakartvelo"} <= set(words)
    assert min(map(len, words)) >= 3
