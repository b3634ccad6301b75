"""Language pairs at the desk: who may, what the list shows, what its buttons do."""

import datetime as dt

import pytest
from django.utils import timezone

from news.models import Article
from pages.models import Menu, MenuEntry, PairProposal
from pages.pairs.finding import propose
from publishing import drafts, presence
from publishing.joining import join
from publishing.models import Audit, Join
from tests.factories import make_image, make_kind, make_published_article, publisher
from tests.roles import browser_of, member_of

pytestmark = pytest.mark.django_db
LIST = "/admin/pages/pairproposal/"
NOON = timezone.now() - dt.timedelta(days=30)


@pytest.fixture
def client():
    return browser_of(member_of("Editor")).client


def pair(number=1, **more):
    one = make_published_article(title_en=f"Bridge {number}", slug_en=f"bridge-no{number}", at=NOON)
    other = make_published_article(title_ka=f"ხიდი {number}", slug_ka=f"bridge-no{number}-ka", at=NOON + dt.timedelta(hours=1), **more)
    return one, other


def texts(response):
    return [str(message) for message in response.context["messages"]]


@pytest.mark.parametrize("role", ["Author", "Translator (Georgian)"])
def test_pairs_are_for_whoever_may_publish_both(role):
    one, other = pair()
    client = browser_of(member_of(role, "somebody")).client
    paths = ["", "joined/", f"article/{one.pk}/{other.pk}/", f"article/{one.pk}/choose/", f"article/{one.pk}/split/"]

    assert [client.get(f"{LIST}{path}").status_code for path in paths] == [403] * 5
    assert [client.post(f"{LIST}{path}").status_code for path in paths] == [403] * 5


def test_list_shows_both_texts_and_why(client):
    pair()
    propose()

    page = client.get(LIST).content.decode()

    for words in ("Bridge 1", "ხიდი 1", "the same address, but for its ending", "published 1 hour apart", "<strong>65</strong>"):
        assert words in page


@pytest.mark.parametrize("count", [3, 20])
def test_list_costs_the_same_at_any_length(client, count, django_assert_max_num_queries):
    for number in range(count):
        pair(number)
    propose()
    client.get(LIST)

    with django_assert_max_num_queries(12):
        assert len(client.get(LIST).context["rows"]) == count


def test_join_button_joins_and_takes_the_pair_from_the_list(client):
    _one, other = pair()
    propose()

    response = client.post(LIST, {"join": PairProposal.objects.get().pk}, follow=True)

    assert texts(response) == ["1 pair joined."]
    assert Article.objects.get().title_ka == "ხიდი 1"
    assert not PairProposal.objects.exists()
    assert Audit.objects.filter(action="joined", record=other.pk).exists()


def test_pair_that_does_not_agree_is_shown_before_it_is_joined(client):
    one, other = pair(kind=make_kind("review"))
    propose()

    response = client.post(LIST, {"join": PairProposal.objects.get().pk}, follow=True)

    assert response.request["PATH_INFO"] == f"{LIST}article/{one.pk}/{other.pk}/"
    assert "They do not agree in: Kind." in response.content.decode()
    response = client.post(response.request["PATH_INFO"], follow=True)
    assert Article.objects.get().kind.key == "news"
    assert Join.objects.count() == 1


def test_ticked_pairs_are_joined_and_the_others_are_told(client):
    pair(1)
    pair(2, image=make_image(), kind=make_kind("review"))
    _one, open_now = pair(3)
    presence.note(open_now.pk, "form", by=publisher())
    pair(4)
    propose()
    keys = [row.pk for row in PairProposal.objects.all() if Article.objects.get(pk=row.first).title_en != "Bridge 4"]

    response = client.post(LIST, {"ticked": keys}, follow=True)

    said = texts(response)
    assert said[0] == "1 pair joined."
    assert "Look at this pair first" in said[1]
    assert "Bridge 2 – ხიდი 2" in said[1]
    assert said[2] == "Bridge 3: Somebody has it open: publisher. Try again when the form is closed."
    assert Join.objects.count() == 1
    assert PairProposal.objects.count() == 3


def test_not_a_pair_is_remembered_and_can_be_taken_back(client):
    pair()
    propose()
    key = PairProposal.objects.get().pk

    client.post(LIST, {"refuse": key})
    propose()
    assert client.get(LIST).context["rows"] == []
    assert len(client.get(f"{LIST}?show=refused").context["rows"]) == 1
    client.post(f"{LIST}?show=refused", {"offer": key})

    assert len(client.get(LIST).context["rows"]) == 1
    assert list(Audit.objects.order_by("id").values_list("action", flat=True))[-2:] == ["called no pair", "offered as a pair again"]


def test_partner_is_chosen_by_words_of_its_title(client):
    one, other = pair()
    draft = drafts.create(Article, {"title_ka": "ხიდის ამბავი"}, by=publisher())
    make_published_article(title_en="Bridge in English", title_ka="ხიდი ორივე ენაზე")

    found = client.get(f"{LIST}article/{one.pk}/choose/?q=ხიდი").context["found"]

    assert {side.record.pk for side, _url in found} == {other.pk, draft.pk}
    assert client.get(found[0][1]).status_code == 200


def test_texts_that_cannot_be_joined_are_told_why(client):
    one, _other = pair()
    second = make_published_article(title_en="Road")

    page = client.get(f"{LIST}article/{one.pk}/{second.pk}/")

    assert page.context["reason"] == "Both have their text in the same language: English."
    response = client.post(f"{LIST}article/{one.pk}/{second.pk}/")
    assert response.context["reason"] == "Both have their text in the same language: English."


def test_joined_pair_is_split_from_its_list(client):
    one, other = pair()
    article = join(one, other, by=publisher())
    (row,) = client.get(f"{LIST}joined/").context["rows"]

    assert client.get(row.split_url).context["reason"] == ""
    assert Join.objects.count() == 1
    response = client.post(row.split_url, follow=True)

    assert texts(response) == ["Two texts again: “Bridge 1” and “ხიდი 1”."]
    assert Article.objects.count() == 2
    assert client.get(f"{LIST}article/{article.pk}/split/").context["reason"].startswith("There is nothing to split")


def test_entries_of_menus_follow_a_join_and_a_split(client):
    one, other = pair()
    entry = MenuEntry.objects.create(menu=Menu.objects.first(), kind="article", record=other.pk, position=9)

    client.post(f"{LIST}article/{one.pk}/{other.pk}/")
    entry.refresh_from_db()
    assert entry.record == one.pk
    client.post(f"{LIST}article/{one.pk}/split/")

    entry.refresh_from_db()
    assert entry.record == other.pk


@pytest.mark.parametrize("posted", [{}, {"join": "x"}, {"ticked": ["9" * 40]}, {"refuse": "-1"}, {"offer": "\0"}])
def test_bad_input_does_nothing(client, posted):
    response = client.post(LIST, posted, follow=True)

    assert texts(response) == ["Nothing was done: tick a pair first, or the list has changed meanwhile."]


@pytest.mark.parametrize("path", ["nothing/{0}/{0}/", "article/{0}/{0}/", "article/{0}/choose/", "article/{0}/split/", "?p=x&show=y"])
def test_addresses_of_nothing_are_not_found(client, path):
    status = client.get(LIST + path.format("01a2037d-4b2b-7c00-8061-d0d349bb9e6f")).status_code

    assert status == (200 if path.startswith("?") else 404)
