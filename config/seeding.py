"""Archives of any size, written in batches past forms and workflow, with every derived column as they would leave it."""

import datetime as dt
from collections.abc import Callable, Iterator
from random import Random

from django.db import transaction
from django.utils import timezone

from config.archive_text import Writer
from library.models import Tag
from news.models import Article, ArticleTag, Kind
from publishing import languages, listing, standings, uses
from publishing.changes import locked_head
from publishing.models import Address, Change, Findable, Standing
from publishing.publishable import State
from publishing.searching import index, words
from publishing.slugs import slugify

BATCH = 2000
# The oldest article is about twenty years old.
SPAN = dt.timedelta(days=20 * 365)
# Shares of the archive: texts in one language only, translations that came later, articles of the biggest tag.
UNTRANSLATED = 0.2
LATE = 0.1
BIGGEST_TAG = 0.1
# The higher, the more unlike the other tags are in size; none comes near the biggest.
SKEW = 1.5


class Archive:
    """Articles without end. The same seed and number give the same texts; keys differ."""

    def __init__(self, count: int, random: Random, tags: list[Tag], kind: Kind) -> None:
        self.count, self.random, self.tags, self.kind = count, random, tags, kind
        self.writer = Writer(random)
        self.now = timezone.now()
        self.known = set(Address.objects.filter(kind="article").values_list("slug", flat=True))

    def articles(self) -> Iterator[Article]:
        """Yield the articles, oldest first, so that their keys follow their dates."""
        step = SPAN / self.count
        for number in range(self.count):
            yield self.article(self.now - SPAN + step * number)

    def article(self, at: dt.datetime) -> Article:
        """Return one article: in both languages, or in one, or with a translation that came later."""
        article = Article(kind=self.kind, state=State.PUBLISHED, first_published_at=at, updated_at=at, edited_at=at)
        choice = self.random.random()
        codes = self.random.sample(languages.codes(), 1) if choice < UNTRANSLATED else languages.codes()
        for code in codes:
            text = self.writer.text(code)
            setattr(article, f"title_{code}", text.title)
            setattr(article, f"lead_{code}", text.lead)
            setattr(article, f"body_{code}", text.body)
            setattr(article, f"published_at_{code}", at)
        if choice > 1 - LATE:
            late = min(at + dt.timedelta(days=self.random.randint(1, 9)), self.now)
            setattr(article, f"published_at_{codes[-1]}", late)
        for code in languages.codes():
            setattr(article, f"slug_{code}", self.slug(getattr(article, f"title_{code}") or getattr(article, f"title_{codes[0]}")))
        article.working_title = article.title_in("en")[0]
        listing.derive(article)
        return article

    def slug(self, title: str) -> str:
        """Return a slug that no article has or had."""
        slug = stem = slugify(title)
        while slug in self.known:
            slug = f"{stem}-{self.random.randrange(10**9)}"
        self.known.add(slug)
        return slug

    def tag_rows(self, article: Article) -> list[ArticleTag]:
        """Return the article's tags: the biggest one for some, and one to four of the others."""
        chosen = {self.tags[1 + int((len(self.tags) - 1) * self.random.random() ** SKEW)] for _number in range(self.random.randint(1, 4))}
        if self.random.random() < BIGGEST_TAG:
            chosen.add(self.tags[0])
        return [ArticleTag(tag=tag, content_object=article, **listing.columns(article)) for tag in sorted(chosen, key=str)]


def fill(archive: Archive, tell: Callable[[int], None]) -> None:
    """Write the whole archive, a transaction per batch; `tell` hears how many articles are written."""
    batch: list[Article] = []
    for done, article in enumerate(archive.articles(), start=1):
        batch.append(article)
        if len(batch) == BATCH or done == archive.count:
            write(archive, batch)
            batch = []
            tell(done)


@transaction.atomic
def write(archive: Archive, articles: list[Article]) -> None:
    """Write articles with their tags, addresses and entries in the change log."""
    Article.objects.bulk_create(articles)
    texts = [row for article in articles for row in index.rows_of(article)]
    Findable.objects.bulk_create(texts)
    words.learn(texts)
    Standing.objects.bulk_create([Standing(record=article.pk, **standings.columns(article, {}, standings.Drafted())) for article in articles])
    ArticleTag.objects.bulk_create([row for article in articles for row in archive.tag_rows(article)])
    uses.recount([("article", article.pk) for article in articles])
    slugs = [(getattr(article, f"slug_{code}"), article.pk) for article in articles for code in languages.codes()]
    Address.objects.bulk_create([Address(kind="article", slug=slug, record=record) for slug, record in dict(slugs).items()])
    head = locked_head()
    Change.objects.bulk_create(
        [
            Change(
                sequence=head.sequence + number,
                kind=Change.Kind.PUBLISHED,
                record_kind="article",
                record=article.pk,
                languages=[code for code in languages.codes() if getattr(article, f"available_{code}")],
                at=article.first_published_at,
            )
            for number, article in enumerate(articles, start=1)
        ]
    )
    head.sequence, head.moved_at = head.sequence + len(articles), timezone.now()
    head.save(update_fields=["sequence", "moved_at"])
