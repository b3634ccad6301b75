"""Whom the site hands its changes to, and who reads it by program or by mail, one noun a file."""

from syndication.models.deliveries import Attempt, Delivery, Notice
from syndication.models.hub import HubState
from syndication.models.keys import ApiKey, ApiUse
from syndication.models.partners import Partner
from syndication.models.readers import Mailing, Reader, Subscription

__all__ = ["ApiKey", "ApiUse", "Attempt", "Delivery", "HubState", "Mailing", "Notice", "Partner", "Reader", "Subscription"]
