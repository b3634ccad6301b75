"""The files of the library in a store that speaks S3, for a site on several machines.

The bucket is closed: no object is public by its own right, and none has an address. What readers may see the site hands out.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any
from urllib.parse import urljoin

import urllib3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from storages.backends.s3 import S3Storage
from storages.utils import clean_name

# Seconds for which the store is waited for; and how often it is asked.
CONNECT, READ, TRIES = 3, 20, 2


@contextmanager
def asked() -> Iterator[None]:
    """Say of a store that does not answer what the site knows how to say to readers."""
    try:
        yield
    except (BotoCoreError, ClientError) as error:
        raise ConnectionError(f"The store of the files does not answer: {error}") from error


class Closed(S3Storage):
    """What nobody outside reads: it has no addresses to give away, signed ones neither."""

    def __init__(self, **options: Any) -> None:  # Any: as in the package
        asking = Config(
            connect_timeout=CONNECT,
            read_timeout=READ,
            retries={"total_max_attempts": TRIES},
            signature_version="s3v4",
            # Stores other than Amazon's know no bucket by the name of a host, and none of the checksums that Amazon asks for since 2025.
            s3={"addressing_style": "path"},
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        )
        # Names are drawn at random, or from what is in the file: one that is there already is the same file.
        super().__init__(default_acl=None, file_overwrite=True, client_config=asking, **options)

    def _open(self, name: str, mode: str = "rb") -> Any:  # Any: as in the package
        """Open a file. FileNotFoundError if there is none, ConnectionError if the store does not answer as it should."""
        with asked():
            return super()._open(name, mode)

    def _save(self, name: str, content: Any) -> str:  # Any: as in the package
        """Store a file; return its name. ConnectionError if the store does not answer as it should."""
        with asked():
            return str(super()._save(name, content))

    def url(self, name: str, *options: Any, **more: Any) -> str:  # Any: as in the package
        """Refuse, as a folder without an address does."""
        del name, options, more
        raise ValueError("This file is not accessible via a URL.")

    def is_open_to_all(self, name: str) -> bool:
        """Ask for a file as anybody could, without a key; tell whether the store hands it out."""
        address = f"{self.endpoint_url}/{self.bucket_name}/{self._normalize_name(clean_name(name))}"
        return urllib3.request("GET", address, redirect=False, retries=False, timeout=CONNECT).status == HTTPStatus.OK


class Pictures(Closed):
    """What the public may see, under names that cannot be guessed: handed out by the site, as from a folder."""

    def url(self, name: str, *options: Any, **more: Any) -> str:  # Any: as in the package
        """Return the address at the site."""
        del options, more
        return urljoin(settings.MEDIA_URL, name)
