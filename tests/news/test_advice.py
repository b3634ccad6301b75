"""Advice on names: people whom an article names without mentioning them, in both scripts and in the cases of Georgian."""

import unicodedata

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from actors.models import Actor, ActorName
from news.models import Article
from publishing import drafts
from publishing.advice.looking import Told, advice_on
from tests.factories import make_actor, make_kind, publisher
from tests.roles import browser_of, member_of


def told(mentions: object = (), **fields: object) -> list[Told]:
    article = drafts.create(Article, {"kind": make_kind().pk, "mentions": list(mentions), **fields}, by=publisher())
    return [each for each in advice_on(drafts.opened(article)) if each.advice.code == "unmentioned"]


def names(**fields: object) -> list[str]:
    """Return the names that are told, as the text has them."""
    return [each.advice.words for each in told(**fields)]


def make_also_called(*others: str, **fields: str) -> Actor:
    """Make somebody with other names, each in the script of its first letter."""
    actor = make_actor(**fields)
    scripts = {"L": "Latn", "G": "Geor", "C": "Cyrl"}
    for name in others:
        ActorName.objects.create(actor=actor, name=name, script=scripts[unicodedata.name(name[0])[0]])
    return actor


@pytest.fixture
def lavrov() -> Actor:
    return make_actor(name_en="Sergey Lavrov", name_ka="სერგეი ლავროვი")


@pytest.mark.usefixtures("lavrov")
@pytest.mark.parametrize(
    ("field", "text", "written"),
    [
        ("title_en", "Sergey Lavrov visits", "Sergey Lavrov"),
        ("lead_en", "It was Sergey Lavrov’s visit.", "Sergey Lavrov’s"),
        ("body_en", "<p>Minister <strong>Sergey</strong> Lavrov came.</p>", "Sergey Lavrov"),
        ("title_ka", "სერგეი ლავროვი ჩავიდა", "სერგეი ლავროვი"),
        ("title_ka", "სერგეი ლავროვმა თქვა", "სერგეი ლავროვმა"),
        ("title_ka", "სერგეი ლავროვს შეხვდა", "სერგეი ლავროვს"),
        ("body_ka", "<p>„სერგეი ლავროვის“ ვიზიტი</p>", "სერგეი ლავროვის"),
        ("body_ka", "<p>სერგეი ლავროვით</p>", "სერგეი ლავროვით"),
        ("body_ka", "<p>სერგეი ლავროვად</p>", "სერგეი ლავროვად"),
        ("body_ka", "<p>სერგეი ლავროვო!</p>", "სერგეი ლავროვო"),
        ("body_ka", "<p>სერგეი ლავროვთან ერთად</p>", "სერგეი ლავროვთან"),
        ("body_ka", "<p>სერგეი ლავროვისთვის</p>", "სერგეი ლავროვისთვის"),
        ("body_ka", "<p>სერგეი ლავროვიც</p>", "სერგეი ლავროვიც"),
    ],
)
def test_name_without_a_mention_is_told(field, text, written):
    assert names(**{field: text}) == [written]


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("გია მიქაძე", "გია მიქაძის"),
        ("გია მიქაძე", "გია მიქაძემ"),
        ("გია მიქაძე", "გია მიქაძით"),
        ("ზურაბ ჟვანია", "ზურაბ ჟვანიას"),
        ("ზურაბ ჟვანია", "ზურაბ ჟვანიასთან"),
        ("ლია ბერო", "ლია ბეროს"),
        ("ანრი ჯერგენია", "ანრი ჯერგენიამ"),
    ],
)
def test_names_that_end_in_a_vowel_are_known_in_their_cases(name, written):
    make_actor(name_en="", name_ka=name)

    assert names(title_ka=f"{written} შესახებ") == [written]


@pytest.mark.usefixtures("lavrov")
@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("title_en", "Lavrov visits"),
        ("title_en", "Sergey Lavrovsky visits"),
        ("title_en", "With Sergey, Lavrov spoke"),
        ("title_en", "sergey lavrov"),
        ("title_ka", "სერგეი ლავროვიჩი ჩავიდა"),
        ("title_ka", "სერგეი. ლავროვმა თქვა"),
        ("title_ka", "ლავროვმა თქვა"),
        ("title_en", "სერგეი ლავროვი"),
    ],
)
def test_what_is_nearly_a_name_is_not_told(field, text):
    assert names(**{field: text}) == []


