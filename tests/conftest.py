import pytest


@pytest.fixture(autouse=True)
def _database(db: None) -> None:
    """Give every test the real database."""
