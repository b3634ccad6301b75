"""The desk of this site: which lists stand together in its line of sections, and which come first."""

from django.utils.translation import gettext_lazy as _

from accounts.site import GuardedSite
from publishing.admin.sections import Section


class Desk(GuardedSite):
    """What editors open every day stands first; what is set up once, last. Content in between has a section for each app."""

    first_sections = [
        Section(["news.article"]),
        Section(["pages.page", "pages.frontpage", "pages.topic"], _("Pages")),
        Section(["publishing.bundle"]),
    ]
    last_sections = [
        Section(["library.tag", "library.image", "library.document", "library.source", "news.author", "news.kind"], _("Library")),
        Section(
            [
                "pages.term",
                "pages.houseterm",
                "pages.menu",
                "publishing.sitesettings",
                "publishing.redirect",
                "pages.importrun",
                "pages.pairproposal",
                "pages.replacement",
                "publishing.bulkchange",
                "pages.export",
                "publishing.visits",
            ],
            _("Site"),
        ),
        Section(["syndication.partner", "syndication.delivery", "syndication.apikey", "syndication.reader"], _("Partners")),
        Section(["auth.user", "accounts.invitation", "auth.group", "publishing.audit"], _("Accounts")),
    ]
