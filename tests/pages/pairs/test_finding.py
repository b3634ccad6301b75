"""What is proposed as a pair: why, with which score, and that it costs little in a large archive."""

import datetime as dt
import uuid
from random import Random

import pytest
from django.core.management import call_command
from django.utils import timezone

from news.models import Article
from pages.models import ImportedItem, PairProposal
from pages.pairs import acts
from pages.pairs.features import Features, names_in, text_types
from pages.pairs.finding import matches, propose
from pages.pairs.scoring import in_words
from publishing import drafts
from tests.factories import make_image, make_published_article, make_published_page, make_tag, publisher
from tests.uploads import picture

NOON = timezone.now() - dt.timedelta(days=30)


def found():
    propose()
    return [(row.first, row.second, row.score, [in_words(reason) for reason in row.reasons]) for row in PairProposal.objects.open()]


@pytest.mark.django_db
def test_texts_of_one_moment_with_the_same_names_are_a_pair():
    one = make_published_article(title_en="Gagloyev met Nurgaliyev in Tskhinvali", at=NOON)
    other = make_published_article(title_ka="გაგლოევი ნურგალიევს ცხინვალში შეხვდა", at=NOON + dt.timedelta(hours=2))
    make_published_article(title_ka="სხვა ამბავი", at=NOON - dt.timedelta(days=20))

    assert found() == [(one.pk, other.pk, 50, ["published 2 hours apart", "in common: Gagloyev, Nurgaliyev and Tskhinvali"])]


@pytest.mark.django_db
def test_same_picture_counts_even_as_two_files_of_the_library():
    file = picture().read()
    one, other = (make_image(upload=type(picture())("a.jpg", file)) for _copy in range(2))
    first = make_published_article(title_en="Bridge", image=one, at=NOON)
    second = make_published_article(title_ka="ხიდი", body_ka=f'<p>ტექსტი</p><figure data-image="{other.pk}"></figure>', at=NOON)

    assert found() == [(first.pk, second.pk, 65, ["the same picture", "published at the same moment"])]


@pytest.mark.django_db
def test_links_tags_addresses_and_the_source_speak_for_a_pair():
    tag = make_tag("Bridges", "ხიდები")
    one = make_published_article(title_en="Bridge", slug_en="bridge-reopens", tags=[tag], at=NOON)
    other = make_published_article(
        title_ka="ხიდი", slug_ka="bridge-reopens-ka", tags=[tag], body_ka=f'<p><a href="/a/{one.short_id}">EN</a></p>', at=NOON - dt.timedelta(days=9)
    )
    reasons = ["one links to the other", "the same address, but for its ending", "1 tag in common", "published 9 days apart"]

    assert found() == [(one.pk, other.pk, 94, reasons)]

    for key, record in enumerate((one, other)):
        ImportedItem.objects.create(source="old.example", key=str(key), kind="article", record=record.pk, group="7", digest="")
    assert found()[0][2:] == (100, ["the source says that they belong together", *reasons])


@pytest.mark.django_db
def test_drafts_and_pages_are_proposed_and_what_has_both_languages_is_not():
    draft = drafts.create(Article, {"title_ka": "ხიდი", "slug_ka": "bridge", "body_ka": '<p><a href="/en/news/bridge/">EN</a></p>'}, by=publisher())
    one = make_published_article(title_en="Bridge", slug_en="bridge", at=NOON)
    make_published_article(title_en="Both", title_ka="ორივე", slug_en="both", slug_ka="both-2", at=NOON)
    page, its_twin = make_published_page(title_en="About", slug_en="about"), make_published_page(title_ka="შესახებ", slug_ka="about-2")

    assert [row[:2] for row in found()] == [(one.pk, draft.pk), (page.pk, its_twin.pk)]


@pytest.mark.django_db
def test_each_text_is_proposed_once_and_ties_are_named():
    one = make_published_article(title_en="Bridge", slug_en="bridge", at=NOON)
    twins = [make_published_article(title_ka=f"ხიდი {number}", slug_ka=f"bridge-{number}", at=NOON) for number in (1, 2)]

    propose()

    row = PairProposal.objects.get()
    assert {row.first, row.second} & {one.pk} == {one.pk}
    assert row.rivals == [[str(one.pk), str(({twin.pk for twin in twins} - {row.second}).pop())]]


@pytest.mark.django_db
def test_refused_pair_is_not_proposed_again_and_the_next_best_is():
    one = make_published_article(title_en="Bridge", slug_en="bridge", at=NOON)
    best, next_best = (make_published_article(title_ka=title, slug_ka=slug, at=NOON) for title, slug in (("ხიდი", "bridge-2"), ("გზა", "bridges-3")))
    assert found()[0][1] == best.pk

    acts.refuse("article", best.pk, one.pk, by=publisher())

    assert [row[:2] for row in found()] == [(one.pk, next_best.pk)]
    acts.offer_again(PairProposal.objects.refused().get(), by=publisher())
    assert found()[0][1] == best.pk


@pytest.mark.django_db
def test_command_says_how_many(capsys):
    make_published_article(title_en="Bridge", slug_en="bridge", at=NOON)
    make_published_article(title_ka="ხიდი", slug_ka="bridge-2", at=NOON)

    call_command("find_pairs")

    assert capsys.readouterr().out == "1 pairs proposed.\n"


def test_names_are_found_in_either_script():
    names = names_in("Gagloyev and Nurgaliyev in Tskhinvali, 59th round") | {}
    theirs = names_in("გაგლოევის და ნურგალიევის შეხვედრა ცხინვალში, 59-ე რაუნდი")

    assert [names[stem] for stem in names if stem in theirs] == ["59", "Gagloyev", "Nurgaliyev", "Tskhinvali"]


def test_large_archive_is_compared_without_comparing_all_with_all(monkeypatch):
    random, compared = Random(7), []  # noqa: S311 - the same archive each time
    texts = [
        Features(
            key=uuid.UUID(int=number),
            code="en" if number % 2 else "ka",
            title="",
            short_id=f"s{number}",
            at=NOON + dt.timedelta(minutes=7 * (number // 2)),
            slug=f"text-{number}",
            names={f"n{random.randrange(500)}": "N" for _name in range(10)},
            images={f"stock{random.randrange(20)}"},
        )
        for number in range(4000)
    ]
    monkeypatch.setattr("pages.pairs.finding.scored", lambda one, other, **more: compared.append((one, other)) or (0, []))

    matches(texts)

    assert len(compared) < 35 * len(texts)


@pytest.mark.django_db
def test_looking_asks_the_database_the_same_at_any_size(django_assert_max_num_queries):
    for number in range(8):
        make_published_article(title_en=f"Bridge {number}", slug_en=f"bridge-{number}x", at=NOON)
        make_published_article(title_ka=f"ხიდი {number}", slug_ka=f"khidi-{number}x", at=NOON)

    with django_assert_max_num_queries(8 * len(text_types())):
        propose()
