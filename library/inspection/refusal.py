"""How an inspection says no."""


class Refusal(Exception):  # noqa: N818 - a word of the domain
    """The file is not accepted: a code for which `library.documents.refusals` has a sentence, and what the sentence names."""

    def __init__(self, code: str, **named: object) -> None:
        super().__init__(code)
        self.code = code
        self.named = {name: str(value) for name, value in named.items()}
