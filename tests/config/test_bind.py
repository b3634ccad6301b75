import pytest

from config.bind import public_addresses


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.8.8", "localhost", "::1", "[::1]"])
def test_loopback_address_is_allowed(address):
    assert public_addresses(["granian", "--host", address], {}) == []


@pytest.mark.parametrize("address", ["::", "10.0.0.5", "192.168.1.5", "example.org", ""])
def test_public_address_is_refused(address):
    assert public_addresses(["granian", "--host", address], {}) == [address]


@pytest.mark.parametrize(
    ("arguments", "environment"),
    [
        (["granian", "--host=10.0.0.5"], {}),
        (["gunicorn", "-b", "10.0.0.5:8000"], {}),
        (["gunicorn", "--bind=10.0.0.5:8000"], {}),
        (["manage.py", "runserver", "10.0.0.5:8000"], {}),
        (["manage.py", "runserver", "--noreload", "10.0.0.5:8000"], {}),
        (["manage.py", "demo"], {"BIND": "10.0.0.5"}),
        (["granian"], {"GRANIAN_HOST": "10.0.0.5"}),
    ],
)
def test_every_spelling_of_a_public_address_is_found(arguments, environment):
    assert public_addresses(arguments, environment) == ["10.0.0.5"]


@pytest.mark.parametrize("arguments", [["manage.py", "runserver"], ["manage.py", "runserver", "8001"], ["manage.py", "runserver", "[::1]:8000"]])
def test_runserver_without_public_address_is_allowed(arguments):
    assert public_addresses(arguments, {}) == []
