"""What is not public stands in no mail, and on no page that a link in a mail opens, whoever asked for it and when."""

import uuid

import pytest
from django.core import mail
from django.utils import timezone

from library.models import Tag
from publishing.registry import by_kind, record_types
from syndication.digests import mailing, planning, secrecy
from syndication.digests.topics import KINDS, TAG, What
from syndication.models import Mailing, Reader, Subscription
from tests.publishing.hidden import ADDRESS, HIDDEN, WERE_PUBLIC, hide_all
from tests.publishing.test_leaks import leaks, named, without
from tests.publishing.walk import Answer
from tests.syndication.digests.reading import link

pytestmark = pytest.mark.django_db


def keys_of(kind: str) -> list[uuid.UUID]:
    """Return the keys of all tags or records of a kind, public or not."""
    return list((Tag if kind == TAG else by_kind(kind).model)._default_manager.values_list("pk", flat=True))


def wanted_of_all() -> list[dict[str, object]]:
    """Return all that there is to be asked for, of what nobody sees too."""
    topics = [{"what": What.TOPIC, "record_kind": kind, "record": key} for kind in KINDS for key in keys_of(kind)]
    texts = [{"what": What.TRANSLATION, "record_kind": kind.kind, "record": key} for kind in record_types() for key in keys_of(kind.kind)]
    return [{"what": What.NEWS}, {"what": What.CORRECTIONS}, *topics, *texts]


def ask(number: int, language: str, **wanted: object) -> None:
    """Let an address of its own ask for something; where it stands in no mail, it is not for standing under another heading."""
    reader, form = Reader.objects.create(**secrecy.lock(f"{number}@example.org")), uuid.uuid4()
    Subscription.objects.create(reader=reader, asked=form, language=language, **wanted)
    Mailing.objects.create(reader=reader, kind=Mailing.Kind.CONFIRM, asked=form, language=language)


@pytest.mark.parametrize("kind", ["article", pytest.param("chronology", marks=pytest.mark.any_database)])
def test_hidden_records_stand_in_no_mail(client, kind):
    secret = {}
    for hide, words in hide_all(kind, HIDDEN).items():
        secret |= named(hide, without(words, *(ADDRESS if hide in WERE_PUBLIC else ())))
    wanted = wanted_of_all()
    for number, each in enumerate(wanted):
        ask(number, ("en", "ka")[number % 2], **each)

    send_all()
    forms = list(mail.outbox)
    pages = [link(message, name) for message in forms[:: len(forms) // 20] for name in ("manage", "confirm", "stop")]
    answers = [Answer(path, 200, client.get(path).content.decode().lower()) for path in pages]
    Subscription.objects.update(confirmed_at=timezone.now(), next_at=timezone.now())
    planning.plan()
    send_all()

    assert len(forms) == len(wanted)
    assert len(mail.outbox) > len(forms)
    answers += [Answer("", 200, f"{message.subject}\n{message.body}\n{message.alternatives[0].content}".lower()) for message in mail.outbox]
    assert leaks(secret, answers) == []


@pytest.mark.any_database
def test_search_for_what_is_hidden_finds_nothing():
    words = [word for made in hide_all("article", HIDDEN).values() for name, word in made.made.items() if name == "title_en"]
    for number, word in enumerate(words):
        ask(number, "en", what=What.SEARCH, question=f"q={word}")

    send_all()
    # Nor does the first mail carry what a stranger typed.
    assert [word for word in words if any(word in message.body.lower() for message in mail.outbox)] == []
    mail.outbox.clear()
    Subscription.objects.update(confirmed_at=timezone.now(), next_at=timezone.now())
    planning.plan()
    send_all()

    assert mail.outbox == []


def send_all() -> None:
    """Send until nothing waits."""
    while Mailing.objects.filter(next_at__lte=timezone.now()).exists():
        mailing.send_due()
