"""Parts of addresses."""


class Slug:
    """A slug as `publishing.slugs` allows it; never a number alone, which would be a year."""

    regex = r"(?![0-9]+/)[a-z0-9]+(?:-[a-z0-9]+)*"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class Year:
    """A year of four digits."""

    regex = "[0-9]{4}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return f"{value:04d}"


class Count:
    """A number that counts from one, as it is written."""

    regex = "[1-9][0-9]{0,6}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


class Month(Year):
    """A month of two digits."""

    regex = "[0-9]{2}"

    def to_url(self, value: int) -> str:
        return f"{value:02d}"


class MonthDay:
    """A month and a day of two digits each; whether there is such a day is for the page to say."""

    regex = "[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class FeedName:
    """The last part of the address of a feed, by the format it is written in."""

    regex = r"feed\.(?:atom|rss|json)"

    def to_python(self, value: str) -> str:
        return value.removeprefix("feed.")

    def to_url(self, value: str) -> str:
        return f"feed.{value}"


class CiteName:
    """The last part of the address of a reference, by the format it is written in."""

    regex = r"cite\.(?:ris|bib|json)"

    def to_python(self, value: str) -> str:
        return value.removeprefix("cite.")

    def to_url(self, value: str) -> str:
        return f"cite.{value}"
