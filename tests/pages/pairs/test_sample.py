"""The sample site, moved in: its pairs are found, confirmed and split, and every old address answers throughout."""

import pytest
from django.test import Client
from django.utils.translation import activate

from news.models import Article
from pages.models import ImportedItem, PairProposal
from pages.pairs import acts
from pages.pairs.finding import propose
from pages.pairs.scoring import in_words
from publishing import languages
from publishing.models import Join
from publishing.splitting import split
from tests.factories import make_superuser
from tests.pages.moving.sites import SAMPLE, move_in

pytestmark = pytest.mark.django_db


def answers(paths):
    """Return {path: (status, language)} of what stands at most one permanent redirect away."""
    found = {}
    for path in paths:
        response = Client().get(path)
        if response.status_code == 301:
            response = Client().get(response.headers["Location"])
        found[path] = response.status_code, response.headers["Content-Language"]
    return found


def test_pairs_of_the_sample_are_found_joined_and_split_with_every_address():
    by = make_superuser()
    move_in(SAMPLE / "wordpress.xml", by=by, media=SAMPLE / "uploads")
    live = set(Article.objects.live().values_list("pk", flat=True))
    paths = [path for row in ImportedItem.objects.all() if row.record in live for path in row.addresses]
    before = answers(paths)
    assert {status for status, _language in before.values()} == {200}

    assert propose() == 2
    # Whatever was read before left its language.
    activate("en")
    found = {Article.objects.get(pk=row.first).title_en: [in_words(reason) for reason in row.reasons][:2] for row in PairProposal.objects.open()}
    assert found == {
        "The bridge reopens after repair": ["the source says that they belong together", "the same picture"],
        "A winter without gas": ["one links to the other", "the same picture"],
    }
    assert len(acts.join_all(list(PairProposal.objects.all()), by=by).unseen) == 2
    for row in PairProposal.objects.all():
        acts.join_pair(row.kind, row.first, row.second, by=by)
    assert answers(paths) == before
    assert [article.available_languages for article in Article.objects.filter(pk__in=Join.objects.values("into"))] == [languages.codes()] * 2

    for join in Join.objects.all():
        split(Article.objects.get(pk=join.into), by=by)
    assert answers(paths) == before
    assert propose() == 2
