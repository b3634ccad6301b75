import datetime as dt
import socket
import ssl
import threading
from collections import namedtuple
from contextlib import suppress

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.cache import cache, caches
from django.core.management import CommandError, call_command
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from config.backups import making
from config.demo.users import PASSWORD
from config.doctor import address, examining, machine, services
from config.doctor.findings import Grade, examine
from publishing.work import run_next_task
from syndication.models import HubState, Partner
from syndication.purging.telling import FAILING

Usage = namedtuple("Usage", "total used free")


def seen(look):
    """Return the grades and words of an examination, as lists."""
    found = list(look())
    return [grade for grade, _words in found], " ".join(words for _grade, words in found)


@pytest.mark.parametrize(("used", "grade"), [(50, Grade.FINE), (80, Grade.MIND), (95, Grade.MEND)])
def test_disk_that_fills_is_told(monkeypatch, used, grade):
    monkeypatch.setattr(machine.shutil, "disk_usage", lambda _path: Usage(100, used, 100 - used))

    assert set(seen(machine.disks)[0]) == {grade}


def test_demo_is_nothing_that_others_may_reach(settings):
    settings.DEMO = True
    assert seen(machine.settings_are_safe)[0] == [Grade.MEND]

    settings.DEMO = settings.DEBUG = False
    assert "security.W004" in seen(machine.settings_are_safe)[1]


def test_originals_that_others_may_read_are_told(settings, tmp_path):
    originals = tmp_path / "originals"
    originals.mkdir(mode=0o750)
    settings.DATA_DIR = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "originals": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": originals}},
    }
    tmp_path.chmod(0o755)
    assert seen(machine.files_are_closed)[0] == [Grade.FINE]

    originals.chmod(0o755)
    assert f"chmod o-rwx {originals}" in seen(machine.files_are_closed)[1]

    tmp_path.chmod(0o750)
    assert seen(machine.files_are_closed)[0] == [Grade.FINE]


def test_database_behind_or_ahead_of_the_release_is_told():
    assert seen(machine.migrations_are_applied)[0] == [Grade.FINE]

    recorder = MigrationRecorder.Migration.objects
    recorder.create(app="news", name="9999_of_tomorrow")
    assert "news.9999_of_tomorrow" in seen(machine.migrations_are_applied)[1]

    recorder.filter(app="news").delete()
    assert "manage.py migrate" in seen(machine.migrations_are_applied)[1]


def test_database_answers():
    assert seen(machine.database_is_well)[1].startswith(("SQLite 3", "PostgreSQL "))


def test_styles_that_were_not_collected_are_told(settings, tmp_path):
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": "config.storage.StaticStorage"}}
    settings.STATIC_ROOT = str(tmp_path)
    assert "collectstatic" in seen(machine.static_files_are_of_this_release)[1]

    call_command("collectstatic", "--no-input", "-v0")
    # What the storage knows of its files it reads when it is made.
    settings.STORAGES = {**settings.STORAGES}
    assert seen(machine.static_files_are_of_this_release)[1].endswith(" collected")


