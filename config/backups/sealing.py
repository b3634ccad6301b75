"""Backups are sealed with age (age-encryption.org/v1): whoever has the key opens one with the program `age`, without Matiane."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import BinaryIO

from django.conf import settings
from pyrage import DecryptError, EncryptError, IdentityError, RecipientError, decrypt_io, encrypt_io, passphrase, x25519

# What a pass phrase must have at least, in letters: it can be guessed at as often as somebody likes.
SHORTEST = 16
# What an error says where whoever reads at the other end has stopped: the reason is theirs.
BROKEN_PIPE = "Broken pipe"


class SealError(Exception):
    """A backup cannot be sealed or opened; the reason is for whoever runs the command."""


@dataclass(frozen=True)
class Seal:
    """Who can open a backup: holders of keys, or whoever knows the pass phrase."""

    recipients: tuple[x25519.Recipient, ...]
    # The key that this backup alone is sealed with, itself sealed with the pass phrase; b"" where there is none.
    locked_key: bytes = b""


def seal() -> Seal:
    """Return the seal that the settings ask for. SealError without one, and for keys that are none."""
    if settings.BACKUP_RECIPIENTS:
        return Seal(tuple(recipient(text) for text in settings.BACKUP_RECIPIENTS))
    if not settings.BACKUP_PASSPHRASE:
        raise SealError(
            "Nobody could open this backup: set BACKUP_RECIPIENTS (public keys that age-keygen made) or BACKUP_PASSPHRASE. See docs/operations.md."
        )
    if len(settings.BACKUP_PASSPHRASE) < SHORTEST:
        raise SealError(f"BACKUP_PASSPHRASE: {SHORTEST} letters at least, for whoever takes a backup may guess as often as they like.")
    key = x25519.Identity.generate()
    return Seal((key.to_public(),), passphrase.encrypt(str(key).encode(), settings.BACKUP_PASSPHRASE))


def recipient(text: str) -> x25519.Recipient:
    """Read a public key. SealError if it is none."""
    try:
        return x25519.Recipient.from_str(text.strip())
    except RecipientError as error:
        raise SealError(f"BACKUP_RECIPIENTS: “{text.strip()}” is no public key of age; one begins with age1.") from error


def keys(locked_key: bytes, key_file: Path | None = None) -> list[x25519.Identity]:
    """Return what opens a backup: the keys in a file as age-keygen writes them, else the key that the pass phrase of the settings opens.

    SealError if neither is there or fits.
    """
    if key_file is not None:
        lines = [line.strip() for line in key_file.read_text(encoding="utf-8").splitlines()]
        try:
            return [x25519.Identity.from_str(line) for line in lines if line and not line.startswith("#")]
        except IdentityError as error:
            raise SealError(f"{key_file}: this is no key of age; one begins with AGE-SECRET-KEY-1.") from error
    if not locked_key:
        raise SealError("This backup was sealed for keys of age: name the file of one with --key.")
    if not settings.BACKUP_PASSPHRASE:
        raise SealError("This backup was sealed with a pass phrase: set BACKUP_PASSPHRASE.")
    try:
        return [x25519.Identity.from_str(passphrase.decrypt(locked_key, settings.BACKUP_PASSPHRASE).decode())]
    except DecryptError as error:
        raise SealError("BACKUP_PASSPHRASE: this is not the pass phrase that the backup was sealed with.") from error


@contextmanager
def sealed(into: BinaryIO, recipients: Sequence[x25519.Recipient]) -> Iterator[BinaryIO]:
    """Yield a file to write to; what is written goes sealed into the other one, as it comes. OSError if that one takes no more."""
    reads, writes = os.pipe()

    def run() -> None:
        with os.fdopen(reads, "rb") as plain:
            encrypt_io(plain, into, recipients)

    try:
        with piped(run, writes, "wb") as plain:
            yield plain
    except EncryptError as error:
        raise OSError(f"The backup cannot be written: {error}") from error


@contextmanager
def opened(source: BinaryIO, identities: Sequence[x25519.Identity]) -> Iterator[BinaryIO]:
    """Yield a file to read what was sealed from. SealError if the keys do not fit, or if it is not as it was sealed, to its last byte."""
    reads, writes = os.pipe()

    def run() -> None:
        with suppress(BrokenPipeError), os.fdopen(writes, "wb") as plain:
            try:
                decrypt_io(source, plain, identities)
            except (DecryptError, OSError) as error:
                if BROKEN_PIPE not in str(error):
                    raise SealError(f"The backup cannot be opened: it is damaged, or the key is another one ({error}).") from error

    with piped(run, reads, "rb") as plain:
        yield plain
        # What is behind the end of the archive is sealed too.
        while plain.read(1 << 20):
            pass


@contextmanager
def piped(run: Callable[[], None], end: int, mode: str) -> Iterator[BinaryIO]:
    """Yield one end of a pipe at whose other end a thread is at work; what failed there counts more than what it led to here."""
    failed: list[Exception] = []

    def work() -> None:
        try:
            run()
        except Exception as error:
            failed.append(error)

    thread = Thread(target=work)
    thread.start()
    wrong: Exception | None = None
    try:
        with os.fdopen(end, mode) as file:
            yield file
    except Exception as error:
        wrong = error
    finally:
        thread.join()
    if failed:
        raise failed[0] from wrong
    if wrong is not None:
        raise wrong
