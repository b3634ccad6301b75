"""What the kernel keeps beside the records: drafts, versions, addresses, withdrawals, the change log, the audit log, locks, the site."""

from publishing.models.audit import Audit
from publishing.models.changes import Change, ChangeHead
from publishing.models.presence import Lock, Presence
from publishing.models.public import Address, Withdrawal
from publishing.models.site import SiteSettings
from publishing.models.work import Draft, FormState, Version

__all__ = ["Address", "Audit", "Change", "ChangeHead", "Draft", "FormState", "Lock", "Presence", "SiteSettings", "Version", "Withdrawal"]
