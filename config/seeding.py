"""Archives of any size, written in batches past forms and workflow, with every derived column as they would leave it."""

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from random import Random

from django.db import transaction
from django.utils import timezone

from config.archive_text import Writer
from config.seeding_store import BATCH, each, store, without_indexes
from library.models import Tag
from news.models import Article, ArticleTag, Kind
from publishing import languages, listing, standings
from publishing.changes import locked_head
from publishing.fields.richtext import plain_text
from publishing.models import Address, Change, Findable, Standing, Use
from publishing.publishable import State
from publishing.searching import index, words
from publishing.slugs import slugify

# The oldest article is about twenty years old.
SPAN = dt.timedelta(days=20 * 365)
# Shares of the archive: texts in one language only, translations that came later, articles of the biggest tag.
UNTRANSLATED = 0.2
LATE = 0.1
BIGGEST_TAG = 0.1
# The higher, the more unlike the other tags are in size; none comes near the biggest.
SKEW = 1.5
TABLES = [Article, Findable, Standing, ArticleTag, Use, Address, Change]
# The bodies repeat.
plain = lru_cache(maxsize=500)(plain_text)


@dataclass
class Archive:
    """So many articles. The same seed and number give the same texts; keys and the numbers in addresses differ."""

    count: int
    seed: int
    tags: list[Tag]
    kind: Kind
    # The numbers that its addresses and its entries in the change log begin after.
    addresses: int = 0
    sequence: int = 0
    now: dt.datetime = field(default_factory=timezone.now)

    def __post_init__(self) -> None:
        """Write the bodies, which all parts share."""
        self.random = Random(self.seed)  # noqa: S311 - texts, not secrets
        self.writer = Writer(self.random)

    @transaction.atomic
    def reserve(self) -> None:
        """Take the numbers of addresses and of entries in the change log: whatever others write meanwhile comes after them."""
        head = locked_head()
        self.addresses, self.sequence = Address.objects.filter(kind="article").count(), head.sequence
        head.sequence, head.moved_at = head.sequence + self.count, timezone.now()
        head.save(update_fields=["sequence", "moved_at"])

    def write(self, start: int) -> None:
        """Write the articles from a number on, as many as make a part."""
        self.random.seed(f"{self.seed}/{start}")
        numbers = range(start, min(start + BATCH, self.count))
        write([self.article(number) for number in numbers], self, start)

    def article(self, number: int) -> Article:
        """Return an article, the oldest first: in both languages, or in one, or with a translation that came later."""
        at = self.now - SPAN + SPAN / self.count * number
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
            title = getattr(article, f"title_{code}") or getattr(article, f"title_{codes[0]}")
            setattr(article, f"slug_{code}", f"{slugify(title)}-{self.addresses + number}")
        article.working_title = article.title_in("en")[0]
        listing.derive(article)
        return article

    def tags_of(self) -> list[uuid.UUID]:
        """Return the tags of an article: the biggest one for some, and one to four of the others."""
        chosen = {self.tags[1 + int((len(self.tags) - 1) * self.random.random() ** SKEW)] for _number in range(self.random.randint(1, 4))}
        if self.random.random() < BIGGEST_TAG:
            chosen.add(self.tags[0])
        return [tag.pk for tag in sorted(chosen, key=str)]

    def entry(self, article: Article, number: int) -> Change:
        """Return the entry of an article in the change log."""
        available = [code for code in languages.codes() if getattr(article, f"available_{code}")]
        published = Change.Kind.PUBLISHED
        return Change(sequence=number, kind=published, record_kind="article", record=article.pk, languages=available, at=article.first_published_at)


def fill(archive: Archive, tell: Callable[[int], None]) -> None:
    """Write the whole archive, a transaction per part; `tell` hears how many articles are written."""
    archive.reserve()
    with without_indexes(TABLES, archive.count):
        for done in each(archive.write, range(0, archive.count, BATCH), archive.count):
            tell(min(done * BATCH, archive.count))


@transaction.atomic
def write(articles: list[Article], archive: Archive, start: int) -> None:
    """Write articles with their tags, addresses and entries in the change log."""
    store(Article, articles)
    texts: list[Findable] = []
    standing: list[Standing] = []
    for article in articles:
        # One after the other, while what was folded of the article is remembered.
        texts += index.rows_of(article, plain)
        standing.append(Standing(record=article.pk, **standings.columns(article, {}, standings.Drafted())))
    store(Findable, texts)
    words.learn(texts)
    store(Standing, standing)
    tagged = [(article, tag) for article in articles for tag in archive.tags_of()]
    store(ArticleTag, [ArticleTag(tag_id=tag, content_object_id=article.pk, **listing.columns(article)) for article, tag in tagged])
    named = [*((article, article.kind_id) for article in articles), *tagged]
    store(Use, [Use(kind="article", record=article.pk, used=used, is_stored=True) for article, used in named])
    slugs = [(getattr(article, f"slug_{code}"), article.pk) for article in articles for code in languages.codes()]
    store(Address, [Address(kind="article", slug=slug, record=record) for slug, record in dict(slugs).items()])
    store(Change, [archive.entry(article, archive.sequence + number) for number, article in enumerate(articles, start=start + 1)])
