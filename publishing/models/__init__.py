"""What the kernel keeps beside the records: work in progress, versions, addresses, logs, locks, links, the site."""

from publishing.models.audit import Audit
from publishing.models.bulk_changes import BulkChange, BulkChangeLine
from publishing.models.bundles import Bundle, BundleItem
from publishing.models.changes import Change, ChangeHead
from publishing.models.comments import Comment
from publishing.models.desk_notices import DeskNotice, NoticeChoices
from publishing.models.editions import Edition
from publishing.models.figures import ReadLog, Visits
from publishing.models.findable import Findable, FindableWord
from publishing.models.joins import Join
from publishing.models.merges import Merge
from publishing.models.missing import IgnoredAddress, MissingAddress
from publishing.models.presence import Lock, Presence
from publishing.models.previews import LinkOpening, PreviewLink
from publishing.models.public import Address, Withdrawal
from publishing.models.redirects import Redirect, RedirectHits
from publishing.models.review import Review
from publishing.models.scheduling import ScheduledStep
from publishing.models.site import SiteSettings
from publishing.models.standing import Standing
from publishing.models.templates import RecordTemplate
from publishing.models.uses import Use
from publishing.models.work import Draft, FormState, Version

__all__ = [
    "Address",
    "Audit",
    "BulkChange",
    "BulkChangeLine",
    "Bundle",
    "BundleItem",
    "Change",
    "ChangeHead",
    "Comment",
    "DeskNotice",
    "Draft",
    "Edition",
    "Findable",
    "FindableWord",
    "FormState",
    "IgnoredAddress",
    "Join",
    "LinkOpening",
    "Lock",
    "Merge",
    "MissingAddress",
    "NoticeChoices",
    "Presence",
    "PreviewLink",
    "ReadLog",
    "RecordTemplate",
    "Redirect",
    "RedirectHits",
    "Review",
    "ScheduledStep",
    "SiteSettings",
    "Standing",
    "Use",
    "Version",
    "Visits",
    "Withdrawal",
]
