"""An editor's hands on the list of articles: choosing records and confirming an act."""

from urllib.parse import urlencode

from django.contrib.auth.models import Permission, User
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from library.models import Tag
from news.models import Article
from publishing import drafts, languages
from tests.factories import make_kind, publisher

LIST = reverse("admin:news_article_changelist")


def make_user(*steps: str) -> User:
    """Make a user with rights over articles (view, add, change, publish, delete) who writes every language."""
    user = User.objects.create_user(f"user-{'-'.join(steps)}", is_staff=True)
    writing = ["write_shared_draft", *(f"write_{code}_draft" for code in languages.codes())]
    user.user_permissions.set(Permission.objects.filter(codename__in=[*(f"{step}_article" for step in steps), *writing]))
    return user


def make_draft(title: str = "A draft", **fields: object) -> Article:
    """Make a draft the way the form does: it may be published as it is."""
    return drafts.create(Article, {"title_en": title, "body_en": "<p>Text.</p>", "kind": str(make_kind().pk), **fields}, by=publisher())


def do(
    client: Client, action: str, articles: list[Article], *, across: bool = False, filters: dict[str, str] | None = None, **more: object
) -> HttpResponse:
    """Choose the action in the list and confirm it, as often as it asks to go on."""
    address = f"{LIST}?{urlencode(filters or {})}"
    posted = {"action": action, "index": "0", "select_across": str(int(across)), "_selected_action": [str(article.pk) for article in articles]}
    asked = client.post(address, posted)
    if asked.status_code != 200:
        return asked
    response = client.post(address, {**posted, "_confirmed": "1", **more})
    while response.status_code == 200 and "after" in (response.context or {}):
        passed = {"_after": str(response.context["after"]), "_report": response.context["packed"]}
        response = client.post(address, {**posted, "_confirmed": "1", **more, **passed})
    return client.get(LIST) if response.status_code == 302 else response


def said(response: HttpResponse) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def state_of(article: Article) -> str:
    return Article.objects.get(pk=article.pk).state


def tags_of(article: Article) -> set[Tag]:
    return {row.tag for row in Article.objects.get(pk=article.pk).tagged.all()}
