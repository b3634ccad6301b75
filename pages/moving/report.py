"""What a run has to say: in numbers, item by item, and as text for people."""

from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any

# How many items a text for people names; the JSON names them all.
NAMED = 200


@dataclass
class Said:
    """What happened to one item, and what is wrong with it."""

    title: str
    action: str
    problems: list[str] = field(default_factory=list)


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
    problems: list[str] = field(default_factory=list)
    # {label: labels so near to it that one tag may be meant}
    merges: dict[str, list[str]] = field(default_factory=dict)
    images: int = 0
    # How many old addresses were asked, and those that do not answer, with what they say instead.
    addresses: int = 0
    silent: dict[str, str] = field(default_factory=dict)
    # Addresses of texts that came as drafts: they answer when these are published.
    waiting: int = 0

    def say(self, key: str, title: str, action: str, problems: list[str]) -> None:
        """Note what happened to an item; of one that came as it was, only the number."""
        self.counts[action] += 1
        if problems or action not in {"made", "unchanged"}:
            self.items[key] = Said(title, action, problems)

    def as_json(self) -> dict[str, Any]:
        """Return the report as it is kept."""
        return {**asdict(self), "counts": dict(self.counts)}

    @classmethod
    def of_json(cls, kept: dict[str, Any]) -> "Report":
        """Return a report that was kept, to go on with it."""
        report = cls(**{**kept, "counts": Counter(kept.get("counts", {}))}) if kept else cls()
        report.items = {key: said if isinstance(said, Said) else Said(**said) for key, said in report.items.items()}
        return report

    def as_text(self) -> str:
        """Return the report for people."""
        return "\n".join([*self.numbers(), *self.details()]) + "\n"

    def numbers(self) -> list[str]:
        """Return what happened, in numbers."""
        verb = "would be made" if self.dry else "made"
        lines = [f"{self.source}: {self.counts['made']} {verb}, {self.counts['changed']} changed in the source since they were brought"]
        lines[0] += f", {self.counts['unchanged']} brought before, {self.counts['refused']} refused."
        if self.skipped:
            lines.append(f"Passed over: {', '.join(f'{times} {kind}' for kind, times in sorted(self.skipped.items()))}.")
        if self.images:
            lines.append(f"Pictures {'found' if self.dry else 'brought'}: {self.images}.")
        if not self.dry:
            answering = self.addresses - self.waiting - len(self.silent)
            lines.append(
                f"Old addresses: {self.addresses}. {answering} answer, {len(self.silent)} do not, {self.waiting} wait for drafts to be published."
            )
        return lines

    def details(self, named: int = NAMED) -> list[str]:
        """Return what is wrong, source first, then item by item."""
        lines = [f"! {problem}" for problem in self.problems]
        lines += [f"Perhaps one tag: {', '.join([label, *others])}" for label, others in self.merges.items()]
        if self.merges:
            lines.append("    To make one tag of several, name them under “tags:” in the mapping file, the old name before the new one.")
        lines += [f"Does not answer: {path} ({why})" for path, why in self.silent.items()]
        for key, said in list(self.items.items())[:named]:
            action = "would be made" if self.dry and said.action == "made" else said.action
            lines.append(f"{key} “{said.title}”: {action}")
            lines += [f"    {problem}" for problem in said.problems]
        if len(self.items) > named:
            lines.append(f"... and {len(self.items) - named} more; all of them are in the report as JSON.")
        return lines
