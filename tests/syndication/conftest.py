"""What tests of syndication share."""

from tests.publishing.conftest import shared_database

__all__ = ["shared_database"]
