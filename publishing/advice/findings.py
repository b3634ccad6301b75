"""What a check is, and what it says."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from publishing.advice.texts import Looked


class Severity(TextChoices):
    """How much it matters. None of them keeps anybody from publishing."""

    CHANGE = "change", _("Better changed")
    LOOK = "look", _("Worth a look")


@dataclass(frozen=True)
class Link:
    """Where an editor reads more: mostly the form of another record."""

    label: str
    url: str


@dataclass(frozen=True)
class Offer:
    """A row that the open form can add at a press: which rows, and what is chosen in which of its fields."""

    rows: str
    field: str
    value: str
    label: str


@dataclass(frozen=True)
class Advice:
    """One thing that an editor may want to change."""

    code: str
    severity: Severity
    message: str
    # The key of the field in the form's state (`publishing.state`); that of a list of rows, or "" for the whole form.
    key: str = ""
    # The language of the text that it is about; "" for what languages share.
    language: str = ""
    # The words in the field that it is about, as they stand there.
    words: str = ""
    links: tuple[Link, ...] = ()
    offer: Offer | None = None


class Check:
    """Looks for one thing. A subclass names it and says where it stands."""

    # What it is called in tests, in the page and in the list of checks; unique.
    code: ClassVar[str] = ""
    # What it is called where editors read of it.
    name: ClassVar["_StrPromise | str"] = ""
    severity: ClassVar[Severity] = Severity.LOOK

    def look(self, form: "Looked") -> Iterable[Advice]:
        """Return what is found. Nothing is written, and what the form says may be anything that an editor or a stranger typed."""
        raise NotImplementedError

    def advice(self, key: str, message: str, **more: Any) -> Advice:  # Any: the other fields of an advice
        """Return one thing found at a key."""
        return Advice(self.code, self.severity, message, key, **more)


_checks: dict[str, Check] = {}


def register(*checks: Check) -> None:
    """Let forms be looked through by these checks too. A code may be registered once; again by the same class changes nothing."""
    for check in checks:
        known = _checks.get(check.code)
        if not check.code or (known is not None and type(known) is not type(check)):
            raise ValueError(f"The code {check.code!r} of a check is missing or registered already.")
        _checks[check.code] = check


def registered() -> list[Check]:
    """Return every check, in the order of registration."""
    return list(_checks.values())
