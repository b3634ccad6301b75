from library.models import TagCount
from news.models import ArticleTag
from publishing.publishable import State
from publishing.workflow import transition
from tests.factories import make_article, make_published_article, make_tag, publisher


def counts(tag) -> tuple[int, int, int]:
    kept = TagCount.objects.filter(tag=tag).first()
    return (kept.listed, kept.available_en, kept.available_ka) if kept else (0, 0, 0)


def test_rows_of_a_draft_are_in_no_list():
    make_article(title_en="Draft", tags=[make_tag("Duma")])

    row = ArticleTag.objects.get()

    assert (row.listed_at_en, row.listed_at_ka, row.available_en, row.available_ka) == (None, None, False, False)


def test_rows_follow_their_article():
    tag = make_tag("Duma")
    article = make_published_article(title_ka="ერთი", tags=[tag])

    row = ArticleTag.objects.get()

    assert row.listed_at_en == row.listed_at_ka == article.published_at_ka
    assert (row.available_en, row.available_ka) == (False, True)


def test_counts_follow_every_step():
    tag = make_tag("Duma")
    article = make_published_article(title_en="One", title_ka="ერთი", languages=["ka"], tags=[tag])
    seen = [counts(tag)]

    for to, codes in [(State.PUBLISHED, ["en"]), (State.WITHDRAWN, ["ka"]), (State.WITHDRAWN, None), (State.PUBLISHED, ["en"])]:
        transition(article, to, by=publisher(), languages=codes)
        seen.append(counts(tag))

    assert seen == [(1, 0, 1), (1, 1, 1), (1, 1, 0), (0, 0, 0), (1, 1, 0)]


def test_counts_follow_tags_that_a_publication_changes():
    first, second = make_tag("Duma"), make_tag("Geneva")
    article = make_published_article(title_en="One", tags=[first])

    transition(article, State.PUBLISHED, by=publisher(), write=lambda: article.tags.set([second]))

    assert counts(first) == (0, 0, 0)
    assert counts(second) == (1, 1, 0)
    assert ArticleTag.objects.get().listed_at_en == article.listed_at_en
