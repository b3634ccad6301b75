"""Files as parsers can read them."""

from typing import IO

# Control characters that no XML may hold, and that old databases are full of.
UNFIT = bytes([*range(9), 11, 12, *range(14, 32)])
# Files of two bytes a letter are full of zeros, and right so.
WIDE = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")


class XmlStream:
    """A file without the characters that XML cannot hold; it counts them."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file
        self.unfit = 0
        self.wide: bool | None = None

    def read(self, size: int = -1) -> bytes:
        """Return the next piece."""
        piece = self.file.read(size)
        if self.wide is None:
            self.wide = piece.startswith(WIDE)
        if self.wide:
            return piece
        kept = piece.translate(None, UNFIT)
        self.unfit += len(piece) - len(kept)
        # An empty piece would be taken for the end.
        return kept if kept or not piece else b" "
