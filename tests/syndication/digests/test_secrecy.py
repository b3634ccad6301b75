"""Addresses of readers: opened by the keys of the site alone, found without being read, and nowhere else than in their table."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from pages.leaving import parts
from publishing.models import Audit
from syndication.digests import links, mailing, secrecy, subscribing
from syndication.models import Mailing, Reader, Subscription
from tests.factories import make_published_article, make_superuser
from tests.roles import client_of, member_of
from tests.syndication.digests.reading import ADDRESS, GENERAL, fill_in, link, next_morning, subscribed, work

pytestmark = pytest.mark.django_db


def everything_stored() -> str:
    """Return what stands in the tables of mails."""
    rows = [row for model in (Reader, Subscription, Mailing) for row in model.objects.values_list()]
    return repr([bytes(value) if isinstance(value, memoryview) else value for row in rows for value in row])


def test_no_table_log_or_archive_holds_an_address(client, caplog):
    fill_in(client)
    client.post(link(work()[0], "confirm"))
    make_published_article(title_en="Talks")
    next_morning()

    assert Reader.objects.exists()
    for word in ("nino", "Nino", "example.org"):
        assert word not in everything_stored()
        assert word not in caplog.text
    assert not Audit.objects.filter(action__icontains="mail").exists()
    assert {parts.why_not(model) for model in (Reader, Subscription, Mailing)} == {parts.APPS["syndication"]}


def test_address_is_found_however_it_is_typed():
    subscribed()

    assert secrecy.find(" nino@EXAMPLE.org") == Reader.objects.get()
    assert secrecy.find("nina@example.org") is None
    assert secrecy.unlock(Reader.objects.get()) == ADDRESS


def test_key_is_replaced_while_links_and_mails_go_on(client, settings):
    subscribed()
    make_published_article(title_en="Talks")
    stop = link(next_morning()[0], "stop")
    settings.MAIL_KEYS = ["new", settings.SECRET_KEY]

    assert secrecy.find(ADDRESS) is not None
    said = io.StringIO()
    call_command("lock_mail_addresses", stdout=said)
    assert said.getvalue().startswith("1 addresses")

    settings.MAIL_KEYS = ["new"]
    make_published_article(title_en="More")
    assert [message.to for message in next_morning()] == [[ADDRESS]]
    # Links of before need the key of before.
    assert client.post(stop).status_code == 404
    settings.MAIL_KEYS = ["new", settings.SECRET_KEY]
    assert client.post(stop).status_code == 200
    assert not Reader.objects.exists()


def test_address_that_no_key_opens_is_kept_and_said(settings, caplog):
    subscribed()
    make_published_article(title_en="Talks")
    settings.MAIL_KEYS = ["another"]

    assert next_morning() == []
    assert "No key of the site opens" in caplog.text
    with pytest.raises(CommandError, match="1 addresses are opened by no key"):
        call_command("lock_mail_addresses", stdout=io.StringIO())
    assert (Reader.objects.count(), Mailing.objects.count()) == (1, 1)
    settings.MAIL_KEYS = []
    Mailing.objects.update(next_at=Mailing.objects.get().next_at - mailing.LEASE)
    assert mailing.send_due() == 1


def test_link_for_one_thing_opens_no_other():
    signed = links.address(links.STOP, "one.x", "en").rstrip("/").rpartition("/")[2]

    assert links.opened(links.STOP, signed) == "one.x"
    assert links.opened(links.MANAGE, signed) is None


def test_desk_shows_numbers_and_deletes_an_address_that_is_typed_in():
    subscribed()
    client = client_of(make_superuser())
    address = reverse("admin:syndication_reader_changelist")

    page = client.get(address).content.decode()
    assert "Addresses that get mails" in page
    assert "example.org" not in page
    assert str(Reader.objects.get().pk) not in page

    assert client.post(address, {"address": "nobody"}).status_code == 200
    assert "gets no mails" in client.post(address, {"address": "b@example.org"}, follow=True).content.decode()
    before = Audit.objects.count()
    assert "is deleted" in client.post(address, {"address": "NINO@example.org"}, follow=True).content.decode()
    assert (Reader.objects.count(), Audit.objects.count()) == (0, before)


def test_desk_shows_readers_to_administrators_alone():
    subscribed()
    address = reverse("admin:syndication_reader_changelist")

    for role, status in (("Author", 403), ("Editor", 403), ("Administrator", 200)):
        assert client_of(member_of(role)).get(address).status_code == status
    client = client_of(member_of("Administrator", "another"))
    assert client.get(reverse("admin:syndication_reader_change", args=[Reader.objects.get().pk])).status_code == 403


def test_site_without_a_mail_server_asks_nobody_for_an_address(client, settings):
    article = make_published_article(title_en="Talks", title_ka="მოლაპარაკება", languages=["en"])
    paths = ("/en/subscribe/", "/en/news/", f"/ka/news/{article.slug_ka or article.slug_en}/")
    settings.MAILS_READERS = False

    assert client.get(GENERAL).status_code == 404
    for path in paths:
        assert "subscribe/mail/" not in client.get(path, follow=True).content.decode()


@pytest.mark.parametrize("path", ["/en/news/", "/en/corrections/"])
def test_lists_lead_to_their_form(client, path):
    make_published_article(title_en="Talks")

    assert "/en/subscribe/mail/" in client.get(path).content.decode()


def test_tidying_leaves_what_is_confirmed():
    subscribed()
    subscribing.tidy()

    assert Reader.objects.count() == 1
