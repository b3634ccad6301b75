"""Keys, partners and what was handed to them in the admin."""

from syndication.admin.deliveries import DeliveryAdmin
from syndication.admin.keys import ApiKeyAdmin
from syndication.admin.partners import PartnerAdmin

__all__ = ["ApiKeyAdmin", "DeliveryAdmin", "PartnerAdmin"]
