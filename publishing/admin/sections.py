"""The sections of the desk: what stands in the line under its head, and beside the recent records of its front page."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise


@dataclass(frozen=True)
class Section:
    """A place in the line: one list, or several under a `label`, of models named as in "news.article", in this order."""

    models: Sequence[str]
    label: str | Promise = ""


@dataclass
class Shown:
    """A section as an editor sees it, with the lists that this editor may open; without a label, one list that stands by itself."""

    label: str
    # As `AdminSite.get_app_list` has them: name, admin_url, add_url.
    lists: list[dict[str, Any]] = field(default_factory=list)
    # Where the page that is shown belongs to it.
    current: str = ""


def rank(name: str, first: Sequence[Section], last: Sequence[Section]) -> tuple[int, int]:
    """Return where a model, named as in "news.article", stands among others: as in the line of sections."""
    for part, several in ((0, first), (2, last)):
        names = [each for section in several for each in section.models]
        if name in names:
            return part, names.index(name)
    return 1, 0


def shown(apps: Iterable[Mapping[str, Any]], first: Sequence[Section], last: Sequence[Section], path: str) -> list[Shown]:
    """Return the sections in their order for the page at `path`: those in `first`, what no section names, app by app, and those in `last`.

    `apps` is what the editor may see (`AdminSite.get_app_list`). A section with one list left is that list.
    """
    known = {model["model"]._meta.label_lower: model for app in apps for model in app["models"] if model["admin_url"]}
    named = {name for section in (*first, *last) for name in section.models}
    others = [Section([name for model in app["models"] if (name := model["model"]._meta.label_lower) not in named], app["name"]) for app in apps]
    found = []
    for section in (*first, *others, *last):
        lists = [known[name] for name in section.models if name in known]
        if lists:
            current = next((entry["admin_url"] for entry in lists if path.startswith(entry["admin_url"])), "")
            found.append(Shown(str(section.label) if len(lists) > 1 else "", lists, current))
    return found
