"""The demo says nothing that its own record contradicts: no editor is warned of its articles."""

from news.checks import notices_of_article, texts_of
from news.models import Article
from publishing import drafts
from tests.config.test_load_demo import demo

__all__ = ["demo"]


def test_editor_is_warned_of_no_article_of_the_demo():
    states = {article: drafts.state_of(article) for article in Article.objects.all()}

    assert [notice.text for article, state in states.items() for notice in notices_of_article(article, state)] == []
    assert sum(bool(state["mentions"]) for state in states.values()) >= 10
    assert all(list(texts_of(state)) for state in states.values())
