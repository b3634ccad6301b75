"""How likely it is that of two texts one is the translation of the other: a number from 0 to 100, and why."""

import datetime as dt
from collections.abc import Collection
from difflib import SequenceMatcher

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pages.pairs.features import Features, stripped

# What, and its values: printed by `in_words` in the reader's language.
Reason = list[object]
# (how far apart at most, points)
MOMENTS = [
    (dt.timedelta(minutes=5), 30),
    (dt.timedelta(hours=6), 25),
    (dt.timedelta(days=1), 18),
    (dt.timedelta(days=3), 8),
    (dt.timedelta(days=14), 3),
]
FAR = dt.timedelta(days=60)
SAID_SO, BOTH_LINK, ONE_LINKS, PICTURE, COMMON_PICTURE, TAGS = 96, 60, 45, 35, 15, 6
NAMES = [0, 8, 18, 25]
SAME_ADDRESS, SIMILAR_ADDRESS, ALIKE = 40, 20, 0.75
# From so many points on, a pair is proposed.
ENOUGH = 40
MOST, SHOWN = 99, 4


def scored(one: Features, other: Features, *, common_pictures: Collection[str], common_names: Collection[str]) -> tuple[int, list[Reason]]:
    """Return the score of two texts and the reasons. What is common all over the site says little."""
    found: list[tuple[int, Reason]] = []
    if one.groups & other.groups:
        found.append((SAID_SO, ["source"]))
    found += [*by_links(one, other), *by_pictures(one, other, common_pictures), *by_moment(one, other)]
    # A name says more than a number.
    names = sorted((one.names[stem] for stem in one.names if stem in other.names and stem not in common_names), key=str.isdigit)
    if names:
        found.append((NAMES[min(len(names), len(NAMES) - 1)], ["names", names[:SHOWN]]))
    found += by_address(one, other)
    if one.tags & other.tags:
        found.append((TAGS, ["tags", len(one.tags & other.tags)]))
    total = sum(points for points, _reason in found)
    most = 100 if found and found[0][1] == ["source"] else MOST
    return max(0, min(most, total)), [reason for _points, reason in sorted(found, key=lambda each: -each[0])]


def by_links(one: Features, other: Features) -> list[tuple[int, Reason]]:
    """Return what links between the texts say."""
    there, back = ({each.short_id, each.slug} & links for each, links in ((other, one.links), (one, other.links)))
    if there and back:
        return [(BOTH_LINK, ["links"])]
    return [(ONE_LINKS, ["link"])] if there or back else []


def by_pictures(one: Features, other: Features, common: Collection[str]) -> list[tuple[int, Reason]]:
    """Return what the pictures say."""
    shared = one.images & other.images
    return [(PICTURE if shared - set(common) else COMMON_PICTURE, ["picture"])] if shared else []


def by_moment(one: Features, other: Features) -> list[tuple[int, Reason]]:
    """Return what the moments say."""
    if one.at is None or other.at is None:
        return []
    gap = abs(one.at - other.at)
    points = next((points for most, points in MOMENTS if gap <= most), -20 if gap > FAR else 0)
    return [(points, ["moment", int(gap.total_seconds())])] if points else []


def by_address(one: Features, other: Features) -> list[tuple[int, Reason]]:
    """Return what the addresses say."""
    mine, theirs = stripped(one.slug), stripped(other.slug)
    if not mine or not theirs:
        return []
    if mine == theirs:
        return [(SAME_ADDRESS, ["same address"])]
    matcher = SequenceMatcher(None, mine, theirs, autojunk=False)
    is_alike = matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE
    return [(SIMILAR_ADDRESS, ["similar address"])] if is_alike else []


def in_words(reason: Reason) -> str:
    """Return a reason as editors read it."""
    what, values = str(reason[0]), reason[1:]
    if what == "moment":
        gap = gap_in_words(int(str(values[0])))
        return _("published %(gap)s apart") % {"gap": gap} if gap else _("published at the same moment")
    if what == "names" and isinstance(values[0], list):
        return _("in common: %(names)s") % {"names": get_text_list([str(name) for name in values[0]], _("and"))}
    if what == "tags":
        return ngettext("%(count)d tag in common", "%(count)d tags in common", int(str(values[0]))) % {"count": values[0]}
    words = {
        "source": _("the source says that they belong together"),
        "links": _("each links to the other"),
        "link": _("one links to the other"),
        "picture": _("the same picture"),
        "same address": _("the same address, but for its ending"),
        "similar address": _("similar addresses"),
    }
    return words.get(what, what)


def gap_in_words(seconds: int) -> str:
    """Return a length of time in its largest unit, "" for less than a minute."""
    minutes, hours, days = seconds // 60, seconds // 3600, seconds // 86400
    if days:
        return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}
    if hours:
        return ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}
    return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes} if minutes else ""
