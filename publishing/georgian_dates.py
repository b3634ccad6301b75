"""The cases in which Georgian names dates: CLDR has the nominative alone, but "since" and "before" are endings."""

# January to December; with an ending: the stem, which loses its last vowel.
STEMS = ("იანვრ", "თებერვლ", "მარტ", "აპრილ", "მაის", "ივნის", "ივლის", "აგვისტო", "სექტემბრ", "ოქტომბრ", "ნოემბრ", "დეკემბრ")
NOMINATIVES = ("იანვარი", "თებერვალი", "მარტი", "აპრილი", "მაისი", "ივნისი", "ივლისი", "აგვისტო", "სექტემბერი", "ოქტომბერი", "ნოემბერი", "დეკემბერი")
SEASONS = {21: "გაზაფხული", 22: "ზაფხული", 23: "შემოდგომა", 24: "ზამთარი"}
SEASONS_SINCE = {21: "გაზაფხულიდან", 22: "ზაფხულიდან", 23: "შემოდგომიდან", 24: "ზამთრიდან"}
SEASONS_BEFORE = {21: "გაზაფხულამდე", 22: "ზაფხულამდე", 23: "შემოდგომამდე", 24: "ზამთრამდე"}


def ended(stem: str, ending: str) -> str:
    """Return a month's stem with an ending; one that ends in a vowel takes no other."""
    return stem + (ending[1:] if stem.endswith("ო") else ending)


SINCE = tuple(ended(stem, "იდან") for stem in STEMS)
BEFORE = tuple(ended(stem, "ამდე") for stem in STEMS)
OF = tuple(ended(stem, "ის") for stem in STEMS)
IN = tuple(f"{name.removesuffix('ი')}ში" for name in NOMINATIVES)


def since(year: str, month: int, day: str) -> str:
    """Return "from that year, month, season or day on"."""
    return declined(year, day, SEASONS_SINCE.get(month) or SINCE[month - 1]) if month else f"{year} წლიდან"


def before(year: str, month: int, day: str) -> str:
    """Return "before that year, month, season or day"."""
    return declined(year, day, SEASONS_BEFORE.get(month) or BEFORE[month - 1]) if month else f"{year} წლამდე"


def declined(year: str, day: str, last: str) -> str:
    """Return a date by its last word, which has the ending."""
    return " ".join(word for word in (year, "წლის", day, last) if word)
