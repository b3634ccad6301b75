"""What makes two people one, or two offices: which rows of both say the same."""

from django.core.exceptions import ValidationError

from actors.models import Actor, ActorName, Office
from actors.withholding import refuse_withheld
from publishing import languages
from publishing.partial_dates import PartialDate
from publishing.search import fold
from publishing.uniting import Row, Uniting


def may_be_one_tenure(one: Row, other: Row) -> bool:
    """Tell whether two tenures may be one: of the same post, in the same way, and neither surely over before the other began."""
    if not one["post"] or (one["post"], one["is_acting"]) != (other["post"], other["is_acting"]):
        return False
    return not any(is_over_before(first, second) for first, second in ((one, other), (other, one)))


def is_over_before(one: Row, other: Row) -> bool:
    """Tell whether one tenure surely ended before the other one began, or on that day."""
    end, start = dated(one["end"]), dated(other["start"])
    return end is not None and start is not None and end.upper <= start.lower


def dated(text: object) -> PartialDate | None:
    """Return a date of a form; None for none, and for what is none."""
    try:
        return PartialDate.parse(str(text)) if text else None
    except ValidationError:
        return None


def may_be_one_post(one: Row, other: Row) -> bool:
    """Tell whether two posts may be one: they have the same title in a language."""
    titles = [(fold(str(one[f"title_{code}"])), fold(str(other[f"title_{code}"]))) for code in languages.codes()]
    return any(first and first == second for first, second in titles)


def name_of_actor(name: str, code: str) -> Row:
    """Return the row of another name of a person."""
    script = ActorName.Script.GEORGIAN if any("Ⴀ" <= letter <= "ჿ" for letter in name) else ActorName.Script.LATIN
    return {"name": name, "kind": ActorName.Kind.SPELLING.value, "language": code, "script": script.value}


def name_of_office(name: str, code: str) -> Row:
    """Return the row of another name of an office."""
    return {"name": name, "language": code, "period": ""}


REMIT = ("kind", "place", "office", "within", "as_printed", "start", "end", "end_status")
ACTOR = Uniting(
    model=Actor,
    same={
        "names": ("name",),
        "tenures": ("post", "is_acting", "start", "end", "end_status"),
        "remits": ("tenure", *REMIT),
        "identifiers": ("scheme", "value"),
    },
    maybe={"tenures": may_be_one_tenure},
    other_name=name_of_actor,
    refuse=refuse_withheld,
)
OFFICE = Uniting(
    model=Office,
    same={"posts": tuple(f"title_{code}" for code in languages.codes()), "names": ("name",), "links": ("kind", "other"), "remits": ("post", *REMIT)},
    maybe={"posts": may_be_one_post},
    not_itself={"links": "other"},
    other_name=name_of_office,
    tree="parent",
)