def test_cache_that_keeps_nothing_is_told(settings):
    assert seen(services.cache_is_well)[0] == [Grade.FINE]

    settings.CACHES = {**settings.CACHES, "default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    assert seen(services.cache_is_well)[0] == [Grade.MEND]


@pytest.mark.django_db(transaction=True)
def test_worker_is_asked_to_do_something(monkeypatch):
    monkeypatch.setattr(services, "WORKER_TAKES", 0.3)
    assert "manage.py work" in seen(services.worker_works)[1]

    monkeypatch.setattr(services, "WORKER_TAKES", 15.0)
    monkeypatch.setattr(services.time, "sleep", lambda _seconds: run_next_task())
    assert seen(services.worker_works)[0] == [Grade.FINE]
    assert not DBTaskResult.objects.exists()


def test_mails_that_reach_nobody_are_told(settings):
    assert seen(services.mail_goes_out)[0] == [Grade.MIND]

    with socket.create_server(("127.0.0.1", 0)) as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.getsockname()
    assert "does not take mails" in seen(services.mail_goes_out)[1]


def test_partner_that_does_not_hear_for_a_day_is_told():
    lost = Partner.objects.create(name="Archive", failing_since=timezone.now() - dt.timedelta(hours=23))
    assert seen(services.partners_hear)[0] == [Grade.FINE]

    Partner.objects.filter(pk=lost.pk).update(failing_since=timezone.now() - dt.timedelta(hours=25))
    assert "“Archive” has failed since" in seen(services.partners_hear)[1]


def test_hub_and_cache_that_do_not_hear_for_a_day_are_told(settings):
    HubState.objects.create(pk=1, failures=30)
    since = timezone.now() - dt.timedelta(hours=25)
    caches["counts"].set(FAILING, since.isoformat())
    assert seen(services.feeds_are_told)[0] == [Grade.FINE]

    settings.WEBSUB_HUB, settings.PURGE_URL = "https://hub.example/", "http://127.0.0.1:6081/"
    grades, words = seen(services.feeds_are_told)

    assert grades == [Grade.MIND, Grade.MEND]
    assert "has not taken a message in 30 tries" in words
    assert f"has not answered since {timezone.localtime(since):%d.%m.%Y %H:%M}" in words


@pytest.mark.django_db(transaction=True)
def test_backup_that_lacks_or_is_old_is_told(settings, tmp_path):
    settings.BACKUP_TO, settings.BACKUP_RECIPIENTS, settings.BACKUP_PASSPHRASE = str(tmp_path), [], ""
    assert "Nobody could open this backup" in seen(services.backups_are_made)[1]

    settings.BACKUP_RECIPIENTS, settings.BACKUP_PASSPHRASE = [], "sixteen letters and more"
    assert "There is none" in seen(services.backups_are_made)[1]

    made = making.make()
    assert seen(services.backups_are_made)[0] == [Grade.FINE]

    made.folder.rename(tmp_path / "20261101T000000Z")
    assert "The newest is of 01.11.2026 04:00" in seen(services.backups_are_made)[1]


def test_password_that_everybody_knows_is_told(settings):
    get_user_model().objects.create_user("editor", password=PASSWORD)
    get_user_model().objects.create_user("author", password="another one altogether")

    settings.DEMO = False
    assert seen(services.accounts_are_closed) == (
        [Grade.MEND],
        "Everybody knows the password of editor: it is that of the demo. Change it, or delete the account.",
    )


@pytest.mark.django_db(transaction=True)
def test_site_is_asked_at_its_public_address(settings, live_server):
    settings.SITE_URL = live_server.url
    assert seen(address.answers)[0] == [Grade.FINE]

    cache.clear()
    settings.ALLOWED_HOSTS = ["elsewhere.example"]
    assert "answers 400" in seen(address.answers)[1]


@pytest.fixture
def served(monkeypatch, settings, tmp_path):
    """Give a function that serves TLS, for one who asks, with a certificate that ends in so many days."""
    servers = []

    def serve(days, *, trusted=True):
        key, now = ec.generate_private_key(ec.SECP256R1()), timezone.now()
        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
        made = x509.CertificateBuilder(
            name, name, key.public_key(), x509.random_serial_number(), now - dt.timedelta(days=1), now + dt.timedelta(days=days, hours=1)
        )
        made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False).sign(key, hashes.SHA256())
        file = tmp_path / "site.pem"
        private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        file.write_bytes(made.public_bytes(serialization.Encoding.PEM) + private)
        monkeypatch.setenv("SSL_CERT_FILE", str(file) if trusted else "/dev/null")
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        server = socket.create_server(("localhost", 0))
        servers.append((server, thread := threading.Thread(target=answer_once, args=[server, context])))
        thread.start()
        settings.SITE_URL = f"https://localhost:{server.getsockname()[1]}"

    yield serve
    for server, thread in servers:
        thread.join()
        server.close()


def answer_once(server, context):
    plain, _address = server.accept()
    # Whoever asks may not like the certificate.
    with plain, suppress(OSError):
        context.wrap_socket(plain, server_side=True).close()


@pytest.mark.parametrize(("days", "grade", "words"), [(40, Grade.FINE, "good for 40 days"), (13, Grade.MEND, "The certificate ends in 13 days.")])
def test_certificate_that_ends_soon_is_told(served, days, grade, words):
    served(days)

    grades, said = seen(address.certificate_lasts)

    assert (grades, said.startswith(words)) == ([grade], True)


def test_certificate_that_browsers_refuse_is_told(served):
    served(40, trusted=False)

    assert "Browsers refuse the certificate" in seen(address.certificate_lasts)[1]


def test_examination_that_fails_is_a_finding():
    def fail():
        raise OSError("no such device")
        yield

    assert [(each.part, each.grade) for each in examine([("disk", fail)])] == [("disk", Grade.MEND)]


def test_what_is_wrong_is_mailed_the_worst_first_and_nothing_else(settings, monkeypatch, capsys):
    settings.OPERATORS_EMAIL = "operator@example.org"
    looks = {"disk": (Grade.FINE, "half full"), "mail": (Grade.MIND, "to the log"), "worker": (Grade.MEND, "none")}
    monkeypatch.setattr(examining, "EXAMINATIONS", [(part, lambda found=found: iter([found])) for part, found in looks.items()])

    with pytest.raises(CommandError, match="1 to mend, 1 to mind"):
        call_command("doctor", "--mail")

    assert capsys.readouterr().out == "ok    disk: half full\nmind  mail: to the log\nMEND  worker: none\n"
    assert [sent.body.split("\n\n")[:2] for sent in mail.outbox] == [["MEND  worker: none", "mind  mail: to the log"]]


def test_operator_hears_nothing_while_all_is_well(settings, monkeypatch):
    settings.OPERATORS_EMAIL = "operator@example.org"
    monkeypatch.setattr(examining, "EXAMINATIONS", [("disk", lambda: iter([(Grade.FINE, "half full")]))])

    call_command("doctor", "--mail")

    assert mail.outbox == []
