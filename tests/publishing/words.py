"""Words that stand nowhere else, and the public records beside which they are hidden."""

from collections.abc import Callable
from typing import Any

from publishing.publishable import Publishable


class Words:
    """Words that stand nowhere else: one for each text, remembered by what it is the word of."""

    def __init__(self, state: str) -> None:
        self.state = state
        self.made: dict[str, str] = {}

    def __call__(self, name: str) -> str:
        """Return the word of one text. It looks the same in titles, slugs and markup."""
        word = f"zq{self.state}{name}".replace("_", "").lower() + "qz"
        self.made[name] = word
        return word


def neighbour(model: type[Publishable], make: Callable[..., Any], **texts: str) -> Any:
    """Return the public record with these texts, made once: each one more would have all its addresses asked, and hide nothing."""
    return model._default_manager.filter(**texts).first() or make(**texts)
