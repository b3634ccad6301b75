"""A review link to a bundle: whoever has it reads every draft in it and comments on each, and nothing beyond the bundle."""

import re
import uuid

import pytest
from django.contrib.auth.models import Group
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from lxml import html

from actors.models import Actor
from news.models import Article
from publishing import drafts, preview_links, strangers
from publishing.bundles import gathering, publishing, reviewing
from publishing.bundles.entries import BundleRefusedError
from publishing.models import Audit, Bundle, Comment, PreviewLink
from publishing.previewing import Audience
from publishing.publishable import State
from publishing.review import comments, inviting
from publishing.workflow import TransitionError, transition
from tests.factories import make_image, make_kind, make_published_article, publisher
from tests.roles import member_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fast(monkeypatch) -> None:
    """Let forms be sent as fast as a program sends them."""
    monkeypatch.setattr(strangers, "FASTEST", -1)


@pytest.fixture
def editor():
    return member_of("Editor")


def draft(title: str, *, by, **more: object) -> Article:
    return drafts.create(Article, {"title_en": title, "lead_en": f"Lead of {title}.", "kind": make_kind().pk, **more}, by=by)


@pytest.fixture
def talks(editor) -> Article:
    return draft("Talks", by=editor, title_ka="მოლაპარაკება")


@pytest.fixture
def nino(editor) -> Actor:
    return drafts.create(Actor, {"name_en": "Nino Example"}, by=editor)


@pytest.fixture
def bundle(editor, talks, nino) -> Bundle:
    return gathering.make("A plan for colleagues", [talks, nino], by=editor, note="Between us.")


@pytest.fixture
def token(bundle, editor) -> str:
    return reviewing.invite(bundle, by=editor)[1]


def opened(token: str, *path: object) -> HttpResponse:
    return Client().get("/".join(["/review", token, *map(str, path), ""]))


def send(token: str, record: Article | Actor, *, form_token: str = "", **more: str) -> HttpResponse:
    form_token = form_token or html.fromstring(opened(token, record.pk).content).xpath('//input[@name="token"]/@value')[0]
    data = {"name": "Ann Reader", "text": "A word is missing.", "key": "", "reply_to": "", "website": "", "token": form_token, **more}
    return Client(enforce_csrf_checks=True).post(f"/review/{token}/{record.pk}/", data)


def test_reader_without_an_account_finds_reads_and_comments_on_every_draft(bundle, token, talks, nino):
    page = opened(token).content.decode()
    read = [opened(token, record.pk).content.decode() for record in (talks, nino)]
    answers = [send(token, record) for record in (talks, nino)]

    assert re.findall(rf'href="/review/{token}/([^/"]+)/"', page) == [str(talks.pk), str(nino.pk)]
    assert ("Lead of Talks." in read[0], "Nino Example" in read[1]) == (True, True)
    assert [answer.status_code for answer in answers] == [303, 303]
    assert set(Comment.objects.values_list("record", "link__bundle")) == {(talks.pk, bundle.pk), (nino.pk, bundle.pk)}
    assert opened(token).content.decode().count("1 comment by this link") == 2
    assert "A word is missing." in Client().get(answers[0].headers["Location"].partition("#")[0]).content.decode()


def test_each_draft_is_shown_as_readers_would_see_it(token, talks):
    response = Client().get(f"/review/{token}/{talks.pk}/page/?language=ka")

    assert (response.status_code, "მოლაპარაკება" in response.content.decode()) == (200, True)
    assert "no-store" in response.headers["Cache-Control"]


def test_titles_stand_in_the_readers_language_where_there_is_one(token, talks):
    page = Client(headers={"Accept-Language": "ka"}).get(f"/review/{token}/").content.decode()

    assert ("მოლაპარაკება" in page, "Nino Example" in page) == (True, True)


def test_what_colleagues_call_the_bundle_and_say_of_it_is_not_told(bundle, token, talks):
    pages = "".join(opened(token, *path).content.decode() for path in ((), (talks.pk,), (talks.pk, "page")))

    assert not [words for words in ("A plan for colleagues", "Between us.", "/admin/", "csrf") if words in pages]


def test_pages_leave_no_trace_and_no_cookie(token):
    response = opened(token)

    assert not response.cookies
    assert (response.headers["Cache-Control"], "noindex" in response.headers["X-Robots-Tag"]) == ("no-store, private", True)
    assert Client().post(f"/review/{token}/", {}).status_code == 405


@pytest.mark.parametrize("more", [0, 4])
def test_list_of_drafts_takes_as_many_queries_for_two_as_for_six(bundle, token, editor, more, django_assert_num_queries):
    gathering.add(bundle, [draft(f"More {number}", by=editor) for number in range(more)], by=editor)
    opened(token)

    with django_assert_num_queries(12):
        page = opened(token).content.decode()

    assert page.count("More ") == more


def test_record_that_is_taken_out_is_reached_no_more_and_one_put_in_is(bundle, token, editor, talks, nino):
    form_token = html.fromstring(opened(token, talks.pk).content).xpath('//input[@name="token"]/@value')[0]
    later = draft("Later", by=editor)
    gathering.remove(bundle, bundle.items.get(record=talks.pk).pk, by=editor)
    gathering.add(bundle, [later], by=editor)

    statuses = [opened(token, *path).status_code for path in ((), (talks.pk,), (talks.pk, "page"), (later.pk,), (nino.pk,))]

    assert statuses == [200, 410, 410, 200, 200]
    assert send(token, talks, form_token=form_token).status_code == 410
    assert "Talks" not in opened(token).content.decode() + opened(token, talks.pk).content.decode()
    assert not Comment.objects.exists()


