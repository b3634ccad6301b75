"""Files that are no tables of ours."""


class UnreadableError(Exception):
    """A file that is no table of ours; `reasons` says why, in the active language."""

    def __init__(self, *reasons: str) -> None:
        self.reasons = list(reasons)
        super().__init__(*reasons)
