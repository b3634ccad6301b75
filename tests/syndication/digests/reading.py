"""A reader: fills in the form, opens the mail, follows its links."""

import datetime as dt
import re
from urllib.parse import urlsplit

from django.core import mail
from django.test import Client
from django.utils import timezone

from syndication.digests import mailing, planning, subscribing
from syndication.digests.subscribing import Wanted
from syndication.digests.topics import Topic, What
from syndication.models import Mailing, Subscription

ADDRESS = "Nino@example.org"
GENERAL = "/en/subscribe/mail/"
NEWS, CORRECTIONS = Topic(What.NEWS), Topic(What.CORRECTIONS)


def token_of(client: Client, path: str) -> str:
    """Return the token of a form, as it is given out."""
    return re.search(r'name="token" value="([^"]+)"', client.get(path).content.decode())[1]


def fill_in(client: Client, path: str = GENERAL, headers: dict[str, str] | None = None, **values: object):
    """Send the form at an address, as a reader would."""
    filled = {"mail": ADDRESS, "what": ["0"], "often": "daily", "language": path[1:3], "token": token_of(client, path)}
    return client.post(path, filled | values, headers=headers or {})


def subscribed(*topics: Topic, address: str = ADDRESS, language: str = "en", often: str = "daily") -> list[Subscription]:
    """Let somebody ask for mails, and confirm it; no mail is left of that."""
    subscribing.ask(Wanted(address, topics or (NEWS,), language, often))
    made = subscribing.confirm(Subscription.objects.latest("asked_at").asked)
    Mailing.objects.filter(kind=Mailing.Kind.CONFIRM).delete()
    return made


def next_morning() -> list[mail.EmailMultiAlternatives]:
    """Let the moment of the next digests come, and everything be sent; return the mails."""
    Subscription.objects.filter(next_at__isnull=False).update(next_at=timezone.now() - dt.timedelta(seconds=1))
    return work()


def work() -> list[mail.EmailMultiAlternatives]:
    """Do what the worker does; return the mails that went."""
    before = len(mail.outbox)
    planning.plan()
    mailing.send_due()
    return mail.outbox[before:]


def link(message: mail.EmailMultiAlternatives, name: str) -> str:
    """Return the path of the link of a mail whose address has a name in it."""
    return urlsplit(re.search(rf"https?://\S+/subscribe/mail/{name}/\S+", message.body)[0]).path
