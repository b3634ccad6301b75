import io

import pytest
from pyrage import x25519

from config.backups.sealing import SealError, keys, opened, seal, sealed

TEXT = "მატიანე ".encode() * 50_000


def sealed_text(recipients, text=TEXT):
    into = io.BytesIO()
    with sealed(into, recipients) as plain:
        plain.write(text)
    return into.getvalue()


def text_of(content, identities):
    with opened(io.BytesIO(content), identities) as plain:
        return plain.read()


def test_what_was_sealed_is_opened_by_the_key_alone():
    key, other = x25519.Identity.generate(), x25519.Identity.generate()

    content = sealed_text([key.to_public()])

    assert "მატიანე".encode() not in content
    assert text_of(content, [key]) == TEXT
    with pytest.raises(SealError, match="the key is another one"):
        text_of(content, [other])


@pytest.mark.parametrize(
    "damage", [lambda content: content[:-1], lambda content: content[:-20] + b"x" * 20, lambda content: content[: len(content) // 2]]
)
def test_what_was_changed_or_cut_off_is_refused(damage):
    key = x25519.Identity.generate()
    content = damage(sealed_text([key.to_public()]))

    with pytest.raises(SealError, match="damaged"):
        text_of(content, [key])


def test_pass_phrase_opens_what_it_sealed(settings):
    settings.BACKUP_RECIPIENTS, settings.BACKUP_PASSPHRASE = [], "sixteen letters and more"
    who = seal()
    content = sealed_text(who.recipients)

    assert text_of(content, keys(who.locked_key)) == TEXT
    settings.BACKUP_RECIPIENTS, settings.BACKUP_PASSPHRASE = [], "sixteen other letters"
    with pytest.raises(SealError, match="not the pass phrase"):
        keys(who.locked_key)


def test_key_file_opens_what_was_sealed_for_it(settings, tmp_path):
    key = x25519.Identity.generate()
    settings.BACKUP_RECIPIENTS = [f" {key.to_public()}", str(x25519.Identity.generate().to_public())]
    file = tmp_path / "key.txt"
    file.write_text(f"# created: 2026-11-23T22:00:00Z\n# public key: {key.to_public()}\n{key}\n")

    assert text_of(sealed_text(seal().recipients), keys(b"", file)) == TEXT


@pytest.mark.parametrize(
    ("recipients", "phrase", "words"),
    [([], "", "Nobody could open this backup"), ([], "too short", "16 letters at least"), (["AGE-SECRET-KEY-1"], "", "no public key of age")],
)
def test_nothing_is_sealed_that_nobody_or_everybody_could_open(settings, recipients, phrase, words):
    settings.BACKUP_RECIPIENTS, settings.BACKUP_PASSPHRASE = recipients, phrase

    with pytest.raises(SealError, match=words):
        seal()


def test_disk_that_takes_no_more_is_told():
    class Full(io.BytesIO):
        def write(self, _some):
            raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left"), sealed(Full(), [x25519.Identity.generate().to_public()]) as plain:
        plain.write(TEXT)
