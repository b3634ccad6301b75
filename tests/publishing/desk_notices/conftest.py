"""An author and an editor with mail, and a draft between them; every kind of notice is mailed at once, unless a test chooses."""

import pytest
from django.contrib.auth.models import User

from news.models import Article
from publishing import drafts
from publishing.models import DeskNotice, NoticeChoices
from tests.factories import make_kind
from tests.roles import member_of


@pytest.fixture(autouse=True)
def _all_at_once(monkeypatch) -> None:
    """Let every kind be mailed at once, unless a test chooses."""
    monkeypatch.setattr(NoticeChoices, "USUAL", dict.fromkeys(DeskNotice.Kind, NoticeChoices.When.NOW))


@pytest.fixture
def author() -> User:
    return with_mail(member_of("Author"))


@pytest.fixture
def editor() -> User:
    return with_mail(member_of("Editor"))


@pytest.fixture
def record(author) -> Article:
    fields = {"title_en": "Talks", "body_en": "<p>Secret words.</p>", "kind": make_kind().pk}
    return drafts.create(Article, fields, by=author)


def with_mail(user: User) -> User:
    user.email = f"{user.username}@example.org"
    user.save()
    return user