def test_pictures_of_a_record_that_is_taken_out_are_shown_no_more(bundle, token, editor):
    image = make_image()
    pictured = draft("Pictured", by=editor, image=image.pk)
    gathering.add(bundle, [pictured], by=editor)
    page = opened(token, pictured.pk, "page").content.decode()
    address = re.search(r'"(/preview/picture/[^"]+)"', page)[1]

    response = Client().get(address)
    # Read to its end, as a browser does: the file is closed then.
    shown = b"".join(response.streaming_content)[:2]
    gathering.remove(bundle, bundle.items.get(record=pictured.pk).pk, by=editor)

    assert (shown, Client().get(address).status_code) == (b"\xff\xd8", 404)


def test_nothing_beyond_the_bundle_is_reached(token, editor, talks):
    outside = draft("Outside", by=editor)
    public = make_published_article(title_en="Public")
    drafts.save(public, {"title_en": "A secret change"}, by=editor)
    single = preview_links.make(talks, by=editor, may_comment=True)[1]

    for key in (outside.pk, public.pk, uuid.uuid4()):
        for path in ((key,), (key, "page")):
            response = opened(token, *path)
            assert (response.status_code, "Outside" in response.content.decode(), "secret" in response.content.decode()) == (410, False, False)
    # A link to one record leads to no other.
    assert opened(single, outside.pk).status_code == 410


def test_record_that_a_colleague_puts_in_is_not_shown_by_the_link_of_somebody_who_may_not_open_it(editor):
    author = member_of("Author")
    theirs = draft("Mine", by=author)
    bundle = gathering.make("Mine", [theirs], by=author)
    token = reviewing.invite(bundle, by=author)[1]
    secret = draft("A secret title", by=editor)
    gathering.add(bundle, [secret], by=editor)

    assert [opened(token, record.pk).status_code for record in (theirs, secret)] == [200, 410]
    assert "A secret title" not in opened(token).content.decode()
    with pytest.raises(BundleRefusedError):
        reviewing.invite(bundle, by=author)


def test_link_of_somebody_who_lost_the_right_shows_nothing(token, editor, talks):
    editor.groups.remove(Group.objects.get(name="Editor"))

    assert [opened(token, *path).status_code for path in ((), (talks.pk,), (talks.pk, "page"))] == [410] * 3


@pytest.mark.parametrize("end", ["time", "revoked", "published", "dissolved"])
def test_ended_link_says_so_and_takes_nothing(bundle, token, editor, talks, end):
    form_token = html.fromstring(opened(token, talks.pk).content).xpath('//input[@name="token"]/@value')[0]
    link = PreviewLink.objects.get()
    if end == "time":
        PreviewLink.objects.update(expires_at=timezone.now())
    elif end == "revoked":
        reviewing.revoke(bundle, link.pk, by=editor)
    elif end == "published":
        publishing.publish(bundle, by=editor)
        drafts.save(talks, {"lead_en": "A secret change."}, by=editor)
    else:
        gathering.dissolve(bundle, by=editor)
    status = 404 if end == "dissolved" else 410

    responses = [opened(token, *path) for path in ((), (talks.pk,), (talks.pk, "page"))]

    assert [response.status_code for response in responses] == [status] * 3
    assert not [response for response in responses if "secret" in response.content.decode() or "Lead of" in response.content.decode()]
    assert send(token, talks, form_token=form_token).status_code == status
    assert preview_links.shows(Audience(link.pk, talks.pk)) is False
    with pytest.raises(TransitionError):
        inviting.say(link, name="Ann", text="Late.", of=talks.pk)
    assert not Comment.objects.exists()


def test_draft_in_the_trash_is_not_shown(token, editor, talks):
    transition(talks, State.TRASHED, by=editor)

    assert [opened(token, *path).status_code for path in ((), (talks.pk,))] == [200, 410]
    assert "Talks" not in opened(token).content.decode()


def test_altered_link_is_unknown(token, talks):
    other = ("A" if token[5] != "A" else "B").join([token[:5], token[6:]])

    assert [opened(other, *path).status_code for path in ((), (talks.pk,), (talks.pk, "page"))] == [404] * 3
    assert Client().get(f"/review/{token}/x/").status_code == 404


def test_link_is_written_down_without_its_token_and_openings_are_counted(bundle, token, editor, talks):
    opened(token)
    opened(token, talks.pk)
    link = reviewing.links_of(bundle).get()
    reviewing.revoke(bundle, link.pk, by=editor)

    rows = Audit.objects.filter(action__in=["review link made", "preview revoked"])
    assert {row.detail["bundle"] for row in rows} == {str(bundle.pk)}
    assert link.times == 2
    assert token not in " ".join(str(row) for model in (PreviewLink, Audit) for row in model.objects.values_list())


def test_only_those_who_work_with_the_bundle_make_and_revoke_links(bundle, token, talks):
    stranger, link = member_of("Author"), PreviewLink.objects.get()

    for act in (lambda: reviewing.invite(bundle, by=stranger), lambda: reviewing.revoke(bundle, link.pk, by=stranger)):
        with pytest.raises(TransitionError):
            act()
    assert PreviewLink.objects.active().get() == link


def test_answer_at_the_desk_is_read_by_the_link_and_by_no_other(bundle, token, editor, talks, nino):
    send(token, talks)
    said = Comment.objects.get()
    comments.reply(talks, said.pk, by=editor, text="Added, thank you.")
    other = reviewing.invite(bundle, by=publisher())[1]

    assert "Added, thank you." in opened(token, talks.pk).content.decode()
    assert "Added, thank you." not in opened(other, talks.pk).content.decode() + opened(token, nino.pk).content.decode()
