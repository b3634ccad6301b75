"""Keys, partners and what was handed to them in the admin, and how many readers get mails."""

from syndication.admin.deliveries import DeliveryAdmin
from syndication.admin.keys import ApiKeyAdmin
from syndication.admin.partners import PartnerAdmin
from syndication.admin.readers import ReaderAdmin

__all__ = ["ApiKeyAdmin", "DeliveryAdmin", "PartnerAdmin", "ReaderAdmin"]
