import datetime as dt

from django.utils import timezone

from library.models import TagCount
from news.models import Article, ArticleTag
from publishing.models import Address, Audit, Change
from publishing.publishable import State
from publishing.workflow import transition
from tests.factories import make_published_article, make_tag, publisher


def test_publish_withdraw():
    tag = make_tag("Tskhinvali Region", "ცხინვალის რეგიონი")
    a = make_published_article(title_en="One", title_ka="ერთი", tags=[tag], languages=["ka"])
    assert a.slug_en == "one" and a.slug_ka == "erti"
    assert list(Article.objects.available_in("en")) == []
    assert list(Article.objects.listed_in("en")) == [a]
    row = ArticleTag.objects.get()
    assert row.available_ka and not row.available_en and row.listed_at_en
    transition(a, State.PUBLISHED, by=publisher(), languages=["en"])
    assert [c.kind for c in Change.objects.all()] == ["published", "translated"]
    count = TagCount.objects.get()
    assert (count.listed, count.available_en, count.available_ka) == (1, 1, 1)
    transition(a, State.WITHDRAWN, by=publisher(), languages=["en"])
    assert TagCount.objects.get().available_en == 0
    transition(a, State.WITHDRAWN, by=publisher())
    assert TagCount.objects.get().listed == 0
    assert Audit.objects.count() == 4
    assert Address.objects.count() == 4


def test_schedule():
    a = make_published_article(title_en="One", at=timezone.now() + dt.timedelta(days=1))
    assert a.is_scheduled and not Change.objects.exists()
