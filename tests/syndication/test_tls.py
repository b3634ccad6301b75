"""Webhooks over TLS: to a server whose certificate is that of its name and is trusted, and to no other."""

import subprocess

import pytest

from syndication.sending import NotSentError, post
from tests.syndication.receiver import receiving


@pytest.fixture
def certificate(tmp_path):
    """Make certificates for a name: returns the file of one, which holds its key too."""

    def made(name):
        file, key = tmp_path / f"{name}.pem", tmp_path / f"{name}.key"
        subject = ["-subj", f"/CN={name}", "-addext", f"subjectAltName=DNS:{name}", "-days", "2"]
        command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", *subject]
        subprocess.run([*command, "-keyout", key, "-out", file], check=True, capture_output=True)
        file.write_bytes(file.read_bytes() + key.read_bytes())
        return file

    return made


def sent(receiver):
    """Send something as a partner's webhook gets it; return the status."""
    with receiver.lock:
        receiver.plan = lambda: 204
    return post(receiver.address, b"{}", {"Content-Type": "application/json"}).status


def test_message_goes_to_a_server_that_is_trusted_and_has_the_name(certificate, monkeypatch):
    good = certificate("localhost")
    monkeypatch.setenv("SSL_CERT_FILE", str(good))

    with receiving(certificate=good) as receiver:
        assert (receiver.address[:18], sent(receiver), len(receiver.seen)) == ("https://localhost:", 204, 1)


def test_nothing_goes_to_a_server_with_another_name_or_that_nobody_trusts(certificate, monkeypatch):
    other, unknown = certificate("partner.example"), certificate("localhost")
    monkeypatch.setenv("SSL_CERT_FILE", str(other))

    for file, words in ((other, "doesn't match 'partner.example'"), (unknown, "(?i)certificate.verify.failed")):
        with receiving(certificate=file) as receiver:
            with pytest.raises(NotSentError, match=words):
                sent(receiver)
            assert receiver.seen == []
