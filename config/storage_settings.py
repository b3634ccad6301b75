"""Settings of where the files of the library lie: folders of this machine, or a store that speaks S3. Part of `config.settings`."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from environ import Env

env = Env()

FOLDER = "django.core.files.storage.FileSystemStorage"
# What stands behind `?` in STORAGE_URL.
KNOWN = {"region", "insecure"}

# A storage as Django's STORAGES name it.
Storage = dict[str, Any]


def stores(data_dir: Path) -> dict[str, Storage]:
    """Return the storages of public pictures and of originals, by the environment. ImproperlyConfigured for an address that leads nowhere."""
    address = env.str("STORAGE_URL", default="")
    if not address:
        return {
            # The proxy hands pictures out under an account of its own, whatever a service's own mask would leave to others.
            "default": {"BACKEND": FOLDER, "OPTIONS": {"directory_permissions_mode": 0o755, "file_permissions_mode": 0o644}},
            "originals": {"BACKEND": FOLDER, "OPTIONS": {"location": data_dir / "originals", "base_url": None}},
        }
    reached = bucket(address)
    return {
        "default": {"BACKEND": "config.s3.Pictures", "OPTIONS": {**reached, "location": "media"}},
        "originals": {"BACKEND": "config.s3.Closed", "OPTIONS": {**reached, "location": "originals"}},
    }


def bucket(address: str) -> dict[str, Any]:  # Any: options of a storage
    """Return how the bucket of `s3://key:secret@host:port/bucket?region=…` is reached; `insecure=1` for a store without TLS, on one's own network."""
    try:
        parts = urlsplit(address)
        said, port = parse_qs(parts.query, strict_parsing=bool(parts.query)), parts.port
    except ValueError as error:
        raise refused() from error
    name = parts.path.strip("/")
    if parts.scheme != "s3" or not parts.hostname or not name or "/" in name or said.keys() - KNOWN:
        raise refused()
    scheme = "http" if said.get("insecure") == ["1"] else "https"
    return {
        "bucket_name": name,
        "endpoint_url": f"{scheme}://{parts.hostname}" + (f":{port}" if port else ""),
        "region_name": said.get("region", ["us-east-1"])[0],
        # Without them the machine is known to the store by its role.
        "access_key": unquote(parts.username or "") or None,
        "secret_key": unquote(parts.password or "") or None,
    }


def refused() -> ImproperlyConfigured:
    """Return why Matiane does not start; the address has a secret in it."""
    example = "s3://key:secret@s3.example.org/bucket?region=eu-central-1"
    return ImproperlyConfigured(f"Matiane does not start: STORAGE_URL: set an address such as {example}. See docs/operations.md.")
