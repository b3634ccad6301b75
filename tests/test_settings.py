"""Production refuses to start on an unsafe value, and says everything that is wrong at once."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
GOOD = {
    "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyz-0123456789abcdefghijklmnopqrstuvwxyz",
    "ALLOWED_HOSTS": "matiane.example",
    "SITE_URL": "https://matiane.example",
}
SENTENCES = {
    "SECRET_KEY": "SECRET_KEY: set a random text of 50 characters or more",
    "ALLOWED_HOSTS": "ALLOWED_HOSTS: set the host names of the site, separated by commas, without '*'",
    "SITE_URL": "SITE_URL: set the public address of the site, beginning with https://",
}


def load_settings(tmp_path: Path, **environment: str) -> tuple[int, str]:
    """Import the settings under nothing but this environment; return the status and the last line of what was said."""
    base = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", "import config.settings"], cwd=ROOT, env={**base, **environment}, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stderr.strip().rpartition("\n")[2]


def test_production_starts_with_good_values(tmp_path):
    assert load_settings(tmp_path, **GOOD) == (0, "")


def test_production_without_values_names_all_of_them_in_one_message(tmp_path):
    status, said = load_settings(tmp_path)

    assert status != 0
    assert said.endswith(f"Matiane does not start: {'; '.join(SENTENCES.values())}. See docs/operations.md.")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", ""),
        ("SECRET_KEY", "short"),
        ("SECRET_KEY", "a" * 60),
        ("SECRET_KEY", "django-insecure-" + "0123456789abcdefghij" * 3),
        ("ALLOWED_HOSTS", ""),
        ("ALLOWED_HOSTS", "*"),
        ("ALLOWED_HOSTS", "matiane.example,*"),
        ("SITE_URL", ""),
        ("SITE_URL", "http://matiane.example"),
        ("SITE_URL", "matiane.example"),
    ],
)
def test_production_names_the_one_value_that_is_unsafe(tmp_path, name, value):
    status, said = load_settings(tmp_path, **{**GOOD, name: value})

    assert status != 0
    assert said.endswith(f"Matiane does not start: {SENTENCES[name]}. See docs/operations.md.")


@pytest.mark.parametrize("value", ["nonsense", "host:5432/name"])
def test_production_names_an_address_of_the_database_that_is_none(tmp_path, value):
    status, said = load_settings(tmp_path, **GOOD, DATABASE_URL=value)

    assert status != 0
    assert said.endswith("DATABASE_URL: set an address such as postgres://user:password@host:5432/name. See docs/operations.md.")


def test_demo_starts_without_values(tmp_path):
    assert load_settings(tmp_path, DEMO="1") == (0, "")


def test_demo_refuses_to_be_reached_from_elsewhere(tmp_path):
    status, said = load_settings(tmp_path, DEMO="1", BIND="192.168.1.5")

    assert status != 0
    assert said.endswith("so it listens on loopback addresses only, not on 192.168.1.5.")


def test_example_environment_names_every_value_that_is_read():
    settings = "".join(path.read_text() for path in (ROOT / "config").glob("*.py"))
    read = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', settings))

    documented = set(re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))

    assert documented == read
