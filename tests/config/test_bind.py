import pytest

from config.bind import public_addresses


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.8.8", "localhost", "::1", "[::1]"])
def test_loopback_address_is_allowed(address):
    assert public_addresses(["granian", "--host", address], {}) == []


@pytest.mark.parametrize("address", ["0.0.0.0", "::", "192.168.1.5", "example.org", ""])  # noqa: S104 - refused here
def test_public_address_is_refused(address):
    assert public_addresses(["granian", "--host", address], {}) == [address]


@pytest.mark.parametrize(
    ("arguments", "environment"),
    [
        (["granian", "--host=0.0.0.0"], {}),
        (["gunicorn", "-b", "0.0.0.0:8000"], {}),
        (["gunicorn", "--bind=0.0.0.0:8000"], {}),
        (["manage.py", "runserver", "0.0.0.0:8000"], {}),
        (["manage.py", "runserver", "--noreload", "0.0.0.0:8000"], {}),
        (["manage.py", "demo"], {"BIND": "0.0.0.0"}),
        (["granian"], {"GRANIAN_HOST": "0.0.0.0"}),
    ],
)
def test_every_spelling_of_a_public_address_is_found(arguments, environment):
    assert public_addresses(arguments, environment) == ["0.0.0.0"]  # noqa: S104 - refused here


@pytest.mark.parametrize("arguments", [["manage.py", "runserver"], ["manage.py", "runserver", "8001"], ["manage.py", "runserver", "[::1]:8000"]])
def test_runserver_without_public_address_is_allowed(arguments):
    assert public_addresses(arguments, {}) == []
