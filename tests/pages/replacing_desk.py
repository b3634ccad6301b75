"""An editor's hands on find and replace: records with words in them, what the page would offer, what was done."""

from news.models import Article
from pages.models import Replacement
from pages.replacing import acting, searching
from pages.replacing.acting import Chosen
from pages.replacing.hits import Wanted
from publishing import drafts
from publishing.models import Bundle
from tests.factories import make_kind, make_published_article, publisher

WANTED = Wanted("en", "Sokhumi", "Sukhumi")


def draft(title: str, *, by=None, **fields) -> Article:
    return drafts.create(Article, {"title_en": title, "body_en": "<p>In Sokhumi.</p>", "kind": make_kind(), **fields}, by=by or publisher())


def live(title: str, **fields) -> Article:
    return make_published_article(**{"title_en": title, "body_en": "<p>In Sokhumi.</p>", **fields})


def fresh(record):
    return type(record).objects.get(pk=record.pk)


def state(record) -> dict:
    return drafts.state_of(fresh(record))


def find(by, wanted=WANTED, **more) -> searching.Page:
    return searching.search(wanted, by=by, **more)


def ticked(page: searching.Page) -> list[Chosen]:
    """Return all that the page offers, but for what stands in quotations."""
    return [
        Chosen(
            each.kind,
            each.record.pk,
            {text.key: (text.digest, frozenset(hit.number for hit in text.hits if not hit.is_quoted)) for text in each.texts},
        )
        for each in page.records
        if not each.reason
    ]


def replace(by, wanted=WANTED) -> Replacement:
    return acting.replace(wanted, ticked(find(by, wanted)), by=by)


def bundle_of(change: Replacement) -> Bundle:
    """Return the one bundle that publishes what was replaced."""
    return Bundle.objects.get(pk__in=change.lines.values("bundle"))


def reasons(change: Replacement) -> dict:
    return {line.record: line.reason for line in change.lines.all() if line.reason}


def names(page: searching.Page) -> list[str]:
    return [each.record.working_title or str(each.record) for each in page.records]


def forced(page: searching.Page) -> list[Chosen]:
    """Return every hit, offered or not."""
    return [
        Chosen(each.kind, each.record.pk, {text.key: (text.digest, frozenset(hit.number for hit in text.hits)) for text in each.texts})
        for each in page.records
    ]
