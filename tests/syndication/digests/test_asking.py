"""How mails are asked for, begun and ended: nothing without a yes, nothing told of an address, nothing kept that has ended."""

import datetime as dt

import pytest
from django.core.cache import caches
from django.utils import timezone

from chronicle.models import Chronology
from publishing import strangers
from syndication.digests import forms, subscribing
from syndication.models import Mailing, Reader, Subscription
from tests.factories import make_actor, make_published_actor, make_published_article, make_published_chronology, make_tag
from tests.syndication.digests.reading import ADDRESS, GENERAL, NEWS, fill_in, link, next_morning, subscribed, token_of, work

pytestmark = pytest.mark.django_db


def test_nothing_but_one_mail_goes_before_the_reader_says_yes(client):
    answer = fill_in(client)
    (first,) = work()
    make_published_article(title_en="Talks")

    assert "Look into your mail" in answer.content.decode()
    assert first.to == ["Nino@example.org"]
    assert next_morning() == []
    assert not Subscription.objects.confirmed().exists()


def test_link_shows_and_only_its_button_begins(client):
    fill_in(client)
    path = link(work()[0], "confirm")

    # A program that looks for evil mail opens every link.
    shown = client.get(path)
    assert "Do you want these mails?" in shown.content.decode()
    assert not Subscription.objects.confirmed().exists()

    begun = client.post(path)
    assert "You are subscribed" in begun.content.decode()
    assert Subscription.objects.confirmed().count() == 1
    # Twice is once.
    assert client.post(path).status_code == client.get(path).status_code == 200
    assert Subscription.objects.count() == 1
    make_published_article(title_en="Talks")
    assert [message.subject for message in next_morning()] == ["Matiane: Talks"]


def test_link_is_good_for_48_hours_and_then_nothing_is_kept(client):
    fill_in(client)
    path = link(work()[0], "confirm")
    Subscription.objects.update(asked_at=timezone.now() - dt.timedelta(hours=48, seconds=1))

    assert client.post(path).status_code == 410
    subscribing.tidy()

    assert (Subscription.objects.count(), Reader.objects.count()) == (0, 0)
    assert client.get(path).status_code == 410


def test_answer_is_the_same_for_an_address_that_is_known(client):
    unknown = fill_in(client).content
    subscribed()

    assert fill_in(client).content == unknown
    # Many forms fill nobody's box.
    for _time in range(5):
        assert fill_in(client).content == unknown
    assert Mailing.objects.filter(kind=Mailing.Kind.CONFIRM).count() <= subscribing.MOST_ASKED


def test_pages_set_no_cookie_and_are_kept_by_nobody(client):
    fill_in(client)
    message = work()[0]

    for path in (GENERAL, link(message, "confirm"), link(message, "manage"), link(message, "stop")):
        answer = client.get(path)
        assert (answer.headers["Cache-Control"], len(answer.cookies)) == ("no-store", 0)
        assert '<meta name="robots" content="noindex">' in answer.content.decode()
        assert "csrfmiddlewaretoken" not in answer.content.decode()


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"mail": ""}, "Give the address"),
        ({"mail": "nobody"}, "This is no e-mail address."),
        ({"mail": "a@example.org\nBcc: b@example.org"}, "This is no e-mail address."),
        ({"what": []}, "Choose something."),
        ({"what": ["99"]}, "Choose from the list."),
        ({"often": "hourly"}, "Choose from the list."),
        ({"language": "fr"}, "Choose from the list."),
    ],
)
def test_what_cannot_be_sent_is_said_beside_the_field(client, values, said):
    page = fill_in(client, **values)

    assert (page.status_code, said in page.content.decode()) == (200, True)
    assert not Reader.objects.exists()


def test_machines_and_other_sites_are_kept_out(client, monkeypatch):
    assert fill_in(client, website="https://spam.example").status_code == 200
    assert fill_in(client, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert fill_in(client, token="made up").status_code == 403
    # A form about something else.
    make_published_chronology(title_en="Visits")
    token = token_of(client, "/en/subscribe/mail/corrections/")
    assert fill_in(client, token=token).status_code == 403
    monkeypatch.setattr(strangers, "FASTEST", 2)
    assert fill_in(client).status_code == 429

    assert not Reader.objects.exists()


def test_one_form_counts_once_and_many_are_too_many(client, monkeypatch):
    caches[strangers.COUNTS].clear()
    monkeypatch.setattr(forms, "MOST_OF_ONE", 2)
    token = token_of(client, GENERAL)

    assert [fill_in(client, token=token).status_code for _time in range(2)] == [200, 200]
    assert Subscription.objects.count() == 1
    assert [fill_in(client, mail=f"{number}@example.org").status_code for number in range(2)] == [200, 429]


def test_form_of_a_record_that_is_not_public_is_not_there(client):
    actor, tag = make_actor(name_en="Hidden"), make_tag("Unused")

    for path in (f"actor/{actor.pk}/", f"tag/{tag.pk}/", f"translation/{actor.short_id}/", "search/"):
        assert client.get(f"{GENERAL}{path}").status_code == 404


def test_general_form_names_public_chronologies_only(client):
    make_published_chronology(title_en="Visits")
    Chronology.objects.create(title_en="Secret")

    page = client.get(GENERAL).content.decode()

    assert "Visits" in page
    assert "Secret" not in page


def test_reader_sees_all_that_the_address_gets_and_ends_one_of_it(client):
    actor = make_published_actor(name_en="Ana Iashvili")
    fill_in(client, f"/en/subscribe/mail/actor/{actor.pk}/", what=["0", "1"])
    message = work()[0]
    client.post(link(message, "confirm"))
    path = link(message, "manage")

    page = client.get(path).content.decode()
    assert "Ana Iashvili, every morning" in page
    assert "N…@example.org" in page
    assert "Nino@" not in page

    gone = Subscription.objects.get(what="topic")
    assert client.post(path, {"end": str(gone.pk)}).status_code == 303
    assert [each.what for each in Subscription.objects.all()] == ["news"]
    client.post(path, {"all": "1"})
    assert not Reader.objects.exists()
    assert "You are unsubscribed" in client.get(path).content.decode()


def test_link_of_one_reader_opens_nothing_of_another(client):
    (mine,), (theirs,) = subscribed(NEWS), subscribed(NEWS, address="b@example.org")
    make_published_article(title_en="Talks")
    message = next(each for each in next_morning() if each.to == [ADDRESS])

    client.post(link(message, "manage"), {"end": str(theirs.pk)})

    assert set(Subscription.objects.values_list("pk", flat=True)) == {mine.pk, theirs.pk}


@pytest.mark.parametrize("name", ["confirm", "manage", "stop"])
def test_link_that_was_changed_opens_nothing(client, name):
    fill_in(client)
    path = link(work()[0], name)

    for changed in (f"{path[:-3]}A/", path.replace(f"/{name}/", f"/{name}/x"), f"{GENERAL}{name}/%00/"):
        assert client.post(changed).status_code == 404
    assert Subscription.objects.count() == 1


def test_asking_again_changes_how_often_only_once_it_is_confirmed(client):
    subscribed()
    fill_in(client, often="weekly")
    assert [each.often for each in Subscription.objects.confirmed()] == ["daily"]

    client.post(link(work()[0], "confirm"))

    assert [each.often for each in Subscription.objects.all()] == ["weekly"]
