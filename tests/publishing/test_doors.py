"""Every door of the desk, tried by everybody whom it should not let in: no word of somebody's draft, and nothing changed."""

import pytest
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.test import Client

from news.models import Article
from publishing import drafts
from publishing.models import Draft, Version
from publishing.publishable import State
from publishing.workflow import transition
from tests.factories import make_image, make_kind, publisher
from tests.roles import browser_of, member_of

LIST = "/admin/news/article/"
WORD = "Unannounced"


def outsider() -> User:
    """Somebody who has an account at the desk and no right there."""
    return User.objects.create_user("outsider", is_staff=True)


CAST = {"another author": lambda: member_of("Author"), "no rights": outsider}


@pytest.fixture
def image():
    return make_image()


@pytest.fixture
def draft(image):
    fields = {"kind": make_kind().pk, "title_en": f"{WORD} talks", "body_en": f"<p>{WORD}</p>", "image": str(image.pk)}
    return drafts.create(Article, fields, by=publisher())


@pytest.fixture
def pending():
    record = drafts.create(Article, {"kind": make_kind().pk, "title_en": "Known"}, by=publisher())
    drafts.publish(record, by=publisher())
    drafts.save(record, {"title_en": f"{WORD} turn"}, by=publisher())
    return record


@pytest.fixture(params=["draft", "pending"])
def record(request):
    return request.getfixturevalue(request.param)


@pytest.fixture(params=CAST.values(), ids=CAST.keys())
def client(request) -> Client:
    return browser_of(request.param()).client


READING = [
    "{list}",
    "{list}?q=Unannounced",
    "{list}?state__exact=draft",
    "{list}{key}/change/",
    "{list}{key}/history/",
    "{list}{key}/compare/?from=1&to=draft",
    "{list}{key}/compare/?from=live&to=draft",
    "{list}{key}/compare/?from=1&to=2",
    "{list}{key}/restore/1/",
    "{list}{key}/preview/?language=en",
    "{list}{key}/autosave/",
    "{list}{key}/presence/",
    "{list}{key}/delete/",
    "{list}add/?copy={key}",
    "/admin/",
    "/admin/news/",
    "/admin/publishing/audit/",
    "/admin/autocomplete/?app_label=news&model_name=correction&field_name=article&term=Unannounced",
    "/admin/r/{type}/{key}/",
    "/en/news/known/edit",
    "/en/news/known/v/",
    "/en/news/known/v/1/",
    "/en/news/known/v/3/",
]


@pytest.mark.parametrize("address", READING)
def test_nobody_reads_somebodys_draft(client, record, address):
    url = address.format(list=LIST, key=record.pk, type=ContentType.objects.get_for_model(Article).pk)

    response = client.get(url, follow=True)

    # What was searched for stands in the search box and in links.
    page = response.content.decode().replace(f'"{WORD}"', "").replace(f"q={WORD}", "").replace(f"q%3D{WORD}", "")
    assert response.status_code in {200, 403, 404, 405}
    assert WORD not in page


BULK = ["publish_chosen", "withdraw_chosen", "trash_chosen", "restore_chosen", "add_tags", "remove_tags"]
WRITING = [
    ("{list}{key}/change/", {"_save_draft": "1", "title_en": "Forged"}),
    ("{list}{key}/change/", {"_publish": "1"}),
    ("{list}{key}/change/", {"_withdraw": "1"}),
    ("{list}{key}/change/", {"_discard": "1"}),
    ("{list}{key}/change/", {"_trash": "1"}),
    ("{list}{key}/change/", {"_schedule": "1", "_schedule_at": "2099-01-01T00:00"}),
    ("{list}{key}/change/", {"_restore": "1"}),
    ("{list}{key}/change/", {"_share": "1", "_share_days": "7"}),
    ("{list}{key}/change/", {"_lock": "1"}),
    ("{list}{key}/change/", {"_publish": "1", "state": "published", "published_at_en": "2020-01-01T00:00"}),
    ("{list}{key}/restore/1/", {}),
    ("{list}{key}/autosave/", {"title_en": "Forged"}),
    ("{list}{key}/presence/", {}),
    ("{list}{key}/preview/?language=en", {"title_en": "Forged"}),
    ("{list}{key}/delete/", {"post": "yes"}),
    ("{list}add/", {"_record": "{key}", "_save_draft": "1", "title_en": "Forged"}),
    ("{list}add/autosave/", {"_record": "{key}", "title_en": "Forged"}),
    ("{list}add/preview/?language=en", {"_record": "{key}", "title_en": "Forged"}),
    *((LIST, {"action": action, "_selected_action": "{key}", **sure}) for action in BULK for sure in ({}, {"_confirmed": "1"})),
]


@pytest.mark.parametrize(("address", "fields"), WRITING, ids=lambda value: value if isinstance(value, str) else "-".join(value))
def test_nobody_changes_somebodys_record(client, record, address, fields):
    before = (Article.objects.values().get(pk=record.pk), Draft.objects.values("data", "token").get(record=record.pk), Version.objects.count())
    posted = {name: value.format(key=record.pk) for name, value in fields.items()}

    response = client.post(address.format(list=LIST, key=record.pk), posted, follow=True)

    after = (Article.objects.values().get(pk=record.pk), Draft.objects.values("data", "token").get(record=record.pk), Version.objects.count())
    assert after == before
    assert response.status_code < 500
    assert WORD not in response.content.decode()


def test_nobody_reads_somebodys_trash(client, draft):
    transition(draft, State.TRASHED, by=publisher())
    doors = [f"{draft.pk}/{door}/" for door in ("change", "history", "compare", "preview", "delete")]

    pages = [client.get(f"{LIST}{door}") for door in ("?state=trashed", *doors)]

    assert {page.status_code for page in pages} <= {200, 302, 403, 404}
    assert not [page for page in pages if WORD in page.content.decode()]


def test_picture_does_not_say_in_whose_draft_it_stands(draft, image):
    client = browser_of(member_of("Author")).client

    page = client.get(f"/admin/library/image/{image.pk}/change/").content.decode()

    assert WORD not in page
    assert WORD in browser_of(member_of("Editor")).client.get(f"/admin/library/image/{image.pk}/change/").content.decode()


def test_editor_passes_the_same_doors(record):
    client = browser_of(member_of("Editor")).client

    assert WORD in client.get(LIST).content.decode()
    assert WORD in client.get(f"{LIST}{record.pk}/change/").content.decode()


def test_session_that_ended_reads_and_writes_nothing(record):
    client = Client()

    page = client.get(f"{LIST}{record.pk}/change/", follow=True).content.decode()
    autosaved = client.post(f"{LIST}{record.pk}/autosave/", {"title_en": "Forged"})

    assert WORD not in page
    assert autosaved.status_code == 401
    record.refresh_from_db()
    assert record.state in {State.DRAFT, State.PUBLISHED}
