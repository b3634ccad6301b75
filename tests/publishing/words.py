"""Words that stand nowhere else."""


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