def test_who_is_mentioned_is_not_told(lavrov):
    assert told([{"actor": lavrov.pk}], title_en="Sergey Lavrov visits", title_ka="სერგეი ლავროვის ვიზიტი") == []


def test_somebody_named_in_both_languages_is_offered_once(lavrov):
    (only,) = told(title_en="Sergey Lavrov visits", title_ka="სერგეი ლავროვის ვიზიტი")

    assert (only.advice.offer.rows, only.advice.offer.field, only.advice.offer.value) == ("mentions", "actor", str(lavrov.pk))


def test_row_is_offered_where_a_form_can_take_it(lavrov):
    article = drafts.create(Article, {"kind": make_kind().pk, "title_en": "Sergey Lavrov visits"}, by=publisher())
    client, address = browser_of(member_of("Editor")).client, reverse("admin:news_article_advice", args=[article.pk])

    assert f'data-value="{lavrov.pk}"' in client.get(address, {"part": "1"}).text
    assert "data-value" not in client.get(address).text


def test_two_of_one_name_are_both_offered():
    actors = {make_actor(name_en="Ann Lee").pk, make_actor(name_en="Ann Lee").pk}

    assert {each.advice.offer.value for each in told(title_en="Ann Lee visits")} == {str(key) for key in actors}


@pytest.mark.parametrize("name", ["A", "A B", "ა", "ა ბ", "Ann", "a b c d e f g"])
def test_names_too_short_or_too_long_are_nobody(name):
    make_actor(name_en=name, name_ka=name)

    assert names(title_en=f"{name} {name} b c", title_ka=f"{name} {name} ბ") == []


@pytest.mark.parametrize(
    ("field", "text", "written"),
    [
        ("lead_en", "With Sergei Lavrov.", "Sergei Lavrov"),
        ("lead_ka", "სერგო ლავროვთან ერთად", "სერგო ლავროვთან"),
        ("lead_en", "Sergey Lavrov, or Sergei Lavrov", "Sergey Lavrov"),
    ],
)
def test_other_spelling_of_a_name_is_told(field, text, written):
    actor = make_also_called("Sergei Lavrov", "სერგო ლავროვი", "Сергей Лавров", name_en="Sergey Lavrov", name_ka="სერგეი ლავროვი")

    (advice,) = [each.advice for each in told(**{field: text})]

    assert (advice.words, advice.offer.value) == (written, str(actor.pk))


def test_spelling_that_two_share_is_told_of_both_and_of_nobody_in_the_trash():
    people = [make_also_called("Sergei Lavrov", name_en=f"Person {letter}") for letter in "ABC"]
    Actor.objects.filter(pk=people[2].pk).update(state="trashed")

    assert [each.advice.offer.label for each in told(lead_en="Sergei Lavrov")] == ["Person A", "Person B"]


def test_name_whose_case_leaves_one_letter_is_known():
    make_actor(name_en="", name_ka="ანა რე")

    assert names(lead_ka="ანა რის შესახებ") == ["ანა რის"]


@pytest.mark.parametrize("number", [3, 30])
def test_names_cost_few_queries_however_many_people_there_are(number):
    for index in range(number):
        make_also_called(f"Anne Lee{'e' * index}", name_en=f"Ann Lee{'e' * index}")
    text = " and ".join(f"{'Ann' if index % 2 else 'Anne'} Lee{'e' * index}" for index in range(number))
    article = drafts.create(Article, {"kind": make_kind().pk, "title_en": "Visit", "body_en": f"<p>{text}</p>"}, by=publisher())
    work = drafts.opened(article)

    with CaptureQueriesContext(connection) as queries:
        found = advice_on(work)

    assert sum(each.advice.code == "unmentioned" for each in found) == min(number, 5)
    assert len(queries) <= 6
