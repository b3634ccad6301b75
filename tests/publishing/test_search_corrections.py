"""What is typed wrongly: the nearest word that a public title or lead has, and nothing that is hidden, or was."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.utils import timezone

from publishing.models import FindableWord
from publishing.searching import words
from publishing.searching.asked import asked
from publishing.searching.correcting import corrected, distance
from publishing.workflow import transition
from tests.factories import make_published_actor, make_published_article, make_superuser


def meant(text):
    return corrected(text, asked(text))


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Lavorv", "lavrov"),
        ("lavrv visit", "lavrov visit"),
        ("ლავრვოი", "ლავროვი"),
        ("demarcatoin comission", "demarcation comission"),
        ("“Lavrof visits” -x", "“lavrov visits” -x"),
        ("Lavrov", ""),
        ("lvvrvv", ""),
        ("xxxxxx lavorv", ""),
        ("lav", ""),
        ("", ""),
        ("* - “", ""),
        ("1234567", ""),
    ],
)
def test_word_that_nothing_has_is_read_as_the_nearest_that_something_has(typed, read):
    make_published_actor(name_en="Sergey Lavrov", name_ka="სერგეი ლავროვი")
    make_published_article(title_en="Visits of the demarcation commission")

    assert meant(typed) == read


def test_word_of_nothing_public_is_never_told():
    record = make_published_article(title_en="Secretword taken back", title_ka="საიდუმლო")
    make_published_article(title_en="Mysterious", at=timezone.now() + dt.timedelta(days=3))
    assert meant("secertword") == "secretword"
    transition(record, "withdrawn", by=make_superuser())

    assert FindableWord.objects.filter(word="secretword").exists()
    assert [meant(text) for text in ("secertword", "mysterous", "საიდულმო")] == [""] * 3


def test_form_that_only_a_hidden_text_has_is_not_told_where_another_form_is_public():
    transition(make_published_article(title_en="Confiscation"), "withdrawn", by=make_superuser())
    make_published_article(title_en="Confiscations")

    assert meant("confiscatoin") == "confiscations"


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [
        ("abcd", "abcd", 0),
        ("abcd", "abdc", 1),
        ("abcd", "abxd", 1),
        ("abcd", "abd", 1),
        ("abcd", "xyzw", 3),
        ("", "ab", 2),
        ("gagloive", "gagloev", 2),
    ],
)
def test_slips_are_counted_up_to_two(one, other, slips):
    assert distance(one, other, 2) == slips


@pytest.mark.django_db(transaction=True)
def test_words_are_kept_anew_from_the_texts_and_a_check_says_what_lacks(capsys):
    make_published_article(title_en="Demarcation")
    FindableWord.objects.all().delete()
    FindableWord.objects.create(word="nowhere", folded="novhere", head="no", tail="re", length=7)
    assert [each.partition(":")[0] for each in words.differences()] == ["demarcation"]

    call_command("rebuild_search")

    assert list(words.differences()) == []
    assert list(FindableWord.objects.values_list("word", flat=True)) == ["demarcation"]
    capsys.readouterr()


def test_looking_for_what_is_meant_costs_few_queries(django_assert_max_num_queries):
    make_published_article(title_en="Visits of the demarcation commission")

    with django_assert_max_num_queries(5):
        assert meant("vists demarcaton") == "visits demarcation"
