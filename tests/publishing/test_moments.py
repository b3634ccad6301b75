"""Languages of one record that become public at moments of their own."""

import datetime as dt

from django.utils import timezone

from news.models import Article
from publishing import changes
from publishing.models import Change, ChangeHead
from publishing.publishable import State
from publishing.workflow import transition
from tests.factories import make_published_article, publisher

DAY = dt.timedelta(days=1)


def pass_moment(article: Article, code: str) -> dt.datetime:
    """Let the moment of a language have passed."""
    at = timezone.now()
    Article.objects.filter(pk=article.pk).update(**{f"published_at_{code}": at, f"listed_at_{code}": at})
    ChangeHead.objects.update(next_due_at=at)
    return at


def test_language_that_waits_is_announced_at_its_own_moment():
    article = make_published_article(title_en="One", title_ka="ერთი", languages=["ka"], at=timezone.now() + DAY)
    transition(article, State.PUBLISHED, by=publisher(), languages=["en"])
    assert ChangeHead.objects.get().next_due_at == article.published_at_ka

    at = pass_moment(article, "ka")

    assert [changes.settle(), changes.settle()] == [1, 0]
    assert list(Change.objects.values_list("kind", "languages", "at"))[-1] == ("translated", ["ka"], at)
    assert ChangeHead.objects.get().next_due_at is None


def test_title_and_address_that_wait_are_told_by_no_page(client):
    article = make_published_article(title_en="One", title_ka="ერთი", languages=["ka"], at=timezone.now() + DAY)
    transition(article, State.PUBLISHED, by=publisher(), languages=["en"])

    assert (article.title_in("ka"), article.slug_in("ka")) == (("One", "en"), "one")
    assert client.get(f"/api/v1/articles/{article.pk}/").json()["title"] == {"en": "One"}

    pass_moment(article, "ka")
    article.refresh_from_db()
    assert (article.title_in("ka"), article.slug_in("ka")) == (("ერთი", "ka"), "erti")
