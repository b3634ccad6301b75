"""Links to addresses of this site that lead nowhere, or to a text that readers do not see."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publishing import joined, languages, old_paths, redirects
from publishing.advice.findings import Advice, Check, Severity
from publishing.advice.texts import Looked, Passage
from publishing.models import Address, Redirect
from publishing.registry import by_kind, record_types

# So many addresses of one form are looked up.
MOST_LINKS = 300


@dataclass
class Known:
    """What is known of the addresses that a form links to. At most four queries, none without such links."""

    # {path: (kind, slug)} of the pages of records
    records: dict[str, tuple[str, str]] = field(default_factory=dict)
    # Paths at which nothing answers, unless they are old ones.
    unanswered: set[str] = field(default_factory=set)
    found: dict[tuple[str, str], UUID] = field(default_factory=dict)
    public: set[UUID] = field(default_factory=set)
    old: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, paths: list[str]) -> "Known":
        """Look the paths up."""
        known = cls()
        by_view = {kind.url_name: kind.kind for kind in record_types()}
        for path in paths:
            view, slug = answering(path)
            if not view:
                known.unanswered.add(path)
            elif view in by_view and slug:
                known.records[path] = (by_view[view], slug)
        known.look_up()
        return known

    def look_up(self) -> None:
        """Ask the database."""
        if self.records:
            wanted = Q(*(Q(kind=kind, slug=slug) for kind, slug in set(self.records.values())), _connector=Q.OR)
            self.found = {(kind, slug): record for kind, slug, record in Address.objects.filter(wanted).values_list("kind", "slug", "record")}
        if self.found:
            self.public = live_among(self.found)
            gone = {str(key): key for key in self.found.values() if key not in self.public}
            # Their addresses lead on to what they were made a part of.
            self.public |= {gone[key] for key in joined.merged(list(gone))}
        if lost := self.unanswered | {path for path, pair in self.records.items() if pair not in self.found}:
            self.old = set(Redirect.objects.filter(path__in={spelled for path in lost if (spelled := old(path))}).values_list("path", flat=True))

    def against(self, path: str, own: UUID) -> str:
        """Return in words what speaks against a link, "" where nothing does."""
        pair = self.records.get(path)
        key = self.found.get(pair) if pair else None
        if key is not None:
            return "" if key in self.public or key == own else _("The link “%(words)s” leads to a text that readers do not see: %(path)s")
        if (pair or path in self.unanswered) and old(path) not in self.old:
            return _("The link “%(words)s” leads nowhere: nothing on this site has the address %(path)s")
        return ""


class DeadLinks(Check):
    """Links to this site that a reader would follow in vain."""

    code = "dead-links"
    name = gettext_lazy("Links that lead nowhere")
    severity = Severity.CHANGE

    def look(self, form: Looked) -> Iterator[Advice]:
        """Look at the links of all texts at once."""
        links = [(passage, path, said.strip()) for passage in form.passages if passage.is_rich for path, said in own_links(passage)]
        known = Known.of(list(dict.fromkeys(path for _passage, path, _said in links))[:MOST_LINKS])
        for passage, path, said in links:
            if message := known.against(path, form.record.pk):
                yield self.advice(passage.key, message % {"words": said[:60], "path": path[:200]}, language=passage.language, words=said[:40])


def own_links(passage: Passage) -> Iterator[tuple[str, str]]:
    """Yield (path, words) of the links of a text to this site, but for those to files."""
    for line in passage.lines:
        for link, said in line.links():
            path = redirects.without_own_host(link.href)
            if path.startswith("/") and not path.startswith((settings.MEDIA_URL, settings.STATIC_URL)):
                yield path_of(path), said


def path_of(address: str) -> str:
    """Return the path of an address, "" for what cannot be read."""
    try:
        return old_paths.path_spelled(urlsplit(address).path)
    except ValueError:
        return ""


def answering(path: str) -> tuple[str, str]:
    """Return (name of the view, slug) of what answers at a path; ("", "") if nothing does. Asks no database."""
    if path.split("/")[1:2] and path.split("/")[1] in languages.codes():
        match = redirects.page_at(path)
        return (match.view_name or "-", str(match.kwargs.get("slug", ""))) if match else ("", "")
    try:
        return resolve(path if path.endswith("/") else f"{path}/").view_name or "-", ""
    except Resolver404:
        return "", ""


def old(path: str) -> str:
    """Return a path as old addresses are kept, "" for what none can be."""
    try:
        return old_paths.normal(path)
    except ValidationError:
        return ""


def live_among(found: dict[tuple[str, str], UUID]) -> set[UUID]:
    """Return which of these records the public sees. One query, whatever their kinds."""
    by_model: dict[str, set[UUID]] = {}
    for (kind, _slug), key in found.items():
        by_model.setdefault(kind, set()).add(key)
    # Any: managers of records, of which the stubs know no `live`
    managers: dict[str, Any] = {kind: by_kind(kind).model._default_manager for kind in by_model}
    queries = [managers[kind].live().filter(pk__in=keys).order_by().values_list("pk") for kind, keys in by_model.items()]
    return {key for (key,) in queries[0].union(*queries[1:], all=True)}
