"""What a run has to say: in numbers, item by item, and as text for people, in the language of whoever reads it."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pages.moving import lines
from pages.moving.lines import Line

# How many items a text for people names; the JSON names them all.
NAMED = 200
# What happened to an item.
ACTIONS = {
    "made": gettext_lazy("made"),
    "unchanged": gettext_lazy("brought before"),
    "changed": gettext_lazy("changed in the source since"),
    "refused": gettext_lazy("refused"),
}
# What systems call the entries that are no texts.
SKIPPED = {
    "comment": gettext_lazy("comments"),
    "nav_menu_item": gettext_lazy("entries of menus"),
    "revision": gettext_lazy("older versions"),
    "trash": gettext_lazy("in the trash"),
    "auto-draft": gettext_lazy("begun and left"),
    "empty row": gettext_lazy("empty rows"),
    "larger than 20 MB": gettext_lazy("larger than 20 MB"),
    "no page": gettext_lazy("no page"),
}


@dataclass
class Said:
    """What happened to one item, and what is wrong with it."""

    title: str
    action: str
    problems: list[Line] = field(default_factory=list)


@dataclass
class Report:
    """What a run did, or would do."""

    source: str = ""
    dry: bool = True
    # {what happened: how many items}
    counts: Counter[str] = field(default_factory=Counter)
    # Entries that are no texts, by what they are.
    skipped: dict[str, int] = field(default_factory=dict)
    items: dict[str, Said] = field(default_factory=dict)
    problems: list[Line] = field(default_factory=list)
    # {label: labels so near to it that one tag may be meant}
    merges: dict[str, list[str]] = field(default_factory=dict)
    images: int = 0
    documents: int = 0
    # How many old addresses were asked, and those that do not answer, with what they say instead.
    addresses: int = 0
    silent: dict[str, str] = field(default_factory=dict)
    # Pages behind them that were opened, and those that belong to a public record as the database says.
    opened: int = 0
    matched: int = 0
    # Addresses of texts that came as drafts: they answer when these are published.
    waiting: int = 0

    def say(self, key: str, title: str, action: str, problems: list[Line]) -> None:
        """Note what happened to an item; of one that came as it was, only the number."""
        self.counts[action] += 1
        if problems or action not in {"made", "unchanged"}:
            self.items[key] = Said(title, action, problems)

    @property
    def answering(self) -> int:
        """How many old addresses lead to a page."""
        return self.addresses - self.waiting - len(self.silent)

    def as_json(self) -> dict[str, Any]:
        """Return the report as it is kept."""
        said: dict[str, Any] = lines.as_json({**self.plain(), "counts": dict(self.counts)})
        return said

    def in_words(self) -> dict[str, Any]:
        """Return all of it, its lines as texts in the active language."""
        said: dict[str, Any] = lines.in_words({**self.plain(), "counts": dict(self.counts)})
        return said

    def plain(self) -> dict[str, Any]:
        """Return it as a dictionary that shares its lines."""
        return {**vars(self), "items": {key: vars(said) for key, said in self.items.items()}}

    @classmethod
    def of_json(cls, kept: dict[str, Any]) -> "Report":
        """Return a report that was kept, to go on with it."""
        report = cls(**{**lines.of_json(kept), "counts": Counter(kept.get("counts", {}))}) if kept else cls()
        items: dict[str, Any] = dict(report.items)
        report.items = {key: Said(**said) for key, said in items.items()}
        return report

    def as_text(self) -> str:
        """Return the report for people, in the active language."""
        return "\n".join([*self.numbers(), *self.details()]) + "\n"

    def numbers(self) -> list[str]:
        """Return what happened, in numbers."""
        counts = {name: self.counts[name] for name in ("made", "changed", "unchanged", "refused")} | {"source": self.source}
        rest = _("%(changed)d changed in the source since they were brought, %(unchanged)d brought before, %(refused)d refused.") % counts
        made = _("%(source)s: %(made)d would be made, %(rest)s") if self.dry else _("%(source)s: %(made)d made, %(rest)s")
        said = [made % {**counts, "rest": rest}]
        if self.images:
            said.append((_("Pictures found: %(number)d.") if self.dry else _("Pictures brought: %(number)d.")) % {"number": self.images})
        if self.documents:
            said.append((_("Documents found: %(number)d.") if self.dry else _("Documents brought: %(number)d.")) % {"number": self.documents})
        if not self.dry:
            asked = {"asked": self.addresses, "answering": self.answering, "silent": len(self.silent), "waiting": self.waiting}
            told = _("Old addresses: %(asked)d. %(answering)d answer, %(silent)d do not, %(waiting)d wait for drafts to be published.")
            said.append(told % asked)
            if self.addresses > self.waiting:
                checked = _(
                    "Every address of a public text was asked: %(opened)d pages behind them were opened, "
                    "of %(matched)d the database was asked whether they are public."
                )
                said.append(checked % {"opened": self.opened, "matched": self.matched})
        return said

    def details(self, named: int = NAMED) -> list[str]:
        """Return what is wrong, source first, then item by item; what belongs to the line before begins with a blank."""
        said = [f"! {lines.told(problem)}" for problem in self.problems]
        said += [_("Perhaps one tag: %(labels)s") % {"labels": ", ".join([label, *others])} for label, others in self.merges.items()]
        if self.merges:
            said.append("    " + _("To make one tag of several, name them under “tags:” in the mapping file, the old name before the new one."))
        if self.skipped:
            parts = ", ".join(f"{times} {name_of(kind)}" for kind, times in sorted(self.skipped.items()))
            said.append(_("Passed over: %(parts)s.") % {"parts": parts})
        if any(is_type(kind) for kind in self.skipped):
            said.append(
                "    " + _("To bring entries of other types, name them under “types:” in the mapping file, such as “types: {news: article}”.")
            )
        said += [_("Does not answer: %(address)s (%(why)s)") % {"address": path, "why": lines.told(why)} for path, why in self.silent.items()]
        for key, item in list(self.items.items())[:named]:
            said.append(f"{key} “{item.title}”: {self.action(item)}")
            said += [f"    {lines.told(problem)}" for problem in item.problems]
        if len(self.items) > named:
            said.append(_("... and %(number)d more; all of them are in the report as JSON.") % {"number": len(self.items) - named})
        return said

    def action(self, said: Said) -> str:
        """Return what happened to an item, in words."""
        return _("would be made") if self.dry and said.action == "made" else str(ACTIONS.get(said.action, said.action))


def is_type(kind: str) -> bool:
    """Tell whether entries were passed over for their type, which a mapping file may name."""
    return kind not in SKIPPED and " (" not in kind and not kind.startswith(("wp_", "custom_", "customize_", "oembed_", "user_"))


def name_of(kind: str) -> str:
    """Return what readers of a report call entries that were passed over: `post (trash)` is of a type and in a state."""
    if kind in SKIPPED:
        return str(SKIPPED[kind])
    named, _blank, state = kind.partition(" (")
    return f"{named} ({SKIPPED.get(state[:-1], state[:-1])})" if state else kind
