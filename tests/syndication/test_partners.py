"""Partners at the desk: made with a secret that is shown once, tested, switched, and the log of what they were handed."""

import re

import pytest
from django.urls import reverse
from lxml import html

from publishing.models import Audit
from syndication import delivering, expanding, signing
from syndication.models import Delivery, Partner
from tests.factories import make_published_article
from tests.roles import browser_of, member_of
from tests.syndication.receiver import receiving

ADD, LIST, LOG = (reverse(f"admin:syndication_{name}") for name in ("partner_add", "partner_changelist", "delivery_changelist"))
FIELDS = {"name": "Library", "mail": "lib@example.org"}


def at(name, row):
    return reverse(f"admin:syndication_{name}", args=[row.pk])


def test_administrator_adds_a_partner_and_renews_the_secret(client):
    make_published_article(title_en="Before")
    user = member_of("Administrator")
    with receiving() as receiver:
        made = browser_of(user).open(ADD).fill(**FIELDS, address=receiver.address).press("_save")
        partner = Partner.objects.get()
        secret = re.search(r"whsec_[\w+/=]+", made.content.decode()).group()
        assert (partner.secret, partner.sequence, partner.condition) == (secret, 1, "active")

        client.force_login(user)
        shown = client.get(at("partner_change", partner)).content.decode()
        assert (secret in shown, "Nothing was handed on yet." in shown) == (False, True)
        # The test's browser would send a form without its token too.
        assert [form.action for form in html.fromstring(shown).forms if form.method == "POST" and "csrfmiddlewaretoken" not in form.fields] == []
        renewed = client.post(at("partner_secret", partner)).content.decode()
        partner.refresh_from_db()
        assert (partner.secret in renewed, partner.former_secret, partner.secret == secret) == (True, secret, False)

        edited = browser_of(user).open(at("partner_change", partner)).fill(name="Archive").press("_save")
        partner.refresh_from_db()
        assert (edited.status_code, partner.name, partner.secret in renewed) == (302, "Archive", True)
    actions = list(Audit.objects.filter(action__contains="partner").order_by("pk").values_list("action", flat=True))
    assert actions == ["partner added", "secret of a partner renewed", "partner changed"]
    assert "whsec_" not in repr(list(Audit.objects.values_list("detail")))


def test_addresses_are_refused_in_words_at_the_form(settings):
    settings.PUSH_TO_LOOPBACK = False
    form = browser_of(member_of("Administrator")).open(ADD)

    for address, words in {
        "http://example.org/": "must begin with https://",
        "https://127.0.0.1/hook": "This address is not public",
        "https://localhost/": "This address is not public",
        "https://user:word@example.org/": "Leave name and password out",
        "https://example.org:25/": "Port 25 is none of a web server",
        "https://name.invalid/": "Nobody knows the name name.invalid",
    }.items():
        answer = form.fill(**FIELDS, address=address).press("_save").content.decode()
        assert words in answer, address
    assert not Partner.objects.exists()


def test_test_event_log_replay_and_switches(client, monkeypatch):
    monkeypatch.setattr(delivering, "PAUSES", [0.0] * 12)
    client.force_login(member_of("Administrator"))
    with receiving() as receiver:
        partner = receiver.partner()
        page = client.post(at("partner_test", partner), follow=True).content.decode()
        assert "A test event is on its way" in page
        delivering.serve(partner.pk, 10)
        assert [said["type"] for _id, said in receiver.taken] == ["test"]

        make_published_article(title_en="Visit")
        receiver.plan = lambda: 500
        expanding.expand_all()
        delivering.serve(partner.pk, 1)
        delivery = Delivery.objects.get(sequence=1)
        log, shown = client.get(LOG).content.decode(), client.get(at("delivery_change", delivery)).content.decode()
        assert ("article.published" in log, delivery.message_id in shown, "500" in shown) == (True, True, True)
        assert [client.get(LOG, {"q": q}).context["cl"].result_count for q in ("1", str(delivery.record), "2", "nothing")] == [1, 1, 0, 0]

        receiver.plan = lambda: 200
        delivering.serve(partner.pk, 10)
        client.post(at("delivery_replay", delivery))
        client.post(LOG, {"action": "replay_chosen", "_selected_action": [str(delivery.pk)]})
        delivering.serve(partner.pk, 10)
        # The same id again, by which a receiver knows it.
        assert [key for key, _said in receiver.taken[1:]] == [delivery.message_id] * 2

        client.post(at("partner_off", partner))
        make_published_article(title_en="Another")
        assert (expanding.expand_all(), delivering.with_work()) == (0, [])
        client.post(at("partner_on", partner))
        expanding.expand_all()
        assert delivering.with_work() == [partner.pk]


def test_lists_cost_the_same_for_one_and_for_many(client, django_assert_max_num_queries):
    client.force_login(member_of("Administrator"))
    for count in (1, 5):
        for _time in range(count):
            partner = Partner.objects.create(name="P", mail="p@example.org", address="https://example.org/", secret=signing.new_secret())
            Delivery.objects.create(partner=partner, event="test")
        with django_assert_max_num_queries(12):
            client.get(LOG)
        with django_assert_max_num_queries(12):
            client.get(LIST)
        with django_assert_max_num_queries(20):
            client.get(at("partner_change", partner))


@pytest.mark.parametrize("role", ["Author", "Editor"])
def test_others_see_no_partners(client, role):
    partner = Partner.objects.create(name="P", mail="p@example.org", address="https://example.org/", secret=signing.new_secret())
    delivery = Delivery.objects.create(partner=partner, event="test")
    client.force_login(member_of(role))

    assert [client.get(each).status_code for each in (ADD, LIST, LOG, at("partner_change", partner), at("delivery_change", delivery))] == [403] * 5
    acts = [at(f"partner_{name}", partner) for name in ("test", "secret", "off", "on")] + [at("delivery_replay", delivery)]
    assert [client.post(each).status_code for each in acts] == [403] * 5
    assert Delivery.objects.count() == 1
